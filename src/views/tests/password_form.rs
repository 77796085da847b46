//! The form for a password.

use latchkey_wire::{Authorization, AuthorizationId, MAX_ADDRESS_BYTES, MAX_PASSWORD_BYTES, Phase};

use super::*;
use crate::{
    host::fake::UUID,
    state::{
        password_form::{ADVANCED, MAILBOX, PASSWORD, SERVER, USER_NAME},
        samples::authorization,
    },
};

fn exchange() -> Connection {
    Connection {
        offer: OfferId::new("exchange"),
        provider_label: "exchange".into(),
        site: Some("https://mail.contoso.example/EWS/Exchange.asmx".into()),
        ..connection()
    }
}

fn ways(connections: Vec<Connection>) -> Overview {
    Overview { offers: vec![OfferId::new("microsoft"), OfferId::new("exchange")], ..overview(connections) }
}

/// An overview with an Exchange connection and a sign-in in this phase.
fn overview_with(phase: Phase) -> Overview {
    let authorization = Authorization { offer: OfferId::new("exchange"), ..authorization(UUID, phase) };
    Overview { authorization: Some(authorization), ..ways(vec![exchange()]) }
}

fn failed(code: ReasonCode) -> Phase {
    Phase::Failed { reason: code.into(), signed_in_as: None, expected: None }
}

/// Opens the form by Refresh and submits a password.
async fn trying() -> Pane {
    let pane = open(false);
    pane.apply_overview(ways(vec![exchange()]));
    pane.show(Screen::Settings(Purpose::Mailbox));
    settle().await;
    press("Refresh").await;
    dom::set_value(PASSWORD, "Ann-practice-1");
    press("Connect").await;
    pane
}

#[wasm_bindgen_test]
async fn refresh_asks_for_the_password_in_place_and_opens_no_window() {
    let pane = open(false);
    pane.apply_overview(ways(vec![exchange()]));
    pane.show(Screen::Settings(Purpose::Mailbox));
    settle().await;
    press("Refresh").await;
    assert_eq!(test_dom::focused_id(), PASSWORD);
    assert!(test_dom::sees("ann@contoso.example"));
    assert!(!test_dom::is_open(ADVANCED));
    assert_eq!(dom::value(SERVER), exchange().site.unwrap());
    assert_eq!(*pane.attempt.peek(), None);
    press("Cancel").await;
    assert!(test_dom::sees("Remind me before access expires"));
}

#[wasm_bindgen_test]
async fn change_asks_for_the_mailbox_too_and_shows_where_its_password_would_go() {
    let pane = open(false);
    pane.apply_overview(ways(vec![exchange()]));
    pane.show(Screen::Settings(Purpose::Mailbox));
    settle().await;
    press("Change").await;
    press("exchange access").await;
    assert_eq!(dom::value(MAILBOX), "ann@contoso.example");
    assert!(test_dom::is_open(ADVANCED));
    press("Cancel").await;
    assert_eq!(test_dom::focused(), "Which email service do you use?");
}

#[wasm_bindgen_test]
async fn without_a_password_nothing_is_tried() {
    let pane = open(false);
    pane.apply_overview(ways(vec![exchange()]));
    pane.refresh(&exchange());
    settle().await;
    press("Connect").await;
    assert_eq!(*pane.attempt.peek(), None);
    assert_eq!(test_dom::focused_id(), PASSWORD);
}

#[wasm_bindgen_test]
async fn what_is_too_long_is_told_at_its_field_and_nothing_is_lost_or_sent() {
    let pane = open(false);
    pane.apply_overview(ways(vec![exchange()]));
    pane.refresh(&exchange());
    settle().await;
    for (id, longest) in [(PASSWORD, MAX_PASSWORD_BYTES), (USER_NAME, MAX_ADDRESS_BYTES)] {
        dom::set_value(PASSWORD, "Ann-practice-1");
        let typed = "x".repeat(longest + 1);
        dom::set_value(id, &typed);
        press("Connect").await;
        let told = test_dom::texts(&format!("#{id}[aria-invalid] ~ .field__trouble"));
        assert_eq!(told, ["This is too long. Check what you entered."], "{id}");
        assert_eq!((dom::value(id), test_dom::focused_id().as_str()), (typed, id));
        assert_eq!(test_dom::is_open(ADVANCED), id == USER_NAME);
        assert_eq!(*pane.attempt.peek(), None);
        dom::set_value(id, &"x".repeat(longest));
    }
    press("Connect").await;
    assert!(pane.attempt.peek().is_some());
}

