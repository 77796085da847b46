//! Failures of a sign-in by password. Each has its own sentence, moves the focus to the control that helps, uses the password
//! at most once, and keeps the old password.

use latchkey_practice::{Condition, EwsAnswers, ExchangeSwitches, PracticeExchange, ServerCertificate, SignInOffer};
use latchkey_wire::{Connection, ConnectionState, Purpose::Mailbox, SyncSettings::New};

use crate::browser_session::{AT_EXCHANGE, BrowserSession};
use crate::pages::PanePage;
use crate::people::{ANN, BEN};
use crate::picture::assert_fits;
use crate::view::Role;

/// Names of the controls that can have the focus after a failure.
const PASSWORD: &str = "Password";
const SERVER: &str = "EWS configuration URL";
const CONNECT: &str = "Connect";
const NOTE: &str = "Copy a note for your administrator";
const CHANGE: &str = "Change";

/// How long a rejected password is not sent again.
const PASSWORDS_ARE_REMEMBERED_S: i64 = 3600;

/// How a failure appears to the person.
struct ExpectedFailure {
    /// The name of its screenshot.
    name: &'static str,
    sentence: &'static str,
    /// The name of the control that has the focus after it.
    leads_to: &'static str,
    /// How often the password was sent to the server.
    tries: usize,
}

/// Opens the settings of Ann, whose mailbox at her company's Exchange works.
async fn open_working() -> (BrowserSession, Connection) {
    let endpoint = BrowserSession::builder().endpoint(|endpoint| endpoint.with_exchange().with_google());
    let browser = endpoint.connected([AT_EXCHANGE]).narrow().open().await;
    browser.pane().open_settings(New, Mailbox).await;
    browser.pane().wait_for_text("Working").await;
    let before = browser.connection().await;
    (browser, before)
}

fn exchange(browser: &BrowserSession) -> &PracticeExchange {
    browser.endpoint().practice.exchange()
}

/// Fills the open form, and presses **Connect** once.
async fn submit_form(browser: &BrowserSession, fields: &[(&str, &str)]) {
    let pane = browser.pane();
    for (field, text) in fields {
        pane.fill(field, text).await;
    }
    browser.endpoint().clock.advance_s(5);
    pane.press(Role::Button, CONNECT).await;
}

/// Presses **Refresh** and submits the form with these fields.
async fn refresh_with(browser: &BrowserSession, fields: &[(&str, &str)]) {
    browser.pane().press(Role::Button, "Refresh").await;
    if fields.iter().any(|(field, _)| *field != PASSWORD) {
        open_advanced_setup(&browser.pane()).await;
    }
    submit_form(browser, fields).await;
}

async fn open_advanced_setup(pane: &PanePage) {
    pane.wait_for_text("Advanced Setup").await;
    pane.script("document.querySelector('details:not([open]) summary')?.click()").await;
}

/// Submits the form, and asserts that it fails in this way and changes nothing.
async fn assert_fails(
    browser: &BrowserSession,
    before: &Connection,
    fields: &[(&str, &str)],
    failure: ExpectedFailure,
) {
    let ExpectedFailure { name, sentence, leads_to, tries } = failure;
    let (pane, seen) = (browser.pane(), exchange(browser).authentications().len());
    refresh_with(browser, fields).await;
    pane.wait_for_text(sentence).await;
    crate::wait::until(&format!("{name}: the focus at “{leads_to}”"), async || {
        let focus = pane.focus().await;
        if focus.name == leads_to { Ok(()) } else { Err(format!("{focus:?}")) }
    })
    .await;
    assert_fits(&pane, &format!("exchange-{name}")).await;
    assert_eq!(exchange(browser).authentications().len() - seen, tries, "{name}");
    assert_eq!(browser.connection().await, *before, "{name}");
    pane.press(Role::Button, "Cancel").await;
    pane.see(Role::Button, "Refresh").await;
}

