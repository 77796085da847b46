//! Tasks that continue after a request has been answered. The endpoint waits for them before it stops.

use tokio::sync::watch;
use tracing::Instrument as _;

/// Counts the running tasks.
#[derive(Clone, Default)]
pub struct Background(watch::Sender<usize>);

/// One running task. It counts until it is dropped, whether the task ends or panics.
struct BackgroundTask(watch::Sender<usize>);

impl Drop for BackgroundTask {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

impl Background {
    /// Starts a task that no request waits for.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.send_modify(|running| *running += 1);
        let running = BackgroundTask(self.0.clone());
        let counted = async move {
            let _running = running;
            task.await;
        };
        // The task's log lines carry the id of the request that started it.
        tokio::spawn(counted.in_current_span());
    }

    /// Waits until no task is running.
    pub async fn wait_until_idle(&self) {
        // The wait cannot fail: the sender lives as long as `self`.
        let _ = self.0.subscribe().wait_for(|running| *running == 0).await;
    }
}