#[wasm_bindgen_test]
async fn a_personal_account_is_told_at_the_field_for_the_address() {
    let pane = open(false);
    pane.apply_overview(ways(Vec::new()));
    settle().await;
    press("Connect exchange").await;
    dom::set_value(MAILBOX, "ann@outlook.com");
    pane.field_outcome.set(Some(FieldOutcome::PersonalAccount));
    settle().await;
    let told = test_dom::texts(&format!("#{MAILBOX}[aria-invalid] ~ .field__trouble"));
    assert!(told.len() == 1 && told[0].contains("a personal Microsoft account"), "{told:?}");
    assert!(test_dom::texts(".trouble").is_empty());
}

#[wasm_bindgen_test]
async fn one_press_is_one_try() {
    let pane = trying().await;
    let intent = Intent::Refresh { connection: exchange().id };
    assert_eq!(pane.attempt.peek().as_ref().unwrap().intent, intent);
    assert!(test_dom::sees("Checking…"));
    assert!(!test_dom::sees("Open again"));
    pane.attempt.update(|attempt| attempt.as_mut().unwrap().id = AuthorizationId::new("the first"));
    press("Connect").await;
    assert_eq!(pane.attempt.peek().as_ref().unwrap().id.as_str(), "the first");
}

#[wasm_bindgen_test]
async fn a_rejected_password_is_taken_away_and_asked_for_again() {
    let pane = trying().await;
    pane.apply_overview(overview_with(failed(ReasonCode::PasswordRejected)));
    settle().await;
    assert!(test_dom::sees("didn't accept this name and password"));
    assert!(pane.announcement.peek().contains("didn't accept this name and password"));
    assert_eq!((dom::value(PASSWORD).as_str(), test_dom::focused_id().as_str()), ("", PASSWORD));
    assert!(!test_dom::sees("Checking…"));
    assert_eq!(*pane.attempt.peek(), None);
}

#[wasm_bindgen_test]
async fn a_server_that_is_none_is_put_right_under_advanced_setup_and_the_password_stays() {
    let pane = trying().await;
    pane.apply_overview(overview_with(failed(ReasonCode::NotAMailServer)));
    settle().await;
    assert!(test_dom::is_open(ADVANCED));
    assert_eq!((dom::value(PASSWORD).as_str(), test_dom::focused_id().as_str()), ("Ann-practice-1", SERVER));
}

#[wasm_bindgen_test]
async fn a_server_that_was_found_is_shown_before_the_password_goes_there() {
    let pane = trying().await;
    let server = "https://other.contoso.example/EWS/Exchange.asmx";
    pane.apply_overview(overview_with(Phase::ServerFound { server: server.into() }));
    settle().await;
    assert!(test_dom::is_open(ADVANCED));
    assert_eq!((dom::value(PASSWORD).as_str(), dom::value(SERVER).as_str()), ("Ann-practice-1", server));
    assert!(test_dom::sees("hasn't been sent there yet"));
}

#[wasm_bindgen_test]
async fn a_mailbox_at_another_service_leads_to_the_choice() {
    let pane = trying().await;
    pane.apply_overview(overview_with(failed(ReasonCode::UseAnotherService)));
    settle().await;
    assert_eq!(test_dom::focused(), "Change");
    press("Change").await;
    assert_eq!(test_dom::focused(), "Which email service do you use?");
    assert!(test_dom::sees("microsoft access"));
}

#[wasm_bindgen_test]
async fn success_closes_the_form_and_nothing_of_the_password_is_left() {
    let pane = trying().await;
    pane.apply_overview(overview_with(Phase::Succeeded { connection: exchange().id }));
    settle().await;
    assert_eq!(test_dom::focused(), "exchange is connected");
    assert!(test_dom::sees("Working"));
    assert_eq!(dom::value(PASSWORD), "");
    assert_eq!(*pane.screen.peek(), Screen::Settings(Purpose::Mailbox));
}

#[wasm_bindgen_test]
async fn a_person_who_leaves_the_form_still_learns_how_it_went_and_comes_back_to_it() {
    let pane = trying().await;
    pane.show(Screen::Home);
    settle().await;
    assert!(test_dom::sees("Checking…"));
    assert!(!test_dom::sees("Copy link"));
    pane.apply_overview(overview_with(failed(ReasonCode::PasswordRejected)));
    settle().await;
    press("Enter it again").await;
    assert_eq!(test_dom::focused_id(), PASSWORD);
    assert!(test_dom::sees("didn't accept this name and password"));
}
