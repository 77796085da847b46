//! Single sign-on: a pane that has kept no session knows its reader again without a click.

use latchkey_testkit::StageBuilder;
use serde_json::{Value, json};

use super::{OUTLOOK, has_started, in_outlook, looks_at_another_mail, outside};
use crate::browser_session::{AT_MICROSOFT, Scene};
use crate::people::{ANN, Person};
use crate::view::Role;
use crate::wait::until;

const SET_UP: &str = "Set up Sync";

/// Ann's mailbox is connected; the browser has lost the pane's session while the pane was closed.
async fn reopened_without_a_session(scene: &Scene, by: Option<Person>) {
    has_started(scene).await;
    scene.pane().script("localStorage.clear()").await;
    let token = by.map(|person| scene.stage().office_token(person.email));
    outside(scene, &format!("setting.token = {}; outlook.close(); outlook.open()", json!(token))).await;
    has_started(scene).await;
}

async fn is_connected_again(scene: &Scene) {
    let pane = scene.pane();
    pane.says("ann@contoso.example").await;
    pane.says("Working").await;
    pane.no_longer_has(Role::Heading, SET_UP).await;
}

/// How often Office was asked for a token.
async fn asked(scene: &Scene) -> Value {
    outside(
        scene,
        "return outlook.said.filter(([name, data]) => name === 'executeMethod' && data.DdaMethod.DispatchId === 98).length",
    )
    .await
}

async fn is_asked(scene: &Scene) {
    until("Office to be asked", async || match asked(scene).await {
        never if never == json!(0) => Err(never.to_string()),
        _ => Ok(()),
    })
    .await;
}

#[tokio::test]
async fn a_reader_whose_browser_forgot_the_session_is_known_again_without_a_click() {
    let scene = in_outlook(OUTLOOK).stage(StageBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    let before = scene.connection().await;
    reopened_without_a_session(&scene, Some(ANN)).await;
    is_connected_again(&scene).await;
    assert_eq!(scene.connection().await, before);
    let kept = scene.pane().script("return JSON.stringify(localStorage)").await;
    assert!(!kept.to_string().contains("eyJ"), "Office's token is used once and not kept: {kept}");
    scene.close().await;
}

#[tokio::test]
async fn who_logs_out_stays_logged_out() {
    let scene = in_outlook(OUTLOOK).stage(StageBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    reopened_without_a_session(&scene, Some(ANN)).await;
    is_connected_again(&scene).await;
    let pane = scene.pane();
    let before = asked(&scene).await;
    pane.choose("Log out").await;
    pane.find(Role::Heading, SET_UP).await;
    looks_at_another_mail(&scene).await;
    until("Office.js to know of the other mail", async || {
        let subject = pane.script("return Office.context.mailbox.item.subject").await;
        if subject == json!("Mail number 2") { Ok(()) } else { Err(subject.to_string()) }
    })
    .await;
    pane.find(Role::Heading, SET_UP).await;
    assert_eq!(pane.session_token().await, None);
    assert_eq!(asked(&scene).await, before);
    scene.close().await;
}

#[tokio::test]
async fn a_session_that_was_ended_elsewhere_comes_back_by_itself() {
    let mut scene = in_outlook(OUTLOOK).stage(StageBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    scene.expect_in_console("status of 401");
    reopened_without_a_session(&scene, Some(ANN)).await;
    is_connected_again(&scene).await;
    let token = scene.pane().session_token().await.unwrap();
    scene.stage().pane().with_token(&token).log_out().await.unwrap();
    until("a session of its own", async || match scene.pane().session_token().await {
        Some(other) if other != token => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await;
    is_connected_again(&scene).await;
    scene.close().await;
}

#[tokio::test]
async fn who_is_not_known_here_sets_up_as_ever() {
    let mut scene = in_outlook(OUTLOOK).stage(StageBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    scene.expect_in_console("status of 401");
    reopened_without_a_session(&scene, Some(crate::people::BEN)).await;
    is_asked(&scene).await;
    let pane = scene.pane();
    pane.find(Role::Heading, SET_UP).await;
    assert_eq!(pane.session_token().await, None);
    scene.close().await;
}

#[tokio::test]
async fn where_outlook_refuses_nothing_breaks() {
    let scene = in_outlook(OUTLOOK).stage(StageBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    reopened_without_a_session(&scene, None).await;
    is_asked(&scene).await;
    let pane = scene.pane();
    pane.find(Role::Heading, SET_UP).await;
    pane.set_up_sync().await;
    scene.window().await.find(Role::Heading, "Sign in").await;
    scene.close().await;
}
