//! A provider that is out of order for hours. Time is the test's, and moves as the schedule looks: every two seconds. What
//! is counted is what the provider sees.

use std::time::Duration;

use latchkey_domain::{Clock as _, Health};
use latchkey_practice::{Faults, TokenAnswers};
use latchkey_testkit::sample::{Sample, connection_id};
use latchkey_testkit::token_server::{AnswerTiming, CLIENT_ID, Rotation, TokenServer};
use latchkey_testkit::{NOW, TestEndpoint};
use latchkey_wire::{OfferId, ReasonCode};

const OFFER: &str = "counted";
const CONNECTIONS: usize = 300;
/// One in so many is revoked by its owner while nobody can be asked.
const REVOKED: usize = 7;
/// What the configuration allows.
const CONCURRENCY: u64 = 8;
const PER_SECOND: u64 = 5;
/// How often the schedule looks.
const LOOK_S: i64 = 2;
const HOUR_S: i64 = 3600;
/// A provider that is out of order is asked a few times in an hour, however many connections are due: twelve pauses of
/// five minutes, the shorter ones before them, and questions about ourselves.
const MOST_IN_AN_HOUR: u64 = 60;

const DOWN: Faults = Faults {
    down: true,
    delay_s: 0,
    token_answers: TokenAnswers::Normal,
    client_secret_rotated: false,
    ends_on_error_page: false,
};

struct Hours {
    stage: TestEndpoint,
    provider: TokenServer,
}

/// What the provider saw in some time.
#[derive(Debug, Default)]
struct Seen {
    requests: u64,
    most_in_a_look: u64,
}

impl Hours {
    async fn begin() -> Self {
        let timing = AnswerTiming { access_life_s: 3600, max_delay: Duration::ZERO };
        let provider = TokenServer::start(Rotation::AtOnce, timing).await;
        let settings = format!(
            "[renewal]\nprovider_timeout_s = 1\nconcurrency = {CONCURRENCY}\nper_second = {PER_SECOND}\n{}",
            provider.settings(OFFER, CLIENT_ID)
        );
        let stage = TestEndpoint::builder().with_settings(&settings).start().await;
        let sample = Sample {
            offer: OfferId::new(OFFER),
            issuer: provider.issuer().to_owned(),
            now: NOW,
            access_expires_at: NOW + HOUR_S,
            due_at: Some(NOW),
        };
        let tokens: Vec<_> = (0..CONNECTIONS).map(|_| provider.grant().1).collect();
        let tokens = |number: usize| ("at".to_owned(), tokens[number].clone());
        sample.write(&*stage.app().store, 0..CONNECTIONS, tokens).await.unwrap();
        Self { stage, provider }
    }

    /// Lets time pass, with the schedule looking as it does.
    async fn pass(&self, seconds: i64) -> Seen {
        let mut seen = Seen::default();
        for _ in 0..seconds / LOOK_S {
            let before = self.provider.token_requests();
            self.stage.clock.advance_s(LOOK_S);
            self.stage.renew_due().await;
            let now = self.provider.token_requests() - before;
            seen.requests += now;
            seen.most_in_a_look = seen.most_in_a_look.max(now);
        }
        seen
    }

    /// How many connections are how.
    async fn healths(&self) -> Healths {
        let mut healths = Healths::default();
        for number in 0..CONNECTIONS {
            let connection = self.stage.app().store.find_connection(&connection_id(number)).await.unwrap().unwrap();
            match connection.health {
                Health::Working => healths.working += 1,
                Health::Retrying { reason, .. } if reason.code == ReasonCode::Misconfigured => {
                    healths.misconfigured += 1;
                }
                Health::Retrying { .. } => healths.retrying += 1,
                Health::NeedsSignIn { .. } if number % REVOKED == 0 => healths.rightly_lost += 1,
                other => panic!("number {number} is said to be {other:?}"),
            }
        }
        healths
    }

