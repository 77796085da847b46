//! What an endpoint must not leave behind when its test ends.

use latchkey_domain::Clock as _;
use latchkey_store::conformance::claimed_connections;

use super::TestEndpoint;

impl TestEndpoint {
    /// Lets this test end while connections are claimed or token pairs wait: it cuts work off on purpose.
    pub fn leaves_work_behind(&mut self) {
        self.may_leave_work = true;
    }

    /// Asserts that no connection is claimed and no token pair waits to be written. An endpoint that is at work may hold both.
    ///
    /// # Panics
    /// If one is.
    pub(super) fn assert_nothing_is_left(&self) {
        let app = self.app();
        if self.may_leave_work || std::thread::panicking() || !app.background.is_empty() {
            return;
        }
        assert_eq!(app.pending_writes.connection_ids(), [], "token pairs still wait to be written");
        let store = self.folder.path().join(&self.builder.store);
        assert_eq!(claimed_connections(&store, self.clock.now()), [], "connections are still claimed");
    }
}
