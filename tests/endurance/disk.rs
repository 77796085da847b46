//! A disk that is full in the middle of renewals, of a provider that gives no second chance: what it has just issued is the
//! only token that it still honours, and there is nowhere to write it.

use std::time::Duration;

use latchkey_testkit::token_server::{Pace, Rotation};
use tokio::time::{Instant, sleep};

use crate::endpoint_process::{Endpoint, until};
use crate::run::{CONCURRENCY, LEASE, Ledger, Scene};

const CONNECTIONS: usize = 3000;
/// It thinks long enough that some are under way whenever the disk fills up.
const PACE: Pace = Pace { access_life_s: 3600, thinks: Duration::from_millis(200) };
const PATIENCE: Duration = Duration::from_mins(2);
/// Whoever was being answered when the disk was full is answered by then.
const ANSWERED: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_in_the_middle_of_renewals_costs_no_grant() {
    let scene = Scene::open(Rotation::AtOnce, PACE, CONNECTIONS).await;
    let since = Instant::now();
    let endpoint = Endpoint::start(&scene.config("endpoint"));
    until(PATIENCE, "nothing was renewed", || scene.provider.presented() > 2 * CONCURRENCY).await;
    endpoint.fills_its_disk();
    sleep(ANSWERED).await;
    let presented = scene.provider.presented();
    assert!(presented < CONNECTIONS / 4, "claims from before let too many be presented: {presented}");
    // Longer than claims last, so that whoever has one does not rely on it.
    sleep(LEASE + Duration::from_secs(2)).await;
    assert_eq!(scene.provider.presented(), presented, "tokens were presented although nothing can be written");
    endpoint.finds_room_again();
    until(PATIENCE, "not every connection was renewed", || scene.settled_since(since) == CONNECTIONS).await;
    endpoint.ends().await;
    assert_eq!(scene.provider.presented_at_once(), 0, "a grant was renewed twice at once");
    assert_eq!(scene.ledger().await, Ledger { kept: CONNECTIONS, ..Ledger::default() });
}
