//! The numbers for Prometheus, with what stands in the store at the moment at which they are asked for.

use latchkey_store::StoreError;

use crate::app::App;
use crate::metrics::Facts;

impl App {
    /// All numbers, as text.
    pub async fn metrics_text(&self) -> Result<String, StoreError> {
        let facts = Facts {
            connections: self.store.count_connections_by_health().await?,
            deliveries: self.store.count_outbox().await?,
            keys: self.store.list_key_usage().await?,
            cached_bytes: self.handed_out.size().1,
            standings: self.gates.standings(),
        };
        Ok(self.metrics.text(facts))
    }
}
