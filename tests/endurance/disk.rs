//! A disk that becomes full during renewals, at a provider that gives no second chance: the token that it has just issued is
//! the only one that it still accepts, and the endpoint cannot write it.

use std::time::Duration;

use latchkey_testkit::token_server::{AnswerTiming, Rotation};
use tokio::time::{Instant, sleep};

use crate::endpoint_process::{EndpointProcess, until};
use crate::run::{CONCURRENCY, EnduranceRun, GrantAudit, LEASE};

const CONNECTIONS: usize = 3000;
/// The provider answers slowly enough that some renewals are under way when the disk becomes full.
const TIMING: AnswerTiming = AnswerTiming { access_life_s: 3600, max_delay: Duration::from_millis(200) };
const PATIENCE: Duration = Duration::from_mins(2);
/// Long enough for the requests that were under way when the disk became full.
const ANSWERED: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_in_the_middle_of_renewals_costs_no_grant() {
    let run = EnduranceRun::open(Rotation::AtOnce, TIMING, CONNECTIONS).await;
    let since = Instant::now();
    let endpoint = EndpointProcess::start(&run.config("endpoint"));
    until(PATIENCE, "nothing was renewed", || run.provider.presented() > 2 * CONCURRENCY).await;
    endpoint.fill_disk();
    sleep(ANSWERED).await;
    let presented = run.provider.presented();
    assert!(presented < CONNECTIONS / 4, "claims from before let too many be presented: {presented}");
    // Longer than claims last, so that none of them allows a renewal.
    sleep(LEASE + Duration::from_secs(2)).await;
    assert_eq!(run.provider.presented(), presented, "tokens were presented although nothing can be written");
    endpoint.free_disk();
    until(PATIENCE, "not every connection was renewed", || run.count_settled_since(since) == CONNECTIONS).await;
    endpoint.stop().await;
    assert_eq!(run.provider.presented_at_once(), 0, "a grant was renewed twice at once");
    assert_eq!(run.audit().await, GrantAudit { kept: CONNECTIONS, ..GrantAudit::default() });
}
