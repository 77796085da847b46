//! A disk that is full in the middle of renewals, of a provider that gives no second chance: what it has just issued is the
//! only token that it still honours, and there is nowhere to write it.

use std::time::Duration;

use latchkey_testkit::token_server::{Pace, Rotation};
use tokio::time::{Instant, sleep};

use crate::endpoint_process::{EndpointProcess, until};
use crate::run::{CONCURRENCY, EnduranceRun, GrantAudit, LEASE};

const CONNECTIONS: usize = 3000;
/// It thinks long enough that some are under way whenever the disk fills up.
const PACE: Pace = Pace { access_life_s: 3600, thinks: Duration::from_millis(200) };
const PATIENCE: Duration = Duration::from_mins(2);
/// Whoever was being answered when the disk was full is answered by then.
const ANSWERED: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_in_the_middle_of_renewals_costs_no_grant() {
    let run = EnduranceRun::open(Rotation::AtOnce, PACE, CONNECTIONS).await;
    let since = Instant::now();
    let endpoint = EndpointProcess::start(&run.config("endpoint"));
    until(PATIENCE, "nothing was renewed", || run.provider.presented() > 2 * CONCURRENCY).await;
    endpoint.fill_disk();
    sleep(ANSWERED).await;
    let presented = run.provider.presented();
    assert!(presented < CONNECTIONS / 4, "claims from before let too many be presented: {presented}");
    // Longer than claims last, so that whoever has one does not rely on it.
    sleep(LEASE + Duration::from_secs(2)).await;
    assert_eq!(run.provider.presented(), presented, "tokens were presented although nothing can be written");
    endpoint.free_disk();
    until(PATIENCE, "not every connection was renewed", || run.count_settled_since(since) == CONNECTIONS).await;
    endpoint.stop().await;
    assert_eq!(run.provider.presented_at_once(), 0, "a grant was renewed twice at once");
    assert_eq!(run.audit().await, GrantAudit { kept: CONNECTIONS, ..GrantAudit::default() });
}
