//! A provider that is out of order for hours. The test moves the clock by two seconds at a time, as often as the schedule runs,
//! and counts the requests that the provider gets.

use std::time::Duration;

use latchkey_domain::{Clock as _, Health};
use latchkey_practice::{Faults, TokenAnswers};
use latchkey_testkit::sample::{Sample, connection_id};
use latchkey_testkit::token_server::{AnswerTiming, CLIENT_ID, Rotation, TokenServer};
use latchkey_testkit::{NOW, TestEndpoint};
use latchkey_wire::{OfferId, ReasonCode};

const OFFER: &str = "counted";
const CONNECTIONS: usize = 300;
/// One connection in this number is revoked by its owner during the outage.
const REVOKED: usize = 7;
/// The configured limits of requests to the provider.
const CONCURRENCY: u64 = 8;
const PER_SECOND: u64 = 5;
/// How often the schedule runs.
const LOOK_S: i64 = 2;
const HOUR_S: i64 = 3600;
/// A provider that is out of order is asked a few times in an hour, however many connections are due: twelve pauses of
/// five minutes, the shorter ones before them, and probes whether the provider knows our client.
const MOST_IN_AN_HOUR: u64 = 60;

const DOWN: Faults = Faults {
    down: true,
    delay_s: 0,
    token_answers: TokenAnswers::Normal,
    client_secret_rotated: false,
    ends_on_error_page: false,
};

struct OutageRun {
    endpoint: TestEndpoint,
    provider: TokenServer,
}

/// The requests that the provider got in some time.
#[derive(Debug, Default)]
struct RequestCounts {
    requests: u64,
    most_in_a_look: u64,
}

impl OutageRun {
    async fn start() -> Self {
        let timing = AnswerTiming { access_life_s: 3600, max_delay: Duration::ZERO };
        let provider = TokenServer::start(Rotation::AtOnce, timing).await;
        let settings = format!(
            "[renewal]\nprovider_timeout_s = 1\nconcurrency = {CONCURRENCY}\nper_second = {PER_SECOND}\n{}",
            provider.settings(OFFER, CLIENT_ID)
        );
        let endpoint = TestEndpoint::builder().with_settings(&settings).start().await;
        let sample = Sample {
            offer: OfferId::new(OFFER),
            issuer: provider.issuer().to_owned(),
            now: NOW,
            access_expires_at: NOW + HOUR_S,
            due_at: Some(NOW),
        };
        let tokens: Vec<_> = (0..CONNECTIONS).map(|_| provider.grant().1).collect();
        let tokens = |number: usize| ("at".to_owned(), tokens[number].clone());
        sample.write(&*endpoint.app().store, 0..CONNECTIONS, tokens).await.unwrap();
        Self { endpoint, provider }
    }

    /// Lets time pass and runs the schedule.
    async fn pass(&self, seconds: i64) -> RequestCounts {
        let mut seen = RequestCounts::default();
        for _ in 0..seconds / LOOK_S {
            let before = self.provider.token_requests();
            self.endpoint.clock.advance_s(LOOK_S);
            self.endpoint.renew_due().await;
            let now = self.provider.token_requests() - before;
            seen.requests += now;
            seen.most_in_a_look = seen.most_in_a_look.max(now);
        }
        seen
    }

    /// Counts the connections by their health.
    async fn health_counts(&self) -> ConnectionHealthCounts {
        let mut health_counts = ConnectionHealthCounts::default();
        for number in 0..CONNECTIONS {
            let connection = self.endpoint.app().store.find_connection(&connection_id(number)).await.unwrap().unwrap();
            match connection.health {
                Health::Working => health_counts.working += 1,
                Health::Retrying { reason, .. } if reason.code == ReasonCode::Misconfigured => {
                    health_counts.misconfigured += 1;
                }
                Health::Retrying { .. } => health_counts.retrying += 1,
                Health::NeedsSignIn { .. } if number % REVOKED == 0 => health_counts.rightly_lost += 1,
                other => panic!("number {number} is said to be {other:?}"),
            }
        }
        health_counts
    }

