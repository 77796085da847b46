//! The sign-in is good, and the API behind it refuses: the mailbox or the CRM is gone, closed or switched off.
//!
//! # To add a failure
//! Add a row to the provider's table. Each row is tried on both pages of the Sync settings.

use latchkey_practice::Condition::{self, *};
use latchkey_wire::SyncSettings::{self, Legacy, New};

use crate::browser_session::{AT_GOOGLE, AT_MICROSOFT, AT_SALESFORCE, BrowserSession, ExistingConnection};
use crate::pages::PanePage;
use crate::people::ANN;
use crate::picture::assert_fits;
use crate::view::Role;
use crate::wait::until;

/// Calls the provider now.
const CHECK: &str = "Check now";
/// Copies a note for the administrator.
const NOTE: &str = "Copy a note for your administrator";

/// A way in which an API refuses, and what the pane makes of it.
struct FailureRow {
    condition: Condition,
    /// The name of its screenshots.
    name: &'static str,
    sentence: &'static str,
    helps: Helps,
}

/// What helps, and so who must act.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Helps {
    /// A check, after the administrator has acted.
    Check,
    /// A note for the administrator, who may have to act before a sign-in can succeed.
    Note,
    /// Nothing: the endpoint tries again by itself.
    Nothing,
}

impl Helps {
    fn state(self) -> &'static str {
        match self {
            Self::Check | Self::Note => "Administrator needed",
            Self::Nothing => "Retrying",
        }
    }

    /// The buttons that help, the most helpful one first.
    fn buttons(self) -> &'static [&'static str] {
        match self {
            Self::Check => &[CHECK, NOTE],
            Self::Note => &[NOTE, CHECK],
            Self::Nothing => &[CHECK],
        }
    }
}

const MICROSOFT: [FailureRow; 3] = [
    FailureRow {
        condition: MailboxMissing,
        name: "mailbox-missing",
        sentence: "Microsoft 365 has no mailbox for this account any more.",
        helps: Helps::Check,
    },
    FailureRow {
        condition: LicenceEnded,
        name: "licence-ended",
        sentence: "This account's Microsoft 365 licence no longer includes what Latchkey needs.",
        helps: Helps::Check,
    },
    FailureRow {
        condition: ApiForbidden,
        name: "api-forbidden",
        sentence: "Your organisation's policy prevents Latchkey from using Microsoft 365 here.",
        helps: Helps::Note,
    },
];

const GOOGLE: [FailureRow; 2] = [
    FailureRow {
        condition: MailboxMissing,
        name: "gmail-missing",
        sentence: "Google has no mailbox for this account any more.",
        helps: Helps::Check,
    },
    FailureRow {
        condition: ApiForbidden,
        name: "gmail-forbidden",
        sentence: "Your organisation has switched off access to Google for apps such as Latchkey.",
        helps: Helps::Check,
    },
];

const SALESFORCE: [FailureRow; 5] = [
    FailureRow {
        condition: ApiForbidden,
        name: "crm-forbidden",
        sentence: "Your organisation has switched off access to Salesforce for apps such as Latchkey.",
        helps: Helps::Check,
    },
    FailureRow {
        condition: OutsideLoginHours,
        name: "crm-hours",
        sentence: "Your organisation allows Salesforce at certain hours only, and not now.",
        helps: Helps::Check,
    },
    FailureRow {
        condition: OutsideLoginDomain,
        name: "crm-network",
        sentence: "Your organisation doesn't allow Salesforce from this network.",
        helps: Helps::Check,
    },
    FailureRow {
        condition: ApiLimitReached,
        name: "crm-limit",
        sentence: "Your organisation has used all the requests that Salesforce allows it for now. You don't need to do anything",
        helps: Helps::Nothing,
    },
    FailureRow {
        condition: SessionsRefused,
        name: "crm-sessions",
        sentence: "Your organisation has switched off access to Salesforce for apps such as Latchkey.",
        helps: Helps::Check,
    },
];

impl FailureRow {
    /// Asserts that a screen says what happened and who must act, and that it has the buttons that help, in their order.
    async fn assert_told(&self, pane: &PanePage, screen: &str) {
        let helps = self.helps.buttons();
        let screenshot = format!("{screen}-{}", self.name).to_lowercase();
        pane.wait_for_text(self.sentence).await;
        pane.wait_for_text(self.helps.state()).await;
        until(&format!("{screenshot}: {helps:?}"), async || {
            let buttons = pane.names(Role::Button).await;
            let shown: Vec<_> = buttons.iter().filter(|name| [CHECK, NOTE].contains(&name.as_str())).collect();
            if shown == helps { Ok(()) } else { Err(format!("{buttons:?}")) }
        })
        .await;
        assert_fits(pane, &screenshot).await;
    }
}

