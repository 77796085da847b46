//! A client secret that ends: what the metrics, the log, the journal and the administrator's mailbox say of it.

use std::sync::Arc;
use std::time::Duration;

use latchkey_domain::{ManualClock, SystemEntropy};
use latchkey_endpoint::jobs::secret_ends::SecretEndWatch;
use latchkey_endpoint::outbound::Outbound;
use latchkey_endpoint::serve::{Endpoint, Jobs, World};
use latchkey_store::{AuditActor, AuditDetail, AuditEventKind, JournalEntry};
use latchkey_testkit::{SmtpSink, TestEndpoint, load_config, logged};
use tokio::net::TcpListener;

use crate::mail::mail_settings;

const ADMIN: &str = "ops@contoso.example";
const DAY_S: i64 = 24 * 3600;
/// The last day of the secrets in these tests. They begin on 15 January.
const LAST_DAY: &str = "2027-02-20";
/// How many days are left when they begin.
const LEFT_AT_START: i64 = 36;
/// How often a test looks for a message that the endpoint sends by itself, and how many times.
const LOOK_EVERY: Duration = Duration::from_millis(100);
const MAX_LOOKS: usize = 300;

/// A provider whose client secret has this last day.
fn provider(name: &str, last_day: &str) -> String {
    format!(
        r#"
        [providers.{name}]
        kind = "oidc"
        purpose = "mailbox"
        label = "Contoso Mail"
        issuer = "https://id.contoso.example"
        client_id = "latchkey"
        client_secret = "own-secret"
        client_secret_ends = "{last_day}"
        "#
    )
}

fn with_admin(office: &SmtpSink) -> String {
    format!("{}admin = \"{ADMIN}\"\n{}", mail_settings(office), provider("own", LAST_DAY))
}

async fn start(settings: &str) -> TestEndpoint {
    TestEndpoint::builder().with_settings(settings).start().await
}

async fn journal(endpoint: &TestEndpoint) -> Vec<JournalEntry> {
    let entries = endpoint.app().store.list_journal(0, 100).await.unwrap();
    entries.into_iter().filter(|entry| entry.event.kind == AuditEventKind::ClientSecretEnds).collect()
}

/// Writes another last day into the configuration's file.
async fn set_last_day(endpoint: &mut TestEndpoint, last_day: &str) {
    let text = std::fs::read_to_string(endpoint.config_file()).unwrap();
    let (before, rest) = text.split_once("client_secret_ends = \"").unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    endpoint.rewrite_config(&format!("{before}client_secret_ends = \"{last_day}\"{after}")).await;
}