/// Asserts that no password was sent meanwhile, and that the old one still opens the mailbox.
async fn assert_still_works(browser: &BrowserSession, before: &Connection) {
    let seen = exchange(browser).authentications().len();
    assert_eq!(browser.endpoint().renew_all().await, 0);
    assert_eq!(exchange(browser).authentications().len(), seen);
    let checked = browser.pane_api().await.check(&before.id).await.unwrap();
    assert_eq!(checked.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_wrong_password_is_asked_for_again() {
    let (browser, before) = open_working().await;
    let failure = ExpectedFailure {
        name: "wrong-password",
        sentence: "didn't accept this name and password. Latchkey won't try them again",
        leads_to: PASSWORD,
        tries: 1,
    };
    assert_fails(&browser, &before, &[(PASSWORD, "not hers")], failure).await;
    assert_eq!(exchange(&browser).tries(ANN.email).wrong, 1);
    assert_still_works(&browser, &before).await;
    browser.close().await;
}

#[tokio::test]
async fn a_locked_account_is_left_alone_and_an_administrator_can_be_told() {
    let (browser, before) = open_working().await;
    exchange(&browser).impose(ANN.email, Condition::AccountLocked);
    let locked = |name, tries| ExpectedFailure { name, sentence: "has locked this account.", leads_to: NOTE, tries };
    let password = [(PASSWORD, ANN.password)];
    assert_fails(&browser, &before, &password, locked("locked", 1)).await;
    assert_fails(&browser, &before, &password, locked("still-locked", 0)).await;
    exchange(&browser).lift(ANN.email, Condition::AccountLocked);
    assert_still_works(&browser, &before).await;
    browser.close().await;
}

#[tokio::test]
async fn account_problems_are_told_apart() {
    let (browser, before) = open_working().await;
    for (condition, failure) in [
        (
            Condition::PasswordExpired,
            ExpectedFailure {
                name: "password-expired",
                sentence: "password has expired. Change it where you usually do",
                leads_to: PASSWORD,
                tries: 1,
            },
        ),
        (
            Condition::Disabled,
            ExpectedFailure { name: "disabled", sentence: "this account is disabled", leads_to: NOTE, tries: 1 },
        ),
        (
            Condition::MailboxMissing,
            ExpectedFailure {
                name: "mailbox-missing",
                sentence: "this account can't open that mailbox",
                leads_to: PASSWORD,
                tries: 1,
            },
        ),
    ] {
        exchange(&browser).impose(ANN.email, condition);
        assert_fails(&browser, &before, &[(PASSWORD, ANN.password)], failure).await;
        exchange(&browser).lift(ANN.email, condition);
    }
    assert_still_works(&browser, &before).await;
    browser.close().await;
}

#[tokio::test]
async fn another_mailboxs_password_does_not_open_this_one() {
    let (browser, before) = open_working().await;
    // Her sidebar owns nothing of Ben's account, so it does not learn that his password was right.
    let failure = || ExpectedFailure {
        name: "another-mailbox",
        sentence: "didn't accept this name and password",
        leads_to: PASSWORD,
        tries: 1,
    };
    let as_ben = [(PASSWORD, BEN.password), ("User name, if different from your email address", BEN.email)];
    assert_fails(&browser, &before, &as_ben, failure()).await;
    // Also where colleagues may look into hers: that proves nothing about who signed in.
    exchange(&browser).impose(ANN.email, Condition::MailboxShared);
    browser.endpoint().clock.advance_s(PASSWORDS_ARE_REMEMBERED_S);
    assert_fails(&browser, &before, &as_ben, failure()).await;
    assert_still_works(&browser, &before).await;
    browser.close().await;
}

#[tokio::test]
async fn server_problems_are_told_apart() {
    type Break = fn(&mut ExchangeSwitches);
    let (browser, before) = open_working().await;
    let set = |change: fn(&mut ExchangeSwitches)| {
        let mut switches = ExchangeSwitches::default();
        change(&mut switches);
        exchange(&browser).set_switches(switches);
    };
    let failures: [(Break, ExpectedFailure); 7] = [
        (
            |s| s.certificate = ServerCertificate::Expired,
            ExpectedFailure {
                name: "bad-certificate",
                sentence: "couldn't prove its identity, so the password wasn't sent there.",
                leads_to: NOTE,
                tries: 0,
            },
        ),
        (
            |s| s.answers = EwsAnswers::HtmlPage,
            ExpectedFailure {
                name: "not-ews",
                sentence: "There's no Microsoft Exchange server at this address.",
                leads_to: SERVER,
                tries: 0,
            },
        ),
        (
            |s| s.answers = EwsAnswers::Unavailable,
            ExpectedFailure {
                name: "throttled",
                sentence: "is busy and asked us to wait.",
                leads_to: CONNECT,
                tries: 0,
            },
        ),
        (
            |s| s.answers = EwsAnswers::ServerBusy,
            ExpectedFailure { name: "busy", sentence: "is busy and asked us to wait.", leads_to: CONNECT, tries: 1 },
        ),
        (
            |s| s.answers = EwsAnswers::ErrorPage,
            ExpectedFailure { name: "maintenance", sentence: "is under maintenance.", leads_to: CONNECT, tries: 0 },
        ),
        (
            |s| s.offer = SignInOffer::NegotiateOnly,
            ExpectedFailure {
                name: "only-negotiate",
                sentence: "doesn't accept passwords in a way that Latchkey supports.",
                leads_to: NOTE,
                tries: 0,
            },
        ),
        (
            |s| s.offer = SignInOffer::ModernAuthOnly,
            ExpectedFailure {
                name: "in-the-cloud",
                sentence: "Choose Microsoft Office 365.",
                leads_to: CHANGE,
                tries: 0,
            },
        ),
    ];
    for (change, failure) in failures {
        set(change);
        assert_fails(&browser, &before, &[(PASSWORD, ANN.password)], failure).await;
    }
    set(|_| {});
    assert_still_works(&browser, &before).await;
    browser.close().await;
}

#[tokio::test]
async fn a_server_that_is_away_unknown_or_forbidden_is_told_apart() {
    let (browser, before) = open_working().await;
    for (server, failure) in [
        (
            // No server listens there.
            "contoso.example",
            ExpectedFailure {
                name: "unreachable",
                sentence: "isn't responding right now.",
                leads_to: SERVER,
                tries: 0,
            },
        ),
        (
            // It is in no DNS.
            "nowhere.contoso.example",
            ExpectedFailure {
                name: "unknown-server",
                sentence: "couldn't find the Microsoft Exchange server",
                leads_to: SERVER,
                tries: 0,
            },
        ),
        (
            "mail.evil.example",
            ExpectedFailure {
                name: "not-allowed",
                sentence: "An administrator hasn't allowed this Microsoft Exchange server.",
                leads_to: SERVER,
                tries: 0,
            },
        ),
    ] {
        assert_fails(&browser, &before, &[(PASSWORD, ANN.password), (SERVER, server)], failure).await;
    }
    assert_still_works(&browser, &before).await;
    browser.close().await;
}

#[tokio::test]
async fn an_address_that_no_server_is_known_for_says_so_before_any_password_is_sent() {
    let (browser, before) = open_working().await;
    let pane = browser.pane();
    pane.change(New, Mailbox, "Exchange").await;
    open_advanced_setup(&pane).await;
    submit_form(&browser, &[("Your email address", "ann@nowhere.example"), (PASSWORD, ANN.password), (SERVER, " ")])
        .await;
    pane.wait_for_text("server for this address. Enter its EWS configuration URL under Advanced Setup.").await;
    crate::wait::until("the focus at the address", async || {
        let focus = pane.focus().await;
        if focus.name == SERVER { Ok(()) } else { Err(format!("{focus:?}")) }
    })
    .await;
    assert_fits(&pane, "exchange-unknown-address").await;
    assert_eq!(exchange(&browser).authentications().len(), 1, "the one from before");
    assert_eq!(browser.connection().await, before);
    assert_still_works(&browser, &before).await;
    browser.close().await;
}
