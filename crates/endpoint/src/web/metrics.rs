//! The metrics for Prometheus, with values that are read from the store at the time of the request.

use latchkey_store::StoreError;

use crate::app::App;
use crate::app::metrics::StoreFacts;

impl App {
    /// All metrics, as text.
    pub async fn metrics_text(&self) -> Result<String, StoreError> {
        let policy = self.policy();
        let secret_ends = policy.secret_ends().iter().map(|(provider, end)| (provider.clone(), end.ends_at()));
        let facts = StoreFacts {
            connections: self.store.count_connections_by_health().await?,
            deliveries: self.store.count_outbox().await?,
            keys: self.store.list_key_usage().await?,
            cached_bytes: self.token_cache.size().1,
            statuses: self.provider_limiters.statuses(),
            secret_ends: secret_ends.collect(),
        };
        Ok(self.metrics.encode(facts))
    }
}
