//! Lost access shows on the toolbar, also while no panel is open.

use super::installed_extension::Variant;
use super::{in_gmail, in_gmail_with};
use crate::browser_session::{AT_MICROSOFT, Scene};
use crate::people::ANN;
use crate::wait::until;

const TOLD: &str = "Access to Microsoft 365 is lost. Open Latchkey to renew it.";

async fn loses_access(scene: &Scene) {
    scene.at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    scene.an_hour_passes().await;
}

async fn is_renewed(scene: &Scene) {
    scene.open_panel().await;
    scene.pane().refresh_email().await;
    let window = scene.window().await;
    window.enter_password(ANN).await;
    scene.pane().says("Working").await;
    window.closes().await;
}

#[tokio::test]
async fn a_loss_shows_on_the_toolbar_while_no_panel_is_open_and_is_gone_after_the_repair() {
    let scene = in_gmail().connected([AT_MICROSOFT]).open().await;
    assert_eq!(scene.toolbar_shows("").await, "Open Latchkey");
    loses_access(&scene).await;
    scene.worker_is_ended().await;
    scene.worker_looks().await;
    assert_eq!(scene.toolbar_shows("!").await, TOLD);
    is_renewed(&scene).await;
    assert_eq!(scene.toolbar_shows("").await, "Open Latchkey");
    scene.close().await;
}

#[tokio::test]
async fn a_session_that_is_refused_has_no_losses_to_show() {
    let scene = in_gmail().connected([AT_MICROSOFT]).losing_access().open().await;
    scene.worker_looks().await;
    scene.toolbar_shows("!").await;
    scene.in_extension("return chrome.storage.session.set({ session: 'refused' })").await;
    scene.toolbar_shows("").await;
    scene.in_extension("return chrome.storage.session.remove('session')").await;
    scene.toolbar_shows("!").await;
    scene.close().await;
}

/// The worker asks in vain, twice in each of the ways in which nobody answers, and the toolbar stays as it was.
async fn stays_while_the_endpoint_is_away(scene: &mut Scene, shown: (&str, &str)) {
    scene.expect_in_console("net::ERR_");
    scene.expect_in_console("status of 502");
    scene
        .while_away(async |scene, silence| {
            for asked in 1..=4 {
                scene.worker_looks().await;
                silence.was_asked(asked).await;
            }
            let (badge, title) = scene.toolbar().await;
            assert_eq!((badge.as_str(), title.as_str()), shown);
        })
        .await;
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_hides_no_loss() {
    let mut scene = in_gmail().connected([AT_MICROSOFT]).losing_access().open().await;
    scene.worker_looks().await;
    scene.toolbar_shows("!").await;
    stays_while_the_endpoint_is_away(&mut scene, ("!", TOLD)).await;
    is_renewed(&scene).await;
    scene.toolbar_shows("").await;
    scene.close().await;
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_is_no_loss() {
    let mut scene = in_gmail().connected([AT_MICROSOFT]).open().await;
    scene.worker_looks().await;
    scene.toolbar_shows("").await;
    stays_while_the_endpoint_is_away(&mut scene, ("", "Open Latchkey")).await;
    loses_access(&scene).await;
    scene.worker_looks().await;
    assert_eq!(scene.toolbar_shows("!").await, TOLD);
    scene.close().await;
}

/// The ids of the notifications that are shown.
async fn notices(scene: &Scene) -> Vec<String> {
    let shown = scene.in_extension("return new Promise((tell) => chrome.notifications.getAll(tell))").await;
    shown.as_object().unwrap().keys().cloned().collect()
}

async fn has_notices(scene: &Scene, number: usize) {
    until(&format!("{number} notices"), async || {
        let shown = notices(scene).await;
        if shown.len() == number { Ok(()) } else { Err(format!("{shown:?}")) }
    })
    .await;
}

#[tokio::test]
async fn who_wants_to_be_notified_is_once_for_each_break_and_the_notice_goes_with_the_repair() {
    let scene = in_gmail_with(Variant::MayNotify).connected([AT_MICROSOFT]).open().await;
    scene.open_panel().await;
    scene.pane().choose("Sync settings").await;
    scene.pane().press(crate::view::Role::Checkbox, "Notify me when access is lost").await;
    until("the choice to be kept", async || {
        let kept = scene.in_extension("return chrome.storage.local.get('notify')").await;
        if kept["notify"] == true { Ok(()) } else { Err(kept.to_string()) }
    })
    .await;
    scene.close_panel().await;
    loses_access(&scene).await;
    scene.worker_looks().await;
    has_notices(&scene, 1).await;
    let id = notices(&scene).await.remove(0);
    scene.in_extension(&format!("return chrome.notifications.clear('{id}')")).await;
    scene.worker_looks().await;
    scene.toolbar_shows("!").await;
    has_notices(&scene, 0).await;
    is_renewed(&scene).await;
    scene.toolbar_shows("").await;
    scene.close_panel().await;
    loses_access(&scene).await;
    scene.worker_looks().await;
    has_notices(&scene, 1).await;
    is_renewed(&scene).await;
    has_notices(&scene, 0).await;
    scene.close().await;
}
