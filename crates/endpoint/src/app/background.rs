//! What goes on after a request has been answered, and can be waited for.

use tokio::sync::watch;
use tracing::Instrument as _;

/// How much is going on.
#[derive(Clone, Default)]
pub struct Background(watch::Sender<usize>);

/// Counts until it is dropped, whether its task ends or panics.
struct BackgroundTask(watch::Sender<usize>);

impl Drop for BackgroundTask {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

impl Background {
    /// Goes on with something that nobody waits for.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.send_modify(|running| *running += 1);
        let running = BackgroundTask(self.0.clone());
        let counted = async move {
            let _running = running;
            task.await;
        };
        // What it logs carries the id of the request that began it.
        tokio::spawn(counted.in_current_span());
    }

    /// Waits until nothing is going on.
    pub async fn wait_until_idle(&self) {
        // The sender lives as long as this does.
        let _ = self.0.subscribe().wait_for(|running| *running == 0).await;
    }
}
