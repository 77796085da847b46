//! Successful responses in every form that servers send, at a renewal and at a sign-in.

use latchkey_testkit::logged;
use latchkey_wire::{Phase, ReasonCode};

use crate::installation::{ANN, BEN, DUE_AFTER_S, DialectInstallation, OPENID, reason_and_actor};
use crate::rows::{DialectResponse, SuccessOutcome, SuccessRow};
use crate::table::successes;

const AFTER_S: i64 = 2 * 3600;

#[tokio::test]
async fn at_a_renewal_no_success_costs_the_grant() {
    for SuccessRow { what, read_at, answer, becomes } in successes() {
        let what = &format!("{what} ({read_at})");
        let (installation, ann, ben) = DialectInstallation::open(OPENID).await;
        installation.server.set_answer(ANN, Some(answer));
        installation.renew_due(DUE_AFTER_S).await;
        installation.assert_works(what, BEN, &ben).await;
        match becomes {
            SuccessOutcome::Works => installation.assert_works(what, ANN, &ann).await,
            SuccessOutcome::Salvaged(field) => {
                let state = ann.pane.connection().await.state;
                assert_eq!(reason_and_actor(&state), Some((ReasonCode::AnswerUnusable, "retrying")), "{what}");
                let line = |line: &str| line.contains("ERROR") && line.contains(&format!("field=\"{field}\""));
                assert!(logged().lines().any(line), "{what}");
            }
            SuccessOutcome::Lost => {
                let state = ann.pane.connection().await.state;
                assert_eq!(reason_and_actor(&state), Some((ReasonCode::AnswerLost, "retrying")), "{what}");
            }
        }
        assert_eq!(installation.server.reuse_count(), 0, "{what}");
        // The answer causes no second presentation of a token, neither at once nor later.
        installation.endpoint.clock.advance_s(60);
        if becomes != SuccessOutcome::Lost {
            installation.endpoint.renew_due().await;
        }
        installation.server.set_answer(ANN, None);
        installation.endpoint.clock.advance_s(AFTER_S);
        installation.endpoint.renew_due().await;
        installation.assert_works(what, BEN, &ben).await;
        if becomes == SuccessOutcome::Lost {
            let state = ann.pane.connection().await.state;
            assert_eq!(reason_and_actor(&state), Some((ReasonCode::SignInLost, "sign in")), "{what}");
        } else {
            installation.assert_works(what, ANN, &ann).await;
            assert_eq!(installation.server.reuse_count(), 0, "{what}");
        }
    }
}

#[tokio::test]
async fn at_a_sign_in_every_form_is_read_and_an_incomplete_answer_stores_nothing() {
    for SuccessRow { what, read_at, answer, becomes } in successes() {
        let what = &format!("{what} ({read_at})");
        let installation = DialectInstallation::empty(OPENID).await;
        let ben = installation.connect(BEN).await;
        installation.server.set_answer(ANN, Some(answer));
        let pane = installation.endpoint.pane().with_session().await;
        let phase = installation.sign_in(&pane, ANN).await;
        if becomes == SuccessOutcome::Works {
            assert!(matches!(phase, Phase::Succeeded { .. }), "{what}: {phase:?}");
            installation.server.set_answer(ANN, None);
            installation.endpoint.clock.advance_s(AFTER_S);
            installation.endpoint.renew_due().await;
            let ann = crate::installation::ConnectedPerson { connection: pane.connection().await, pane };
            installation.assert_works(what, ANN, &ann).await;
            assert_eq!(installation.server.reuse_count(), 0, "{what}");
        } else {
            let code = match &phase {
                Phase::Failed { reason, .. } => reason.code,
                other => panic!("{what}: {other:?}"),
            };
            let expected = match becomes {
                SuccessOutcome::Salvaged(_) => ReasonCode::AnswerUnusable,
                SuccessOutcome::Lost => ReasonCode::ProviderUnreachable,
                SuccessOutcome::Works => unreachable!("it succeeded"),
            };
            assert_eq!(code, expected, "{what}");
            assert!(pane.overview().await.connections.is_empty(), "{what}");
        }
        installation.assert_works(what, BEN, &ben).await;
    }
}

#[tokio::test]
async fn an_absent_null_or_empty_refresh_token_keeps_the_old_one() {
    // An absent, null or empty `refresh_token` means that the old one stays valid (RFC 6749, 6). This server has issued
    // another one, so the test sees that the old one is presented next.
    for refresh in ["", r#","refresh_token":null"#, r#","refresh_token":"""#, r#","refresh_token":[]"#] {
        let (installation, ann, _ben) = DialectInstallation::open(OPENID).await;
        let body: &'static str = format!(r#"{{"access_token":"{{a}}","expires_in":3600{refresh}}}"#).leak();
        installation.server.set_answer(ANN, Some(DialectResponse { body, ..DialectResponse::default() }));
        installation.renew_due(DUE_AFTER_S).await;
        installation.assert_works(refresh, ANN, &ann).await;
        installation.endpoint.clock.advance_s(AFTER_S);
        installation.endpoint.renew_due().await;
        assert_eq!(installation.server.reuse_count(), 1, "{refresh}");
    }
}
