//! The PostgreSQL backend against the conformance suite, on a real server.

#![expect(clippy::unwrap_used, reason = "a failure is a panic")]

/// A module, so that it can be left out where there is no PostgreSQL.
mod on_postgres {
    use std::sync::Arc;

    use latchkey_domain::SystemEntropy;
    use latchkey_store::{Crypter, SealingKey, Store};
    use latchkey_testkit::postgres::Postgres;

    async fn fresh() -> ((), Arc<dyn Store>) {
        let url = Postgres::shared().database();
        let key = SealingKey { id: "k1".into(), bytes: [1; 32].into() };
        let crypter = Crypter::new(vec![key], Arc::new(SystemEntropy)).unwrap();
        ((), latchkey_store::open(&url, crypter).await.unwrap())
    }

    latchkey_store::store_conformance!(fresh());
}
