//! Waiting, with a bound and with words for what was waited for.

use std::time::Duration;

use tokio::time::{sleep, timeout};

/// Longer than anything takes that happens by itself, on a machine that has other things to do. The endpoint looks
/// every 20 seconds for what has changed by time alone.
const PATIENCE: Duration = Duration::from_secs(30);

/// Between two looks.
const POLL: Duration = Duration::from_millis(40);

/// Looks until there is something. `look` answers what it found, or what it sees instead.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Result<T, String>) -> T {
    let mut instead = String::new();
    let looking = async {
        loop {
            match look().await {
                Ok(found) => return found,
                Err(seen) => instead = seen,
            }
            sleep(POLL).await;
        }
    };
    let found = timeout(PATIENCE, looking).await;
    found.unwrap_or_else(|_| panic!("waited {} s for {what}, and there is: {instead}", PATIENCE.as_secs()))
}
