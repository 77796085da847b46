use latchkey_practice::{Condition, Quirk};
use latchkey_testkit::TestBrowser;

use crate::client::{ANN_DEV, Client};

#[tokio::test]
async fn every_quirk_goes_on_and_off() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    let buttons = [
        ("Rotate refresh tokens at Salesforce", "Keep refresh tokens at Salesforce", Quirk::RefreshTokenRotation),
        (
            "Say at Salesforce that a renewal is under way",
            "Say at Salesforce that no renewal is under way",
            Quirk::RenewalUnderWay,
        ),
        (
            "Answer Salesforce token requests with 503 and invalid_grant",
            "Stop answering Salesforce token requests with 503 and invalid_grant",
            Quirk::OutageLikeRefusal,
        ),
        (
            "Spell access-denied with a hyphen at Salesforce",
            "Spell access_denied as usual at Salesforce",
            Quirk::HyphenatedDenial,
        ),
        (
            "Name a hostile API address at Salesforce",
            "Name the right API address at Salesforce",
            Quirk::HostileApiAddress,
        ),
        ("End Salesforce sessions after 15 minutes", "End Salesforce sessions at the usual time", Quirk::ShortSessions),
        (
            "Refuse inactive people at Salesforce with invalid_grant",
            "Refuse inactive people at Salesforce with words of their own",
            Quirk::InactiveAsInvalidGrant,
        ),
    ];
    for (on, off, quirk) in buttons {
        for (button, expected) in [(on, true), (off, false)] {
            let page = browser.open(&control).await;
            browser.press(&page, button, &[]).await;
            assert_eq!(client.provider().has_quirk(quirk), expected, "{button}");
        }
    }
    assert_eq!(buttons.map(|(_, _, quirk)| quirk), *client.provider().quirks());
}

#[tokio::test]
async fn every_condition_goes_on_and_off() {
    let client = Client::salesforce().await;
    let mut browser = TestBrowser::new();
    let control = format!("{}/control", client.session.practice.url());
    let buttons = [
        ("Uninstall the Salesforce app for *", "Install the Salesforce app for *", Condition::AppNotInstalled),
        (
            "Require admin approval for * at Salesforce",
            "Give admin approval for * at Salesforce",
            Condition::AdminApproval,
        ),
        ("Block * by policy at Salesforce", "Unblock * at Salesforce", Condition::BlockedByPolicy),
        (
            "Restrict the network addresses of * at Salesforce",
            "Allow all network addresses of * at Salesforce",
            Condition::AddressRestricted,
        ),
        ("Remove Salesforce API access of *", "Restore Salesforce API access of *", Condition::ApiAccessRemoved),
        ("Disable the Salesforce account of *", "Enable the Salesforce account of *", Condition::Disabled),
        (
            "End the Salesforce subscription of the organisation of *",
            "Restore the Salesforce subscription of the organisation of *",
            Condition::OrganisationInactive,
        ),
        ("Forbid the Salesforce API to *", "Allow the Salesforce API to *", Condition::ApiForbidden),
        ("End the Salesforce login hours of *", "Begin the Salesforce login hours of *", Condition::OutsideLoginHours),
        (
            "Close the Salesforce API to the network of *",
            "Open the Salesforce API to the network of *",
            Condition::OutsideLoginDomain,
        ),
        (
            "Refuse Salesforce API calls of * as too many",
            "Accept Salesforce API calls of *",
            Condition::ApiLimitReached,
        ),
        ("Refuse all Salesforce sessions of *", "Accept Salesforce sessions of *", Condition::SessionsRefused),
    ];
    for (on, off, condition) in buttons {
        for (button, expected) in [(on, true), (off, false)] {
            let page = browser.open(&control).await;
            browser.press(&page, &button.replace('*', ANN_DEV), &[]).await;
            assert_eq!(client.provider().holds(ANN_DEV, condition), expected, "{button}");
        }
    }
    assert_eq!(buttons.map(|(_, _, condition)| condition), *client.provider().conditions());
}
