//! Single sign-on: a pane without a stored session recognizes its reader without a click.

use latchkey_testkit::TestEndpointBuilder;
use serde_json::{Value, json};

use super::{OUTLOOK, outlook_session, run_in_outlook, select_another_mail, wait_until_started};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::people::{ANN, TestPerson};
use crate::view::Role;
use crate::wait::until;

const SET_UP: &str = "Set up Sync";

/// Ann's mailbox is connected; the browser has lost the pane's session while the pane was closed.
async fn reopen_without_session(browser: &BrowserSession, by: Option<TestPerson>) {
    wait_until_started(browser).await;
    browser.pane().script("localStorage.clear()").await;
    let token = by.map(|person| browser.endpoint().office_token(person.email));
    run_in_outlook(browser, &format!("setting.token = {}; outlook.close(); outlook.open()", json!(token))).await;
    wait_until_started(browser).await;
}

async fn assert_connected_again(browser: &BrowserSession) {
    let pane = browser.pane();
    pane.wait_for_text("ann@contoso.example").await;
    pane.wait_for_text("Working").await;
    pane.wait_until_gone(Role::Heading, SET_UP).await;
}

/// How often Office was asked for a token.
async fn token_request_count(browser: &BrowserSession) -> Value {
    run_in_outlook(
        browser,
        "return outlook.said.filter(([name, data]) => name === 'executeMethod' && data.DdaMethod.DispatchId === 98).length",
    )
    .await
}

async fn wait_for_token_request(browser: &BrowserSession) {
    until("Office to be asked", async || match token_request_count(browser).await {
        never if never == json!(0) => Err(never.to_string()),
        _ => Ok(()),
    })
    .await;
}

#[tokio::test]
async fn a_reader_whose_browser_forgot_the_session_is_known_again_without_a_click() {
    let browser =
        outlook_session(OUTLOOK).endpoint(TestEndpointBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    let before = browser.connection().await;
    reopen_without_session(&browser, Some(ANN)).await;
    assert_connected_again(&browser).await;
    assert_eq!(browser.connection().await, before);
    let kept = browser.pane().script("return JSON.stringify(localStorage)").await;
    assert!(!kept.to_string().contains("eyJ"), "Office's token is used once and not kept: {kept}");
    browser.close().await;
}

#[tokio::test]
async fn a_person_who_logged_out_is_not_signed_in_by_single_sign_on() {
    let browser =
        outlook_session(OUTLOOK).endpoint(TestEndpointBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    reopen_without_session(&browser, Some(ANN)).await;
    assert_connected_again(&browser).await;
    let pane = browser.pane();
    let before = token_request_count(&browser).await;
    pane.choose_menu_item("Log out").await;
    pane.see(Role::Heading, SET_UP).await;
    select_another_mail(&browser).await;
    until("Office.js to know of the other mail", async || {
        let subject = pane.script("return Office.context.mailbox.item.subject").await;
        if subject == json!("Mail number 2") { Ok(()) } else { Err(subject.to_string()) }
    })
    .await;
    pane.see(Role::Heading, SET_UP).await;
    assert_eq!(pane.session_token().await, None);
    assert_eq!(token_request_count(&browser).await, before);
    browser.close().await;
}

#[tokio::test]
async fn a_session_that_was_ended_elsewhere_comes_back_by_itself() {
    let mut browser =
        outlook_session(OUTLOOK).endpoint(TestEndpointBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    browser.expect_in_console("status of 401");
    reopen_without_session(&browser, Some(ANN)).await;
    assert_connected_again(&browser).await;
    let token = browser.pane().session_token().await.unwrap();
    browser.endpoint().pane().with_token(&token).log_out().await.unwrap();
    until("a session of its own", async || match browser.pane().session_token().await {
        Some(other) if other != token => Ok(()),
        other => Err(format!("{other:?}")),
    })
    .await;
    assert_connected_again(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn an_unknown_person_sees_the_usual_set_up() {
    let mut browser =
        outlook_session(OUTLOOK).endpoint(TestEndpointBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    browser.expect_in_console("status of 401");
    reopen_without_session(&browser, Some(crate::people::BEN)).await;
    wait_for_token_request(&browser).await;
    let pane = browser.pane();
    pane.see(Role::Heading, SET_UP).await;
    assert_eq!(pane.session_token().await, None);
    browser.close().await;
}

#[tokio::test]
async fn set_up_works_where_outlook_refuses_a_token() {
    let browser =
        outlook_session(OUTLOOK).endpoint(TestEndpointBuilder::with_office_sso).connected([AT_MICROSOFT]).open().await;
    reopen_without_session(&browser, None).await;
    wait_for_token_request(&browser).await;
    let pane = browser.pane();
    pane.see(Role::Heading, SET_UP).await;
    pane.set_up_sync().await;
    browser.next_window().await.see(Role::Heading, "Sign in").await;
    browser.close().await;
}
