//! Waits with a time limit, and names what was waited for.

use std::time::Duration;

use tokio::time::{sleep, timeout};

/// Longer than any automatic change takes on a busy machine. The endpoint checks every 20 seconds for changes by time alone.
const PATIENCE: Duration = Duration::from_secs(30);

/// The pause between two checks.
const POLL: Duration = Duration::from_millis(40);

/// Calls `look` until it succeeds. Its error says what is there instead.
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
