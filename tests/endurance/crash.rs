//! An endpoint that renews thousands of connections and is killed at random moments. Each start continues with the store that
//! the last one left.

use std::time::Duration;

use latchkey_testkit::token_server::{AnswerTiming, PresentationOutcome, Rotation};
use tokio::time::{Instant, sleep};

use crate::endpoint_process::{EndpointProcess, until};
use crate::run::{EnduranceRun, GrantAudit};
use crate::scale::full_or_short;

/// A killed process leaves its claims behind, so there must be more than can be claimed within the life of a claim.
const CONNECTIONS: usize = 8000;
/// Access tokens expire so soon that a connection is due again after a few seconds.
const TIMING: AnswerTiming = AnswerTiming { access_life_s: 6, max_delay: Duration::from_millis(8) };
/// The longest time that a process lives after its first renewal.
const MOST_LIFE: Duration = Duration::from_millis(300);
/// One kill in this number comes while the process starts.
const KILLED_AT_THE_START: u32 = 8;
/// Long enough for every lease that a killed process held, and a renewal of everything after that.
const PATIENCE: Duration = Duration::from_mins(2);

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_no_grant_where_the_provider_gives_a_second_chance() {
    let run = EnduranceRun::open(Rotation::UntilSuccessorIsUsed, TIMING, CONNECTIONS).await;
    let audit = kill_again_and_again(&run, full_or_short(200, 40)).await;
    assert_eq!(audit, GrantAudit { kept: CONNECTIONS, ..GrantAudit::default() });
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_leave_no_lost_grant_unreported() {
    let run = EnduranceRun::open(Rotation::AtOnce, TIMING, CONNECTIONS).await;
    let kills = full_or_short(60, 20);
    let audit = kill_again_and_again(&run, kills).await;
    let (lost, unnoticed) = (audit.lost_and_reported, audit.lost_and_unnoticed);
    println!("{lost} of {CONNECTIONS} grants were lost by {kills} kills, {unnoticed} more are found out next time");
    let kept = CONNECTIONS - lost - unnoticed;
    let expected = GrantAudit { kept, lost_and_reported: lost, lost_and_unnoticed: unnoticed, ..GrantAudit::default() };
    assert_eq!(audit, expected);
    assert!(lost > 0, "no kill has hit the moment between the provider's answer and the write: this proves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_during_renewals_loses_nothing_even_without_a_second_chance() {
    let run = EnduranceRun::open(Rotation::AtOnce, TIMING, 500).await;
    let config = run.config("endpoint");
    for stop in 0..10 {
        let before = run.provider.presented();
        let endpoint = EndpointProcess::start(&config);
        until(PATIENCE, "nothing was renewed", || run.provider.presented() > before + stop).await;
        endpoint.stop().await;
    }
    assert_eq!(run.audit().await, GrantAudit { kept: 500, ..GrantAudit::default() });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_does_not_wait_for_an_unfinished_request() {
    let run = EnduranceRun::open(Rotation::AtOnce, TIMING, 1).await;
    let endpoint = EndpointProcess::start(&run.config("endpoint"));
    until(PATIENCE, "it does not start", || endpoint.is_up()).await;
    let dripping = endpoint.send("GET /healthz HTTP/1.1\r\nHost: loc");
    sleep(Duration::from_secs(1)).await;
    endpoint.stop().await;
    drop(dripping);
}

/// Kills the endpoint this number of times, renews everything once more, and audits the grants.
async fn kill_again_and_again(run: &EnduranceRun, kills: u32) -> GrantAudit {
    let seed =
        std::env::var("LATCHKEY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("LATCHKEY_SEED={seed}");
    let mut chance = fastrand::Rng::with_seed(seed);
    let config = run.config("endpoint");
    for kill in 0..kills {
        let before = run.provider.presented();
        let endpoint = EndpointProcess::start(&config);
        if chance.u32(..KILLED_AT_THE_START) > 0 {
            let what = format!("nothing was renewed after {kill} kills: {}", endpoint.log_tail());
            until(PATIENCE, &what, || run.provider.presented() > before).await;
        }
        let most_us = u64::try_from(MOST_LIFE.as_micros()).unwrap();
        sleep(Duration::from_micros(chance.u64(..most_us))).await;
        endpoint.kill();
    }
    let since = Instant::now();
    let last = EndpointProcess::start(&config);
    let what = "not every connection was renewed after the last start";
    until(PATIENCE, what, || run.count_settled_since(since) == run.connections).await;
    last.stop().await;
    assert_eq!(run.provider.presented_at_once(), 0, "a grant was renewed twice at once");
    let presentations = run.provider.presentations();
    let abandoned = presentations.iter().filter(|it| it.outcome == Some(PresentationOutcome::Abandoned)).count();
    println!("{kills} kills, {} renewals, {abandoned} of them cut off", presentations.len());
    run.audit().await
}
