//! Three endpoints on one database, with everything due at once. One is killed on the way; one is put to sleep for longer
//! than its claims last, and wakes up among others who have gone on.

use std::collections::HashMap;
use std::time::Duration;

use latchkey_testkit::token_server::{Outcome, Pace, Presentation, Rotation};
use tokio::time::{Instant, sleep};

use crate::process::{Endpoint, until};
use crate::scene::{CONCURRENCY, LEASE, Ledger, Scene};

/// So many are due when the three start.
const CONNECTIONS: usize = 10_000;
/// Once renewed, nothing is due again during the test.
const PACE: Pace = Pace { access_life_s: 7200, thinks: Duration::from_millis(20) };
/// For all of it, on two cores that others use, too.
const PATIENCE: Duration = Duration::from_mins(3);
/// A request that was answered longer ago than this has been written.
const WRITING: Duration = Duration::from_secs(5);
/// The two that do not live through it undisturbed.
const KILLED: &str = "killed";
const SLEEPER: &str = "sleeper";

#[tokio::test(flavor = "multi_thread")]
async fn in_one_file_three_renew_ten_thousand_though_one_is_killed_and_one_sleeps_past_its_claims() {
    three_renew_everything(&Scene::open(Rotation::UntilSuccessorIsUsed, PACE, CONNECTIONS).await).await;
}

async fn three_renew_everything(scene: &Scene) {
    let start = |name: &str| Endpoint::start(&scene.config(name));
    let (survivor, killed, sleeper) = (start("survivor"), start(KILLED), start(SLEEPER));
    let presented_by = |name: &str| {
        let client = Scene::client_id(name);
        scene.provider.presentations().iter().filter(|it| it.by == client).count()
    };
    let all_work = || ["survivor", KILLED, SLEEPER].iter().all(|name| presented_by(name) > CONNECTIONS / 50);
    until(PATIENCE, "one of the three does not renew", all_work).await;

    let killed_at = Instant::now();
    killed.kill();
    until(PATIENCE, "nobody goes on", || scene.provider.presented() > CONNECTIONS / 4).await;
    let asleep_at = Instant::now();
    sleeper.sleeps();
    sleep(LEASE + Duration::from_secs(2)).await;
    let awake_at = Instant::now();
    sleeper.wakes();

    let renewed = || exchanged(&scene.provider.presentations()) == CONNECTIONS;
    until(PATIENCE, "not every connection was renewed", renewed).await;
    let renewed_asleep =
        scene.provider.presentations().iter().filter(|it| it.at > asleep_at && it.at < awake_at).count();
    sleeper.ends().await;
    survivor.ends().await;

    let twice = presented_twice(&scene.provider.presentations());
    println!("{renewed_asleep} were renewed while one slept; {} tokens were presented twice", twice.len());
    let interrupted = |first: &Presentation| {
        let ended_at = if first.by == Scene::client_id(KILLED) {
            killed_at
        } else if first.by == Scene::client_id(SLEEPER) {
            asleep_at
        } else {
            return false;
        };
        first.at <= ended_at + Duration::from_millis(50) && first.at + WRITING >= ended_at
    };
    let without_need: Vec<_> = twice.iter().filter(|all| !interrupted(&all[0])).collect();
    assert!(without_need.is_empty(), "presented again though nobody was interrupted: {without_need:#?}");
    assert!(twice.len() <= 2 * CONCURRENCY, "more than two endpoints can have had under way: {}", twice.len());
    assert_eq!(scene.provider.presented_at_once(), 0, "a grant was renewed twice at once");
    assert_eq!(scene.ledger().await, Ledger { kept: CONNECTIONS, ..Ledger::default() });
}

/// How many grants were exchanged.
fn exchanged(presentations: &[Presentation]) -> usize {
    let exchanged = presentations.iter().filter(|it| it.outcome == Some(Outcome::Exchanged));
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