    /// Ends the outage: everything is renewed within an hour, no faster than is allowed, and what ended meanwhile is found.
    async fn recovers(&self) {
        for number in (0..CONNECTIONS).step_by(REVOKED) {
            self.provider.revoke(number);
        }
        let since = self.stage.clock.now();
        self.provider.set_faults(Faults::default());
        let seen = self.pass(HOUR_S).await;
        // A refused token is followed by nothing but its end; a question about ourselves may stand before all.
        let most = PER_SECOND * u64::try_from(LOOK_S).unwrap() + CONCURRENCY;
        assert!(seen.most_in_a_look <= most, "a burst: {seen:?}, at most {most} are allowed in {LOOK_S} s");
        let lost = CONNECTIONS.div_ceil(REVOKED);
        let expected = Healths { working: CONNECTIONS - lost, rightly_lost: lost, ..Healths::default() };
        assert_eq!(self.healths().await, expected);
        for number in 0..CONNECTIONS {
            let connection = self.stage.app().store.find_connection(&connection_id(number)).await.unwrap().unwrap();
            assert!(connection.health.is_lost() || connection.refreshed_at >= since, "{number} was not renewed");
        }
    }
}

#[derive(Debug, Default, Eq, PartialEq)]
struct Healths {
    working: usize,
    retrying: usize,
    misconfigured: usize,
    rightly_lost: usize,
}

/// Nobody is asked to sign in, and the provider is asked rarely.
async fn nobody_is_bothered_for_three_hours(hours: &Hours, faults: Faults) {
    hours.provider.set_faults(faults);
    for hour in 1..=3 {
        let seen = hours.pass(HOUR_S).await;
        assert!(seen.requests <= MOST_IN_AN_HOUR, "in hour {hour}: {seen:?}");
    }
    // By then every access token has expired, so it is not hidden that something is wrong, either.
    let healths = hours.healths().await;
    assert_eq!(healths, Healths { retrying: CONNECTIONS, ..Healths::default() });
}

#[tokio::test]
async fn a_provider_that_is_down_for_hours_loses_nobody_their_access_and_gets_no_burst_afterwards() {
    let hours = Hours::begin().await;
    nobody_is_bothered_for_three_hours(&hours, DOWN).await;
    hours.recovers().await;
}

#[tokio::test]
async fn answers_in_html_end_no_grant() {
    let hours = Hours::begin().await;
    let faults = Faults { token_answers: TokenAnswers::HtmlPage, ..Faults::default() };
    nobody_is_bothered_for_three_hours(&hours, faults).await;
    hours.recovers().await;
}

#[tokio::test]
async fn empty_refusals_end_no_grant() {
    let hours = Hours::begin().await;
    let faults = Faults { token_answers: TokenAnswers::EmptyBadRequest, ..Faults::default() };
    nobody_is_bothered_for_three_hours(&hours, faults).await;
    hours.recovers().await;
}

#[tokio::test]
async fn a_provider_that_asks_to_be_left_alone_is_left_alone_for_as_long_as_it_asks() {
    let hours = Hours::begin().await;
    let retry_after_s: u32 = 1200;
    let faults = Faults { token_answers: TokenAnswers::TooManyRequests { retry_after_s }, ..Faults::default() };
    hours.provider.set_faults(faults);
    let first = hours.pass(60).await;
    assert!((1..=CONCURRENCY).contains(&first.requests), "{first:?}");
    let quiet = hours.pass(i64::from(retry_after_s) - 60).await;
    assert_eq!(quiet.requests, 0, "it asked for {retry_after_s} s");
    nobody_is_bothered_for_three_hours(&hours, faults).await;
    hours.recovers().await;
}

#[tokio::test]
async fn a_provider_that_is_slower_than_anybody_waits_loses_nobody_their_access() {
    let hours = Hours::begin().await;
    nobody_is_bothered_for_three_hours(&hours, Faults { delay_s: 3, ..Faults::default() }).await;
    hours.recovers().await;
}

#[tokio::test]
async fn a_client_secret_that_was_rotated_is_nobodys_fault_and_no_token_is_shown_with_it() {
    let hours = Hours::begin().await;
    hours.pass(20).await;
    let shown = || hours.provider.token_requests() - hours.provider.client_checks();
    let before = shown();
    hours.provider.set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    for hour in 1..=3 {
        let seen = hours.pass(HOUR_S).await;
        assert!(seen.requests <= MOST_IN_AN_HOUR, "in hour {hour}: {seen:?}");
    }
    assert!(shown() - before <= CONCURRENCY, "tokens were shown with a secret that is known to be wrong");
    assert_eq!(hours.healths().await, Healths { misconfigured: CONNECTIONS, ..Healths::default() });
    hours.recovers().await;
}
