//! Three endpoints on one database, with every connection due at once. One is killed; one is suspended for longer than its
//! claims last, and resumes after the others have taken over.

use std::collections::HashMap;
use std::time::Duration;

use latchkey_domain::{Clock as _, SystemClock};
use latchkey_testkit::postgres::Postgres;
use latchkey_testkit::token_server::{AnswerTiming, Presentation, PresentationOutcome, Rotation};
use tokio::time::{Instant, sleep};

use crate::endpoint_process::{EndpointProcess, until};
use crate::run::{CONCURRENCY, EnduranceRun, GrantAudit, LEASE};

/// How many connections are due when the three start.
const CONNECTIONS: usize = 10_000;
/// When they are due, in seconds after the writing began. Only a very busy machine needs longer to write them.
const DUE_IN_S: i64 = 30;
/// Once renewed, nothing is due again during the test.
const TIMING: AnswerTiming = AnswerTiming { access_life_s: 7200, max_delay: Duration::from_millis(20) };
/// For the whole test, on two shared cores.
const PATIENCE: Duration = Duration::from_mins(3);
/// An answer older than this has been written, unless its endpoint was killed or suspended.
const WRITING: Duration = Duration::from_secs(5);
/// How long a signal may take to arrive, and this process to note when it sent it.
const SIGNALLED: Duration = Duration::from_millis(50);
/// The greatest age of a claim when its token is presented. The claim must last for two answers and the writing, which leaves
/// six seconds, plus two because claims are counted in whole seconds.
const CLAIM_AGE: Duration = Duration::from_secs(8);
/// The names of the three endpoints.
const SURVIVOR: &str = "survivor";
const KILLED: &str = "killed";
const SLEEPER: &str = "sleeper";

#[tokio::test(flavor = "multi_thread")]
async fn in_one_file_three_renew_ten_thousand_though_one_is_killed_and_one_sleeps_past_its_claims() {
    three_renew_everything(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_three_renew_ten_thousand_though_one_is_killed_and_one_sleeps_past_its_claims() {
    three_renew_everything(Some(Postgres::shared().database())).await;
}

/// When the signals were sent.
struct SignalTimes {
    killed: Instant,
    asleep: Instant,
    awake: Instant,
}

async fn three_renew_everything(store_url: Option<String>) {
    let run = EnduranceRun::empty(Rotation::UntilSuccessorIsUsed, TIMING, store_url).await;
    run.store().await.close().await;
    let start = |name: &str| EndpointProcess::start(&run.config(name));
    let (survivor, killed, sleeper) = (start(SURVIVOR), start(KILLED), start(SLEEPER));
    let all_up = || [&survivor, &killed, &sleeper].iter().all(|endpoint| endpoint.is_up());
    until(PATIENCE, "one of the three does not start", all_up).await;
    let run = run.filled(CONNECTIONS, SystemClock.now() + DUE_IN_S).await;
    let presented_by = |name: &str| run.provider.presented_by(&EnduranceRun::client_id(name));
    let all_work = || [SURVIVOR, KILLED, SLEEPER].iter().all(|name| presented_by(name) > CONNECTIONS / 50);
    until(PATIENCE, "one of the three does not renew", all_work).await;

    let killed_at = Instant::now();
    killed.kill();
    until(PATIENCE, "the others do not go on", || run.provider.presented() > CONNECTIONS / 4).await;
    let asleep = Instant::now();
    sleeper.suspend();
    sleep(LEASE + Duration::from_secs(2)).await;
    let signals = SignalTimes { killed: killed_at, asleep, awake: Instant::now() };
    sleeper.resume();

    let renewed = || run.provider.presented() >= CONNECTIONS && exchanged(&run.provider.presentations()) == CONNECTIONS;
    until(PATIENCE, "not every connection was renewed", renewed).await;
    sleeper.stop().await;
    survivor.stop().await;

    assert_presented_once(&run.provider.presentations(), &signals);
    assert_eq!(run.provider.presented_at_once(), 0, "a grant was renewed twice at once");
    assert_eq!(run.audit().await, GrantAudit { kept: CONNECTIONS, ..GrantAudit::default() });
}

/// Asserts that no token was presented twice, with one exception: a token that the killed or suspended endpoint had presented
/// and not written when the signal came. Its answer is lost, and presenting the token again is the only way to keep the grant.
/// So each such token is presented once by the interrupted endpoint and once by another after the claim has ended. A token that
/// the suspended endpoint had claimed and not presented is not presented when it resumes.
fn assert_presented_once(presentations: &[Presentation], signals: &SignalTimes) {
    let asleep = presentations.iter().filter(|it| it.at > signals.asleep && it.at < signals.awake).count();
    let twice = presented_twice(presentations);
    let by = |name: &str| twice.iter().filter(|all| all[0].by == EnduranceRun::client_id(name)).count();
    println!(
        "{asleep} were renewed while one slept; presented again: {} that the killed one had under way, {} of the sleeper",
        by(KILLED),
        by(SLEEPER)
    );
    assert!(asleep > 0, "nothing was left to renew when one fell asleep: this proves nothing");
    for all in &twice {
        let interrupted_at = match &all[0].by {
            client if *client == EnduranceRun::client_id(KILLED) => signals.killed,
            client if *client == EnduranceRun::client_id(SLEEPER) => signals.asleep,
            client => panic!("{client} was not interrupted, and its token was presented again: {all:#?}"),
        };
        let was_under_way = all[0].at <= interrupted_at + SIGNALLED
            && all[0].ended_at.is_none_or(|ended_at| ended_at + WRITING >= interrupted_at);
        assert!(was_under_way, "presented again though its answer had come and was written: {all:#?}");
        assert_eq!(all.len(), 2, "presented more than once again: {all:#?}");
        assert!(all[1].at >= interrupted_at + LEASE - CLAIM_AGE, "presented again within its claim: {all:#?}");
    }
    for name in [KILLED, SLEEPER] {
        assert!(by(name) <= CONCURRENCY, "more than {name} can have had under way: {}", by(name));
    }
}

/// How many grants were exchanged.
fn exchanged(presentations: &[Presentation]) -> usize {
    let exchanged = presentations.iter().filter(|it| it.outcome == Some(PresentationOutcome::Exchanged));
    exchanged.map(|it| it.grant).collect::<std::collections::HashSet<_>>().len()
}

/// Every token that was presented more than once, with all its presentations.
fn presented_twice(presentations: &[Presentation]) -> Vec<Vec<Presentation>> {
    let mut by_token: HashMap<_, Vec<Presentation>> = HashMap::new();
    for presentation in presentations {
        by_token.entry((presentation.grant, presentation.number)).or_default().push(presentation.clone());
    }
    by_token.into_values().filter(|all| all.len() > 1).collect()
}
