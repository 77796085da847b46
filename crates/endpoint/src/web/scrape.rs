//! The numbers for Prometheus, with what stands in the store at the moment at which they are asked for.

use latchkey_store::StoreError;

use crate::app::App;
use crate::app::metrics::StoreFacts;

impl App {
    /// All numbers, as text.
    pub async fn metrics_text(&self) -> Result<String, StoreError> {
        let facts = StoreFacts {
            connections: self.store.count_by_health().await?,
            deliveries: self.store.count_deliveries().await?,
            keys: self.store.keys_in_use().await?,
            cached_bytes: self.handed_out.size().1,
            statuses: self.provider_limiters.statuses(),
        };
        Ok(self.metrics.text(facts))
    }
}
