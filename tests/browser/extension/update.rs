//! The extension is updated while it is in use.

use super::installed_extension::Variant;
use super::{ANNS, OPEN, in_gmail, launcher};
use crate::browser_session::AT_MICROSOFT;
use crate::wait::until;

#[tokio::test]
async fn after_an_update_gmail_says_to_load_it_again_and_nothing_is_lost() {
    let scene = in_gmail().connected([AT_MICROSOFT]).open().await;
    scene.open_panel().await;
    scene.pane().says("ann@contoso.example").await;
    scene.gmail().installed.turn_into(Variant::Updated);
    scene.pane().script("setTimeout(() => chrome.runtime.reload(), 0)").await;
    *scene.gmail().panel.borrow_mut() = None;
    until("the new version", async || {
        let windows = scene.session().windows().await.map_err(crate::view::short)?;
        if windows.len() == 1 { Ok(()) } else { Err(format!("{windows:?}")) }
    })
    .await;
    launcher::press(&scene.mail(), OPEN).await;
    launcher::says(&scene.mail(), "Latchkey was updated. Load Gmail again to use it here.").await;
    scene.mail().go_to("about:blank").await;
    scene.mail().go_to(ANNS).await;
    scene.open_panel().await;
    scene.pane().says("ann@contoso.example").await;
    assert_eq!(scene.in_extension("return chrome.runtime.getManifest().version").await, "9.0.0");
    scene.close().await;
}
