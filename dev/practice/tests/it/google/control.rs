use latchkey_practice::{Condition, Quirk};
use latchkey_testkit::TestBrowser;

use super::over;
use crate::client::{Client, refusal};
use crate::session::{ANN, text};

#[tokio::test]
async fn every_quirk_and_every_condition_goes_on_and_off() {
    let client = Client::google().await;
    let google = client.provider();
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    let mut press = async |button: &str| {
        let page = browser.open(&control).await;
        browser.press(&page, &button.replace('*', ANN), &[]).await;
    };
    for (on, off, quirk) in [
        ("Show the older consent page of Google", "Show the newer consent page of Google", Quirk::OlderConsentPage),
        (
            "Switch the API off for the program at Google",
            "Switch the API on for the program at Google",
            Quirk::ApiNotEnabled,
        ),
    ] {
        press(on).await;
        assert!(google.has_quirk(quirk));
        press(off).await;
        assert!(!google.has_quirk(quirk));
    }
    let buttons = [
        (
            "Require extra verification of * at Google",
            "Require no extra verification of * at Google",
            Condition::ExtraVerification,
        ),
        (
            "Change the Google password of *",
            "Take back the change of the Google password of *",
            Condition::PasswordChanged,
        ),
        ("Require admin approval for * at Google", "Give admin approval for * at Google", Condition::AdminApproval),
        ("Disable the Google account of *", "Enable the Google account of *", Condition::Disabled),
        ("Delete the Google account of *", "Restore the Google account of *", Condition::AccountDeleted),
        ("Remove the Google mailbox of *", "Restore the Google mailbox of *", Condition::MailboxMissing),
        ("Forbid the Google API to *", "Allow the Google API to *", Condition::ApiForbidden),
        ("Refuse Google API calls of * as too many", "Accept Google API calls of *", Condition::ApiLimitReached),
    ];
    for (on, off, condition) in buttons {
        for (button, expected) in [(on, true), (off, false)] {
            press(button).await;
            assert_eq!(google.holds(ANN, condition), expected, "{button}");
        }
    }
    assert_eq!(buttons.map(|(_, _, condition)| condition), *google.conditions());
}

#[tokio::test]
async fn one_button_takes_access_and_consent_away() {
    let client = Client::google().await;
    let tokens = client.connect(ANN).await;
    let mut browser = TestBrowser::new();
    let page = browser.open(&format!("{}/control", client.session.practice.url())).await;
    assert!(!page.has_button("Remove Google consent of ann@contoso.example"), "it would do the same");
    browser.press(&page, "Revoke Google access of ann@contoso.example", &[]).await;
    assert_eq!(refusal(&client.refresh(text(&tokens, "refresh_token"), &[]).await), over());
}
