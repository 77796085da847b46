//! A tenant's decision affects that tenant alone.

use latchkey_wire::ReasonCode;

use crate::installation::{ANN, BEN, DUE_AFTER_S, DialectInstallation, MICROSOFT, reason_and_actor};
use crate::rows::DialectResponse;
use crate::table::{DECISIONS, TENANTS_READ_AT, decision};

/// Asks for a token that lives longer than the one that is due.
const FRESH: &str = "?min_life_s=3500";

#[tokio::test]
async fn a_tenants_decision_asks_its_administrator_and_affects_no_other_tenant() {
    for (error, number) in DECISIONS {
        let what = &format!("{error} {number} ({TENANTS_READ_AT})");
        let (installation, ann, ben) = DialectInstallation::open(MICROSOFT).await;
        installation.server.set_answer(ANN, Some(decision(error, number)));
        installation.endpoint.renew_all().await;
        let state = ann.pane.connection().await.state;
        assert_eq!(reason_and_actor(&state), Some((ReasonCode::AdminApproval, "admin")), "{what}");
        for _ in 0..3 {
            installation.assert_works(what, BEN, &ben).await;
            installation.endpoint.renew_all().await;
        }
        // She checks once the administrator has corrected it.
        installation.server.set_answer(ANN, None);
        installation.endpoint.clock.advance_s(60);
        ann.pane.check(&ann.connection.id).await.unwrap();
        installation.assert_works(what, ANN, &ann).await;
        assert_eq!(installation.server.reuse_count(), 0, "{what}");
    }
}

#[tokio::test]
async fn at_a_sign_in_a_tenants_decision_asks_its_administrator() {
    for (error, number) in DECISIONS {
        let installation = DialectInstallation::empty(MICROSOFT).await;
        let ben = installation.connect(BEN).await;
        installation.server.set_answer(ANN, Some(decision(error, number)));
        let pane = installation.endpoint.pane().with_session().await;
        let phase = installation.sign_in(&pane, ANN).await;
        let latchkey_wire::Phase::Failed { reason, .. } = phase else { panic!("{phase:?}") };
        assert_eq!(reason.code, ReasonCode::AdminApproval, "{error} {number}");
        installation.endpoint.renew_all().await;
        installation.assert_works(error, BEN, &ben).await;
    }
}

/// Her tenant has four people, and its administrator has switched the app off.
#[tokio::test]
async fn a_blocked_tenant_is_probed_by_one_connection_at_a_time_and_recovers() {
    let installation = DialectInstallation::empty(MICROSOFT).await;
    let ben = installation.connect(BEN).await;
    let names = [ANN, "two@contoso.example", "three@contoso.example", "four@contoso.example"];
    let mut people = Vec::new();
    for name in names {
        people.push(installation.connect(name).await);
        installation.server.set_answer(name, Some(decision("unauthorized_client", 7_000_112)));
    }
    let presented = || names.iter().map(|name| installation.server.refusal_count(name)).sum::<u32>();
    installation.endpoint.clock.advance_s(DUE_AFTER_S);
    installation.endpoint.renew_due().await;
    assert_eq!(presented(), 1, "the others wait");
    for _ in 0..12 {
        installation.renew_due(20 * 60).await;
        installation.assert_works("beside a tenant that has shut us out", BEN, &ben).await;
    }
    for person in &people {
        let state = person.pane.connection().await.state;
        assert_eq!(
            reason_and_actor(&state),
            Some((ReasonCode::AdminApproval, "admin")),
            "without having been presented"
        );
    }
    assert!((2..=6).contains(&presented()), "{}", presented());
    for name in names {
        installation.server.set_answer(name, None);
    }
    for _ in 0..20 {
        installation.renew_due(20 * 60).await;
    }
    for (name, person) in names.iter().zip(&people) {
        installation.assert_works("after the administrator has put it right", name, person).await;
    }
    assert_eq!(installation.server.reuse_count(), 0);
}

#[tokio::test]
async fn a_throttled_tenant_delays_no_other() {
    let (installation, ann, ben) = DialectInstallation::open(MICROSOFT).await;
    installation
        .server
        .set_answer(ANN, Some(DialectResponse { status: 429, refuses: true, ..DialectResponse::default() }));
    let engine = installation.endpoint.engine().await;
    for round in 1..=20 {
        installation.endpoint.clock.advance_s(DUE_AFTER_S);
        let _ = engine.token_for(&ann.connection.id, FRESH).await;
        engine.token_for(&ben.connection.id, FRESH).await.unwrap();
        assert_eq!(installation.server.newest_token(BEN), Some(round), "another tenant does not delay him");
    }
    installation.server.set_answer(ANN, None);
    installation.renew_due(DUE_AFTER_S).await;
    installation.assert_works("afterwards", ANN, &ann).await;
    installation.assert_works("afterwards", BEN, &ben).await;
}

#[tokio::test]
async fn an_outage_at_two_tenants_pauses_all() {
    const CAT: &str = "cat@wingtip.example";
    let (installation, ann, ben) = DialectInstallation::open(MICROSOFT).await;
    let cat = installation.connect(CAT).await;
    for name in [ANN, BEN, CAT] {
        installation
            .server
            .set_answer(name, Some(DialectResponse { status: 503, refuses: true, ..DialectResponse::default() }));
    }
    let engine = installation.endpoint.engine().await;
    installation.endpoint.clock.advance_s(DUE_AFTER_S);
    for person in [&ann, &ben, &cat] {
        let _ = engine.token_for(&person.connection.id, FRESH).await;
    }
    let asked = [ANN, BEN, CAT].map(|name| installation.server.refusal_count(name));
    assert_eq!(asked, [1, 1, 0]);
    for name in [ANN, BEN, CAT] {
        installation.server.set_answer(name, None);
    }
    for _ in 0..3 {
        installation.renew_due(DUE_AFTER_S).await;
    }
    for (name, person) in [(ANN, &ann), (BEN, &ben), (CAT, &cat)] {
        installation.assert_works("afterwards", name, person).await;
    }
}