#[tokio::test]
async fn metrics_say_when_each_client_secret_ends_and_follow_the_configuration() {
    let mut endpoint = start(&provider("own", LAST_DAY)).await;
    let shown = async |endpoint: &TestEndpoint| {
        let text = endpoint.app().metrics_text().await.unwrap();
        let lines = text.lines().filter(|line| line.starts_with("latchkey_client_secret_ends_timestamp_seconds{"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let line = |at: i64| format!("latchkey_client_secret_ends_timestamp_seconds{{provider=\"own\"}} {at}");
    assert_eq!(shown(&endpoint).await, [line(1_803_168_000)], "one alone is known");
    set_last_day(&mut endpoint, "2027-02-21").await;
    assert_eq!(shown(&endpoint).await, [line(1_803_168_000 + DAY_S)]);
    set_last_day(&mut endpoint, "the 22nd").await;
    assert_eq!(shown(&endpoint).await.len(), 1, "the old day stays");
    assert!(logged().contains("providers.own.client_secret_ends must be a day such as 2027-01-31"));
}

#[tokio::test]
async fn the_log_warns_at_each_start_and_each_day_from_30_days_before_and_calls_the_end_an_error() {
    let endpoint = start(&provider("in-the-log", LAST_DAY)).await;
    let lines = |level: &str| {
        let said = |line: &&str| line.contains(level) && line.contains("providers.in-the-log: the client secret");
        logged().lines().filter(said).count()
    };
    let mut watch = SecretEndWatch::default();
    for days_left in (-2..=LEFT_AT_START).rev() {
        for _ in 0..3 {
            watch.warn_if_due(endpoint.app()).await;
        }
        let (warnings, errors) = (lines(" WARN "), lines(" ERROR "));
        let expected = usize::try_from((31 - days_left.max(0)).max(0)).unwrap();
        assert_eq!((warnings, errors), (expected, usize::try_from((-days_left).max(0)).unwrap()), "{days_left}");
        endpoint.clock.advance_s(DAY_S);
    }
    endpoint.clock.advance_s(-3 * DAY_S);
    SecretEndWatch::default().warn_if_due(endpoint.app()).await;
    assert_eq!(lines(" WARN "), 32, "a process that starts says it, too");
}

#[tokio::test]
async fn the_administrator_gets_a_message_30_14_7_3_and_1_days_before_and_after_the_end_and_one_each() {
    let office = SmtpSink::start();
    let mut endpoint = start(&with_admin(&office)).await;
    let replica = endpoint.replica().await;
    let (mut watch, mut other) = (SecretEndWatch::default(), SecretEndWatch::default());
    let mut told_at = Vec::new();
    for days_left in (-5..=LEFT_AT_START).rev() {
        tokio::join!(watch.warn_if_due(endpoint.app()), other.warn_if_due(replica.app()));
        let before = office.received().len();
        endpoint.deliver_due().await;
        told_at.extend(vec![days_left; office.received().len() - before]);
        endpoint.clock.advance_s(DAY_S);
        if days_left % 5 == 0 {
            endpoint = endpoint.restart().await;
            watch = SecretEndWatch::default();
        }
    }
    assert_eq!(told_at, [30, 14, 7, 3, 1, -1]);
    let mails = office.received();
    let (last, before) = mails.split_last().unwrap();
    for mail in before {
        assert_eq!(
            (mail.to.as_str(), mail.subject.as_str()),
            (ADMIN, "The client secret for Contoso Mail ends on 2027-02-20")
        );
    }
    assert_eq!(last.subject, "The client secret for Contoso Mail has ended");
    for part in [LAST_DAY, "[providers.own]", "next_client_secret", endpoint.url().as_str()] {
        assert!(mails.iter().all(|mail| mail.text.contains(part)), "{part}: {mails:?}");
    }
    assert!(!format!("{mails:?}").contains("own-secret"));
    let entries = journal(&endpoint).await;
    assert_eq!(entries.len(), 6);
    let detail = AuditDetail::ClientSecret { provider: "own".to_owned(), last_day: LAST_DAY.to_owned(), days_left: 30 };
    assert_eq!((&entries[0].event.detail, &entries[0].event.actor), (&Some(detail), &AuditActor::Endpoint));
    assert_eq!(serde_json::to_value(entries[0].event.kind).unwrap(), "client_secret_ends");
}

#[tokio::test]
async fn where_the_next_secret_is_set_the_log_and_the_message_say_that_only_its_last_day_is_missing() {
    let office = SmtpSink::start();
    let settings = with_admin(&office).replace("providers.own", "providers.next");
    let endpoint = start(&format!("{settings}next_client_secret = \"next-secret\"\n")).await;
    endpoint.clock.advance_s((LEFT_AT_START - 10) * DAY_S);
    SecretEndWatch::default().warn_if_due(endpoint.app()).await;
    endpoint.deliver_due().await;
    let log = logged();
    let line = log.lines().find(|line| line.contains("providers.next: the client secret ends")).unwrap();
    let mail = office.received().pop().unwrap().text;
    for text in [line, &mail] {
        assert!(text.contains("The next client secret is set already") && text.contains("[providers.next]"), "{text}");
        assert!(!text.contains("Create a new client secret") && !text.contains("next-secret"), "{text}");
    }
}

#[tokio::test]
async fn a_process_that_starts_late_sends_the_latest_warning_alone_and_again_until_it_arrives() {
    let office = SmtpSink::start();
    let endpoint = start(&with_admin(&office)).await;
    endpoint.clock.advance_s((LEFT_AT_START - 10) * DAY_S);
    office.refuse_for_now();
    let mut watch = SecretEndWatch::default();
    watch.warn_if_due(endpoint.app()).await;
    assert_eq!((endpoint.deliver_due().await, office.received().len()), (1, 0));
    office.accept_all();
    endpoint.clock.advance_s(60);
    watch.warn_if_due(endpoint.app()).await;
    assert_eq!((endpoint.deliver_due().await, office.received().len()), (1, 1));
    endpoint.clock.advance_s(60);
    assert_eq!(endpoint.deliver_due().await, 0);
}

#[tokio::test]
async fn a_secret_that_was_replaced_in_the_meantime_is_not_written_about() {
    let office = SmtpSink::start();
    let mut endpoint = start(&with_admin(&office)).await;
    endpoint.clock.advance_s((LEFT_AT_START - 2) * DAY_S);
    let mut watch = SecretEndWatch::default();
    watch.warn_if_due(endpoint.app()).await;
    set_last_day(&mut endpoint, "2028-02-20").await;
    watch.warn_if_due(endpoint.app()).await;
    endpoint.deliver_due().await;
    assert_eq!(office.received(), []);
    assert_eq!(journal(&endpoint).await.len(), 1, "the new one ends in a year");
    let changed = endpoint.app().store.list_journal(0, 100).await.unwrap().pop().unwrap().event;
    assert_eq!(changed.kind, AuditEventKind::PolicyChanged);
    assert!(format!("{:?}", changed.detail).contains("client_secret_ends"), "{changed:?}");
}

#[tokio::test]
async fn without_an_administrators_address_the_journal_alone_has_the_warning() {
    let office = SmtpSink::start();
    let endpoint = start(&format!("{}{}", mail_settings(&office), provider("own", LAST_DAY))).await;
    endpoint.clock.advance_s(LEFT_AT_START * DAY_S);
    SecretEndWatch::default().warn_if_due(endpoint.app()).await;
    assert_eq!((journal(&endpoint).await.len(), endpoint.deliver_due().await), (1, 0));
}

#[tokio::test]
async fn a_journal_that_forgets_quickly_does_not_repeat_a_warning() {
    let office = SmtpSink::start();
    for keep_days in [0, 1, 3] {
        let before = office.received().len();
        let settings = format!("[journal]\nkeep_days = {keep_days}\n{}", with_admin(&office));
        let endpoint = start(&settings).await;
        endpoint.clock.advance_s((LEFT_AT_START + 1) * DAY_S);
        for _ in 0..10 {
            for _ in 0..4 {
                SecretEndWatch::default().warn_if_due(endpoint.app()).await;
                endpoint.deliver_due().await;
                endpoint.sweep().await;
                endpoint.clock.advance_s(DAY_S / 4);
            }
        }
        assert_eq!(journal(&endpoint).await.len(), 0, "{keep_days}");
        assert_eq!(office.received().len() - before, 1, "{keep_days}");
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let office = SmtpSink::start();
    let endpoint = start(&with_admin(&office)).await;
    let config = std::fs::read_to_string(endpoint.config_file()).unwrap().replace(ADMIN, "the administrator");
    let config = latchkey_endpoint::config::Config::parse(&config).unwrap();
    let refused = latchkey_endpoint::app::settings::Settings::from_config(&config).err().unwrap().to_string();
    assert_eq!(refused, "mail.admin: must be an address such as ops@contoso.example");
}

#[tokio::test]
async fn an_endpoint_that_runs_does_all_of_it_by_itself() {
    let office = SmtpSink::start();
    let test = start(&with_admin(&office)).await;
    test.clock.advance_s((LEFT_AT_START + 1) * DAY_S);
    let world = World {
        clock: Arc::<ManualClock>::clone(&test.clock),
        entropy: Arc::new(SystemEntropy),
        http: Arc::new(Outbound::new().unwrap()),
    };
    let endpoint = Endpoint::open(&load_config(&test.config_file()).unwrap(), world).await.unwrap();
    let stopping = endpoint.app.stopping.clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let running = tokio::spawn(endpoint.run(listener, None, Jobs::Scheduled));
    for _ in 0..MAX_LOOKS {
        if !office.received().is_empty() {
            break;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    assert_eq!(office.received().len(), 1);
    stopping.cancel();
    running.await.unwrap().unwrap();
}