    /// Ends the outage, and asserts that every grant is renewed within an hour and within the limits, except those that were
    /// revoked.
    async fn assert_recovery(&self) {
        for number in (0..CONNECTIONS).step_by(REVOKED) {
            self.provider.revoke(number);
        }
        let since = self.endpoint.clock.now();
        self.provider.set_faults(Faults::default());
        let seen = self.pass(HOUR_S).await;
        // A refused token is not presented again. One probe whether the provider knows our client may come first.
        let most = PER_SECOND * u64::try_from(LOOK_S).unwrap() + CONCURRENCY;
        assert!(seen.most_in_a_look <= most, "a burst: {seen:?}, at most {most} are allowed in {LOOK_S} s");
        let lost = CONNECTIONS.div_ceil(REVOKED);
        let expected = ConnectionHealthCounts {
            working: CONNECTIONS - lost,
            rightly_lost: lost,
            ..ConnectionHealthCounts::default()
        };
        assert_eq!(self.health_counts().await, expected);
        for number in 0..CONNECTIONS {
            let connection = self.endpoint.app().store.find_connection(&connection_id(number)).await.unwrap().unwrap();
            assert!(connection.health.is_lost() || connection.refreshed_at >= since, "{number} was not renewed");
        }
    }
}

#[derive(Debug, Default, Eq, PartialEq)]
struct ConnectionHealthCounts {
    working: usize,
    retrying: usize,
    misconfigured: usize,
    rightly_lost: usize,
}

/// Asserts that no person is asked to sign in, and that the provider is asked rarely.
async fn assert_no_loss_for_three_hours(run: &OutageRun, faults: Faults) {
    run.provider.set_faults(faults);
    for hour in 1..=3 {
        let seen = run.pass(HOUR_S).await;
        assert!(seen.requests <= MOST_IN_AN_HOUR, "in hour {hour}: {seen:?}");
    }
    // By then every access token has expired, so every connection must show that it does not work.
    let health_counts = run.health_counts().await;
    assert_eq!(health_counts, ConnectionHealthCounts { retrying: CONNECTIONS, ..ConnectionHealthCounts::default() });
}

#[tokio::test]
async fn an_outage_of_hours_ends_no_grant_and_is_followed_by_no_burst() {
    let run = OutageRun::start().await;
    assert_no_loss_for_three_hours(&run, DOWN).await;
    run.assert_recovery().await;
}

#[tokio::test]
async fn answers_in_html_end_no_grant() {
    let run = OutageRun::start().await;
    let faults = Faults { token_answers: TokenAnswers::HtmlPage, ..Faults::default() };
    assert_no_loss_for_three_hours(&run, faults).await;
    run.assert_recovery().await;
}

#[tokio::test]
async fn empty_refusals_end_no_grant() {
    let run = OutageRun::start().await;
    let faults = Faults { token_answers: TokenAnswers::EmptyBadRequest, ..Faults::default() };
    assert_no_loss_for_three_hours(&run, faults).await;
    run.assert_recovery().await;
}

#[tokio::test]
async fn retry_after_is_honoured_for_its_full_time() {
    let run = OutageRun::start().await;
    let retry_after_s: u32 = 1200;
    let faults = Faults { token_answers: TokenAnswers::TooManyRequests { retry_after_s }, ..Faults::default() };
    run.provider.set_faults(faults);
    let first = run.pass(60).await;
    assert!((1..=CONCURRENCY).contains(&first.requests), "{first:?}");
    let quiet = run.pass(i64::from(retry_after_s) - 60).await;
    assert_eq!(quiet.requests, 0, "it asked for {retry_after_s} s");
    assert_no_loss_for_three_hours(&run, faults).await;
    run.assert_recovery().await;
}

#[tokio::test]
async fn answers_slower_than_the_timeout_end_no_grant() {
    let run = OutageRun::start().await;
    assert_no_loss_for_three_hours(&run, Faults { delay_s: 3, ..Faults::default() }).await;
    run.assert_recovery().await;
}

#[tokio::test]
async fn a_rotated_client_secret_asks_no_person_to_act_and_presents_no_token() {
    let run = OutageRun::start().await;
    run.pass(20).await;
    let shown = || run.provider.token_requests() - run.provider.client_checks();
    let before = shown();
    run.provider.set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    for hour in 1..=3 {
        let seen = run.pass(HOUR_S).await;
        assert!(seen.requests <= MOST_IN_AN_HOUR, "in hour {hour}: {seen:?}");
    }
    assert!(shown() - before <= CONCURRENCY, "tokens were shown with a secret that is known to be wrong");
    assert_eq!(
        run.health_counts().await,
        ConnectionHealthCounts { misconfigured: CONNECTIONS, ..ConnectionHealthCounts::default() }
    );
    run.assert_recovery().await;
}
