//! The main job: access that was lost works again, and nothing that worked is lost.

use crate::people::ANN;
use crate::scene::Scene;

const LOST: &str = "Microsoft 365 no longer accepts the last sign-in. Sign in again to give Latchkey access.";

/// Opens the pane for the first time and connects.
async fn connected_as_ann() -> Scene {
    let scene = Scene::open().await;
    let pane = scene.pane();
    pane.set_up_sync().await;
    scene.window().await.sign_in_and_accept(ANN).await;
    pane.says("Microsoft 365 is connected").await;
    scene.window_closes().await;
    scene
}

#[tokio::test]
async fn lost_access_is_told_with_its_reason_and_renewed_in_place() {
    let scene = connected_as_ann().await;
    let pane = scene.pane();
    let before = scene.connection().await;
    pane.open_email_configuration().await;
    pane.toggle_reminder().await;

    scene.at_control_page("Revoke access of ann@contoso.example").await;
    scene.an_hour_passes().await;
    pane.says(LOST).await;
    pane.menu_shows_lost().await;

    pane.refresh_email().await;
    scene.window().await.enter_password(ANN).await;
    pane.says("Working").await;
    pane.no_longer_says(LOST).await;
    scene.window_closes().await;

    let after = scene.connection().await;
    assert_eq!(after.id, before.id);
    assert!(before.settings.remind_before_end && !after.settings.remind_before_end, "what Ann chose is kept");
    assert!(!pane.reminder().await.is_selected().await.unwrap());
    scene.close().await;
}