/// Tries each failure: it is told on Home and on this page, and a check after its end brings the connection back.
async fn try_each(failures: &[FailureRow], existing: ExistingConnection, page: SyncSettings) {
    let builder = BrowserSession::builder().with_every_provider().page(page);
    let browser = builder.connected([existing]).narrow().open().await;
    let pane = browser.pane();
    let before = browser.pane_api().await.overview().await.connections;
    let provider = existing.provider(browser.endpoint());
    for failure in failures {
        provider.impose(ANN.email, failure.condition);
        browser.check_now(&pane).await;
        failure.assert_told(&pane, "home").await;
        pane.open_settings(page, before[0].purpose).await;
        failure.assert_told(&pane, &format!("{page:?}")).await;
        assert_eq!(pane.prominent_buttons().await, failure.helps.buttons()[..1], "{}", failure.name);
        provider.lift(ANN.email, failure.condition);
        browser.check_now(&pane).await;
        pane.wait_for_text("Working").await;
        pane.wait_for_text_gone(failure.sentence).await;
        assert_eq!(pane.prominent_buttons().await, ["Refresh"], "{}", failure.name);
        pane.go_back_home().await;
    }
    browser.assert_unchanged(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn each_refusal_of_microsofts_api_is_told_on_the_new_page() {
    try_each(&MICROSOFT, AT_MICROSOFT, New).await;
}

#[tokio::test]
async fn each_refusal_of_microsofts_api_is_told_on_the_legacy_page() {
    try_each(&MICROSOFT, AT_MICROSOFT, Legacy).await;
}

#[tokio::test]
async fn each_refusal_of_gmail_is_told_on_the_new_page() {
    try_each(&GOOGLE, AT_GOOGLE, New).await;
}

#[tokio::test]
async fn each_refusal_of_gmail_is_told_on_the_legacy_page() {
    try_each(&GOOGLE, AT_GOOGLE, Legacy).await;
}

#[tokio::test]
async fn each_refusal_of_salesforces_api_is_told_on_the_new_page() {
    try_each(&SALESFORCE, AT_SALESFORCE, New).await;
}

#[tokio::test]
async fn each_refusal_of_salesforces_api_is_told_on_the_legacy_page() {
    try_each(&SALESFORCE, AT_SALESFORCE, Legacy).await;
}

/// Microsoft's API asks for a sign-in that carries certain claims. Such a sign-in helps while it goes on asking.
async fn meet_claims_challenge(page: SyncSettings) {
    let browser = BrowserSession::builder().page(page).connected([AT_MICROSOFT]).narrow().open().await;
    let (pane, before) = (browser.pane(), browser.connection().await);
    let sentence = "Your organisation requires Microsoft 365 to verify that it's you";
    browser.endpoint().practice.microsoft().impose(ANN.email, ClaimsChallenge);
    browser.check_now(&pane).await;
    pane.wait_for_text(sentence).await;
    pane.see(Role::Button, "Sign in and verify").await;
    assert_fits(&pane, "home-claims-challenge").await;
    pane.open_settings(page, before.purpose).await;
    pane.wait_for_text(sentence).await;
    pane.wait_for_text("Sign-in needed").await;
    assert_fits(&pane, &format!("{page:?}-claims-challenge").to_lowercase()).await;
    if page == New {
        pane.go_back_home().await;
        pane.press(Role::Button, "Sign in and verify").await;
    } else {
        pane.press(Role::Button, "Refresh").await;
    }
    browser.next_window().await.enter_password(ANN).await;
    pane.dismiss_connected_notice("Microsoft 365").await;
    pane.wait_for_text("Working").await;
    pane.wait_for_text_gone(sentence).await;
    pane.go_home().await;
    browser.check_now(&pane).await;
    pane.wait_for_text_in("[role=status]", "Checked just now. It's working.").await;
    browser.assert_unchanged(&[before]).await;
    browser.close().await;
}

#[tokio::test]
async fn a_sign_in_with_verification_is_asked_for_on_the_new_page_and_helps() {
    meet_claims_challenge(New).await;
}

#[tokio::test]
async fn a_sign_in_with_verification_is_asked_for_on_the_legacy_page_and_helps() {
    meet_claims_challenge(Legacy).await;
}
