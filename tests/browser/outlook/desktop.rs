//! Outlook on the desktop: its windows are none of a browser's, and some providers want a browser's.

use serde_json::Value;

use super::stand_in::{OfficeJs, OutlookSetting};
use super::{OUTLOOK, in_outlook};
use crate::people::{ANN, Person};
use crate::scene::Scene;
use crate::view::Role;
use crate::wait::until;

const ON_THE_DESKTOP: OutlookSetting = OutlookSetting { office_js: OfficeJs::OfTheDesktop, ..OUTLOOK };

async fn newcomer() -> Scene {
    let scene = in_outlook(ON_THE_DESKTOP).stage(latchkey_testkit::StageBuilder::with_google).open().await;
    until("the pane to know Outlook", async || {
        let mailbox = scene.pane().script("return self.Office?.context.mailbox.userProfile.emailAddress ?? null").await;
        if mailbox == ANN.email { Ok(()) } else { Err(mailbox.to_string()) }
    })
    .await;
    scene
}

/// Waits for the only thing that was opened, and answers its address.
async fn opens(scene: &Scene, place: &str) -> String {
    let opened = until(&format!("one {place}"), async || {
        let opened = scene.pane().script("return self.opened").await;
        match opened.as_array().map(Vec::as_slice) {
            Some([only]) if only[0] == place => Ok(only[1].clone()),
            _ => Err(opened.to_string()),
        }
    })
    .await;
    assert_eq!(scene.session().windows().await.unwrap().len(), 1, "and no window of the pane's own");
    opened.as_str().unwrap().to_owned()
}

/// In the browser that opens outside, signs in and chooses the code that the pane shows.
async fn signs_in_outside(scene: &Scene, address: &str, person: Person, agree: &str) {
    let browser = scene.new_tab(address).await;
    browser.sign_in_and_press(person, agree).await;
    browser.choose_code(&scene.pane().match_code().await).await;
}

#[tokio::test]
async fn google_opens_in_the_systems_browser_at_once() {
    let scene = newcomer().await;
    let pane = scene.pane();
    pane.press(Role::Button, "Connect Google").await;
    let address = opens(&scene, "browser").await;
    assert!(address.starts_with(scene.stage().url().join("/authorizations/").unwrap().as_str()), "{address}");
    signs_in_outside(&scene, &address, ANN, "Continue").await;
    pane.says("Google is connected").await;
    assert_eq!(pane.script("return self.opened.length").await, Value::from(1), "no dialog came before or after it");
    scene.close().await;
}

#[tokio::test]
async fn a_provider_that_minds_no_dialog_gets_one() {
    let scene = newcomer().await;
    scene.pane().press(Role::Button, "Connect Microsoft 365").await;
    let address = opens(&scene, "dialog").await;
    signs_in_outside(&scene, &address, ANN, "Accept").await;
    scene.pane().says("Microsoft 365 is connected").await;
    scene.close().await;
}
