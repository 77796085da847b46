//! What an administrator has to do: the note that asks for it, and the check after it.

use latchkey_wire::{Installation, Phase};

use super::*;
use crate::{host::fake::UUID, state::samples::authorization};

const LINK: &str = "https://login.example/organizations/v2.0/adminconsent?client_id=1";

/// A pane whose Microsoft and Google accounts may need an administrator's approval. Only Microsoft has a page for it.
fn open_with_approval() -> Pane {
    let mut installation = installation(&["microsoft", "google"]);
    for offer in &mut installation.offers {
        offer.may_need_approval = true;
    }
    installation.offers[0].approval_url = Some(LINK.into());
    open_with(installation)
}

fn open_with(installation: Installation) -> Pane {
    open_page(Rc::default(), installation, false)
}

fn failed(code: ReasonCode) -> Phase {
    Phase::Failed { reason: code.into(), signed_in_as: None, expected: None }
}

/// Starts a sign-in through the offer, and has it end like this. Returns what is announced.
async fn ends(pane: Pane, offer: usize, phase: Phase) -> String {
    pane.choose_offer(&pane.text.installation().offers[offer]);
    let authorization = authorization(UUID, phase);
    pane.apply_overview(Overview { authorization: Some(authorization), ..overview(vec![]) });
    let announced = pane.announcement.peek().clone();
    settle().await;
    announced
}

#[wasm_bindgen_test]
async fn after_a_sign_in_that_was_cancelled_at_the_provider_the_note_has_the_link() {
    let pane = open_with_approval();
    let announced = ends(pane, 0, failed(ReasonCode::CancelledAtProvider)).await;
    let question = "Did microsoft say that an administrator must approve Latchkey? Then copy a note for them";
    assert!(test_dom::sees(question) && announced.contains(question));
    press("Copy approval request").await;
    assert!(test_dom::sees("Please approve Latchkey in microsoft for our organisation."));
    assert!(test_dom::sees(&format!("Open this link as an administrator:\n{LINK}")));
}

#[wasm_bindgen_test]
async fn without_a_link_the_note_says_where_the_app_is_found() {
    let pane = open_with_approval();
    ends(pane, 1, failed(ReasonCode::AdminApproval)).await;
    assert!(!test_dom::sees("Did google say"), "google has said it");
    press("Copy approval request").await;
    assert!(test_dom::sees("In the google Admin console, look for Latchkey by its name"));
}

#[wasm_bindgen_test]
async fn while_a_sign_in_waits_the_note_is_offered_once_it_seems_stuck() {
    let pane = open_with_approval();
    pane.choose_offer(&pane.text.installation().offers[0]);
    settle().await;
    assert!(!test_dom::sees("Copy approval request") && !test_dom::sees("Did microsoft say"));
    pane.is_stuck.set(true);
    settle().await;
    assert!(test_dom::sees("Did microsoft say that an administrator must approve Latchkey?"));
    press("Copy approval request").await;
    assert!(test_dom::sees(LINK));
}

#[wasm_bindgen_test]
async fn a_provider_whose_apps_need_no_approval_is_not_asked_about_it() {
    let pane = open(false);
    ends(pane, 0, failed(ReasonCode::CancelledAtProvider)).await;
    assert!(test_dom::sees("The sign-in was cancelled at microsoft."));
    assert!(!test_dom::sees("administrator must approve") && !test_dom::sees("Copy approval request"));
}

fn needs_admin(code: ReasonCode) -> Overview {
    let state = ConnectionState::NeedsAdmin { since: 0, reason: code.into() };
    overview(vec![Connection { state, ..connection() }])
}

#[wasm_bindgen_test]
async fn the_note_about_a_connection_that_needs_approval_has_the_link() {
    let pane = open_with_approval();
    pane.apply_overview(needs_admin(ReasonCode::AdminApproval));
    pane.show(Screen::Home);
    settle().await;
    press("Copy a note for your administrator").await;
    assert!(test_dom::sees("Latchkey can't access Microsoft 365 for ann@contoso.example."));
    assert!(test_dom::sees(LINK));
}

#[wasm_bindgen_test]
async fn where_the_sign_in_is_good_every_screen_offers_a_check_and_a_note_and_home_no_sign_in() {
    let pane = open(false);
    pane.apply_overview(overview(vec![connection()]));
    pane.show(Screen::Settings(Purpose::Mailbox));
    settle().await;
    assert!(!test_dom::sees("Check now"));
    pane.apply_overview(needs_admin(ReasonCode::LicenceEnded));
    settle().await;
    assert_eq!(test_dom::texts("dialog button"), ["Check now", "Copy a note for your administrator", "Not now"]);
    press("Not now").await;
    test_dom::closed("lost").await;
    assert!(test_dom::sees("Administrator needed") && test_dom::sees("licence no longer includes what Latchkey needs"));
    let settings = test_dom::texts(".tab-panel button");
    assert_eq!(settings, ["Check now", "Copy a note for your administrator", "Refresh", "Change"]);
    assert_eq!(test_dom::texts(".tab-panel .button--primary"), ["Check now"]);
    pane.show(Screen::Home);
    settle().await;
    assert_eq!(
        test_dom::texts(".card button"),
        ["Check now", "Copy a note for your administrator", "Connect salesforce"]
    );
}

#[wasm_bindgen_test]
async fn both_settings_pages_say_as_whom_the_account_signs_in_if_that_is_not_its_address() {
    let pane = open(false);
    pane.show(Screen::Settings(Purpose::Mailbox));
    for sync_settings in [SyncSettings::New, SyncSettings::Legacy] {
        for (name, is_said) in [("ANN@contoso.example", false), ("ann.able@contoso.example", true)] {
            let one = Connection { sign_in_name: Some(name.into()), ..connection() };
            pane.apply_overview(Overview { sync_settings, ..overview(vec![one]) });
            settle().await;
            assert_eq!(test_dom::sees("Signs in as "), is_said, "{sync_settings:?}: {name}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_personal_account_is_told_at_the_field_which_keeps_what_was_typed() {
    let pane = open(false);
    pane.apply_overview(Overview { sync_settings: SyncSettings::Legacy, ..overview(vec![]) });
    settle().await;
    press("Microsoft Exchange, Outlook.com or unsure").await;
    dom::set_value(FIELD, "ann@outlook.com");
    pane.field_outcome.set(Some(FieldOutcome::PersonalAccount));
    settle().await;
    assert!(test_dom::sees("This address belongs to a personal Microsoft account."));
    assert_eq!(dom::value(FIELD), "ann@outlook.com");
}
