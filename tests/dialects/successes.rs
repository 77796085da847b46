//! Successes in every form in which they are seen: at a renewal and at a sign-in.

use latchkey_testkit::logged;
use latchkey_wire::{Phase, ReasonCode};

use crate::installation::{ANN, BEN, DUE_AFTER_S, OPENID, Scene, cause};
use crate::rows::{Answer, Kept, Success};
use crate::table::successes;

const AFTER_S: i64 = 2 * 3600;

#[tokio::test]
async fn at_a_renewal_no_success_costs_the_grant() {
    for Success { what, read_at, answer, becomes } in successes() {
        let what = &format!("{what} ({read_at})");
        let (scene, ann, ben) = Scene::open(OPENID).await;
        scene.server.answers(ANN, Some(answer));
        scene.renews(DUE_AFTER_S).await;
        scene.works(what, BEN, &ben).await;
        match becomes {
            Kept::Works => scene.works(what, ANN, &ann).await,
            Kept::Salvaged(field) => {
                let state = ann.pane.connection().await.state;
                assert_eq!(cause(&state), Some((ReasonCode::AnswerUnusable, "retrying")), "{what}");
                let line = |line: &str| line.contains("ERROR") && line.contains(&format!("field=\"{field}\""));
                assert!(logged().lines().any(line), "{what}");
            }
            Kept::Lost => {
                let state = ann.pane.connection().await.state;
                assert_eq!(cause(&state), Some((ReasonCode::AnswerLost, "retrying")), "{what}");
            }
        }
        assert_eq!(scene.server.reused(), 0, "{what}");
        // Nothing is presented because of it, soon or later.
        scene.stage.clock.advance_s(60);
        if becomes != Kept::Lost {
            scene.stage.renew_due().await;
        }
        scene.server.answers(ANN, None);
        scene.stage.clock.advance_s(AFTER_S);
        scene.stage.renew_due().await;
        scene.works(what, BEN, &ben).await;
        if becomes == Kept::Lost {
            let state = ann.pane.connection().await.state;
            assert_eq!(cause(&state), Some((ReasonCode::SignInLost, "sign in")), "{what}");
        } else {
            scene.works(what, ANN, &ann).await;
            assert_eq!(scene.server.reused(), 0, "{what}");
        }
    }
}

#[tokio::test]
async fn at_a_sign_in_the_same_reader_reads_and_nothing_is_kept_of_what_lacks_something() {
    for Success { what, read_at, answer, becomes } in successes() {
        let what = &format!("{what} ({read_at})");
        let scene = Scene::empty(OPENID, "organizations").await;
        let ben = scene.connected(BEN).await;
        scene.server.answers(ANN, Some(answer));
        let pane = scene.stage.pane().with_session().await;
        let phase = scene.signs_in(&pane, ANN).await;
        if becomes == Kept::Works {
            assert!(matches!(phase, Phase::Succeeded { .. }), "{what}: {phase:?}");
            scene.server.answers(ANN, None);
            scene.stage.clock.advance_s(AFTER_S);
            scene.stage.renew_due().await;
            let ann = crate::installation::Person { connection: pane.connection().await, pane };
            scene.works(what, ANN, &ann).await;
            assert_eq!(scene.server.reused(), 0, "{what}");
        } else {
            let code = match &phase {
                Phase::Failed { reason, .. } => reason.code,
                other => panic!("{what}: {other:?}"),
            };
            let expected = match becomes {
                Kept::Salvaged(_) => ReasonCode::AnswerUnusable,
                Kept::Lost => ReasonCode::ProviderUnreachable,
                Kept::Works => unreachable!("it succeeded"),
            };
            assert_eq!(code, expected, "{what}");
            assert!(pane.overview().await.connections.is_empty(), "{what}");
        }
        scene.works(what, BEN, &ben).await;
    }
}

#[tokio::test]
async fn a_server_that_keeps_its_refresh_token_may_say_so_in_every_way() {
    // `refresh_token` absent, null or empty means that the old one goes on (RFC 6749, 6). The server here would have given
    // another one, so what is seen is that the old one is what is presented next.
    for refresh in ["", r#","refresh_token":null"#, r#","refresh_token":"""#, r#","refresh_token":[]"#] {
        let (scene, ann, _ben) = Scene::open(OPENID).await;
        let body: &'static str = format!(r#"{{"access_token":"{{a}}","expires_in":3600{refresh}}}"#).leak();
        scene.server.answers(ANN, Some(Answer { body, ..Answer::default() }));
        scene.renews(DUE_AFTER_S).await;
        scene.works(refresh, ANN, &ann).await;
        scene.stage.clock.advance_s(AFTER_S);
        scene.stage.renew_due().await;
        assert_eq!(scene.server.reused(), 1, "{refresh}");
    }
}
