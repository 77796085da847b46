//! One tenant's decision is that tenant's.

use latchkey_wire::ReasonCode;

use crate::scene::{ANN, BEN, MICROSOFT, Scene, cause};
use crate::table::{DECISIONS, TENANTS_READ_AT, decision};

#[tokio::test]
async fn its_administrator_has_to_act_and_another_tenant_notices_nothing() {
    for (error, number) in DECISIONS {
        let what = &format!("{error} {number} ({TENANTS_READ_AT})");
        let (scene, ann, ben) = Scene::open(MICROSOFT).await;
        scene.server.answers(ANN, Some(decision(error, number)));
        scene.stage.renew_all().await;
        let state = ann.pane.connection().await.state;
        assert_eq!(cause(&state), Some((ReasonCode::AdminApproval, "admin")), "{what}");
        for _ in 0..3 {
            scene.works(what, BEN, &ben).await;
            scene.stage.renew_all().await;
        }
        // Once the administrator has put it right, she asks.
        scene.server.answers(ANN, None);
        scene.stage.clock.advance_s(60);
        ann.pane.check(&ann.connection.id).await.unwrap();
        scene.works(what, ANN, &ann).await;
        assert_eq!(scene.server.reused(), 0, "{what}");
    }
}

#[tokio::test]
async fn at_a_sign_in_it_is_the_administrators_too() {
    for (error, number) in DECISIONS {
        let scene = Scene::empty(MICROSOFT, "organizations").await;
        let ben = scene.connected(BEN).await;
        scene.server.answers(ANN, Some(decision(error, number)));
        let pane = scene.stage.pane().with_session().await;
        let phase = scene.signs_in(&pane, ANN).await;
        let latchkey_wire::Phase::Failed { reason, .. } = phase else { panic!("{phase:?}") };
        assert_eq!(reason.code, ReasonCode::AdminApproval, "{error} {number}");
        scene.stage.renew_all().await;
        scene.works(error, BEN, &ben).await;
    }
}
