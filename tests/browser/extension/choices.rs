//! What a person chooses about this browser.

use super::in_gmail;
use crate::picture::{fits, has_width_of_a_sidebar};
use crate::scene::{AT_MICROSOFT, Scene};
use crate::view::Role;
use crate::wait::until;

const STAY: &str = "Stay signed in on this computer";

/// Waits until the session's token stands in one of the browser's stores and not in the other.
async fn is_kept_in(scene: &Scene, place: &str) {
    let script = "return Promise.all(['local', 'session'].map(async (place) =>
        (await chrome.storage[place].get('session')).session ? place : '')).then((places) => places.join(''))";
    until(&format!("the session in {place} alone"), async || {
        let places = scene.in_extension(script).await;
        if places == place { Ok(()) } else { Err(places.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn the_session_ends_with_the_browser_for_whoever_wants_that() {
    let scene = in_gmail().connected([AT_MICROSOFT]).open().await;
    is_kept_in(&scene, "local").await;
    scene.open_panel().await;
    let pane = scene.pane();
    pane.choose("Sync settings").await;
    pane.press(Role::Checkbox, STAY).await;
    is_kept_in(&scene, "session").await;
    pane.press(Role::Checkbox, STAY).await;
    is_kept_in(&scene, "local").await;
    scene.close().await;
}

#[tokio::test]
async fn logging_out_leaves_the_session_in_neither() {
    let scene = in_gmail().connected([AT_MICROSOFT]).open().await;
    scene.open_panel().await;
    scene.pane().says("ann@contoso.example").await;
    scene.pane().choose("Log out").await;
    is_kept_in(&scene, "").await;
    scene.close().await;
}

#[tokio::test]
async fn the_choices_fit_into_a_narrow_panel_and_can_be_read() {
    let scene = in_gmail().connected([AT_MICROSOFT]).open().await;
    scene.open_panel().await;
    let pane = scene.pane();
    has_width_of_a_sidebar(&pane).await;
    pane.choose("Sync settings").await;
    pane.find(Role::Checkbox, STAY).await;
    fits(&pane, "extension-settings").await;
    pane.choose("Log out").await;
    pane.find(Role::Heading, "Set up Sync").await;
    pane.find(Role::Checkbox, STAY).await;
    fits(&pane, "extension-set-up").await;
    fits_in_gmail(&scene).await;
    scene.close().await;
}

/// Keeps a picture of the launcher in its strip, for whoever wants to look at it.
async fn fits_in_gmail(scene: &Scene) {
    if let Some(folder) = std::env::var_os("LATCHKEY_SCREENSHOTS") {
        std::fs::write(std::path::Path::new(&folder).join("extension-gmail.png"), scene.mail().picture().await)
            .unwrap();
    }
}
