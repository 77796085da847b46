//! Metrics for Prometheus (openmetrics.io). They name providers as the configuration does. They hold no personal data:
//! no address and no connection.
//!
//! # To add a metric
//! Add a field to [`Metrics`], register it in [`Metrics::default`], and add a row to the table in docs/operating.md.

mod labels;

use std::sync::atomic::AtomicI64;

use latchkey_domain::HealthKind;
use latchkey_domain::breaker::OpenCause;
use latchkey_store::{Channel, DeliveryOutcome, HealthCounts, KeyUsage, OutboxCounts};
use latchkey_wire::UnixSeconds;
use prometheus_client::encoding::text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use self::labels::{
    DeliveryLabels, HandOutLabels, KeyLabels, ProviderLabels, RenewalLabels, RequestLabels, SecretLabels, StateLabels,
};
use crate::app::provider_limiter::ProviderStatus;

/// The endpoint's counters and gauges.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    renewals: Family<RenewalLabels, Counter>,
    hand_outs: Family<HandOutLabels, Counter>,
    deliveries: Family<DeliveryLabels, Counter>,
    connections: Family<StateLabels, Gauge>,
    waiting: Gauge,
    given_up: Gauge,
    providers_shut: Family<ProviderLabels, Gauge>,
    secret_ends: Family<SecretLabels, Gauge>,
    sealed: Family<KeyLabels, Gauge>,
    cached_bytes: Gauge<i64, AtomicI64>,
}

/// How a renewal ended.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum RenewalResult {
    /// The provider issued a new token pair.
    Renewed,
    /// The person must act.
    NeedsSignIn,
    /// An administrator must act.
    NeedsAdmin,
    /// The renewal failed and will be tried again.
    Retrying,
    /// The provider was not asked.
    Postponed,
}

/// Where a token came from.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum TokenSource {
    /// The memory of this process.
    Memory,
    /// The store, without a renewal.
    Store,
    /// A renewal that this request started or waited for.
    Renewal,
}

/// Values that are read when the metrics are requested.
pub(crate) struct StoreFacts {
    pub(crate) connections: HealthCounts,
    pub(crate) deliveries: OutboxCounts,
    pub(crate) keys: Vec<KeyUsage>,
    pub(crate) cached_bytes: usize,
    pub(crate) statuses: Vec<ProviderStatus>,
    /// The first second without each provider's client secret.
    pub(crate) secret_ends: Vec<(String, UnixSeconds)>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("latchkey"),
            requests: Family::default(),
            renewals: Family::default(),
            hand_outs: Family::default(),
            deliveries: Family::default(),
            connections: Family::default(),
            waiting: Gauge::default(),
            given_up: Gauge::default(),
            providers_shut: Family::default(),
            secret_ends: Family::default(),
            sealed: Family::default(),
            cached_bytes: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests by route and status", metrics.requests.clone());
        registry.register("renewals", "Renewals by offer and outcome", metrics.renewals.clone());
        registry.register("hand_outs", "Tokens handed out, by where they came from", metrics.hand_outs.clone());
        registry.register("deliveries", "Tries at webhooks and e-mails", metrics.deliveries.clone());
        registry.register("connections", "Connections by state", metrics.connections.clone());
        registry.register("deliveries_waiting", "Deliveries that wait", metrics.waiting.clone());
        registry.register("deliveries_given_up", "Deliveries that were given up", metrics.given_up.clone());
        registry.register("provider_shut", "1 where no token is presented", metrics.providers_shut.clone());
        let help = "Unix time at which a provider's client secret ends, where it is known";
        registry.register("client_secret_ends_timestamp_seconds", help, metrics.secret_ends.clone());
        registry.register("sealed_values", "Sealed values by encryption key", metrics.sealed.clone());
        registry.register("cached_token_bytes", "Memory of handed-out tokens", metrics.cached_bytes.clone());
        metrics
    }
}

impl Metrics {
    pub(crate) fn count_request(&self, route: &str, status: u16) {
        self.requests.get_or_create(&RequestLabels { route: route.to_owned(), status }).inc();
    }

    pub(crate) fn count_renewal(&self, offer: &latchkey_wire::OfferId, outcome: RenewalResult) {
        self.renewals.get_or_create(&RenewalLabels { offer: offer.to_string(), outcome }).inc();
    }

    pub(crate) fn count_hand_out(&self, source: TokenSource) {
        let source = match source {
            TokenSource::Memory => "memory",
            TokenSource::Store => "store",
            TokenSource::Renewal => "renewal",
        };
        self.hand_outs.get_or_create(&HandOutLabels { source }).inc();
    }

    pub(crate) fn count_delivery(&self, channel: Channel, outcome: DeliveryOutcome) {
        let channel = match channel {
            Channel::Webhook => "webhook",
            Channel::Mail => "mail",
        };
        let outcome = match outcome {
            DeliveryOutcome::Delivered { .. } => "told",
            DeliveryOutcome::Retry { .. } => "later",
            DeliveryOutcome::GivenUp { .. } => "given_up",
        };
        self.deliveries.get_or_create(&DeliveryLabels { channel, outcome }).inc();
    }

    /// Counts e-mails that wait because their recipients have reached the daily limit.
    pub(crate) fn count_held_back(&self, messages: u32) {
        self.deliveries
            .get_or_create(&DeliveryLabels { channel: "mail", outcome: "held_back" })
            .inc_by(messages.into());
    }

    /// Writes all metrics in the text format of `OpenMetrics`.
    pub(crate) fn encode(&self, facts: StoreFacts) -> String {
        for kind in HealthKind::ALL {
            let count = facts.connections.get(&kind).copied().unwrap_or_default();
            self.connections.get_or_create(&StateLabels { state: kind.as_str() }).set(signed(count));
        }
        self.waiting.set(signed(facts.deliveries.waiting));
        self.given_up.set(signed(facts.deliveries.given_up));
        self.sealed.clear();
        for key in facts.keys {
            self.sealed.get_or_create(&KeyLabels { key: key.id }).set(signed(key.sealed));
        }
        self.cached_bytes.set(i64::try_from(facts.cached_bytes).unwrap_or(i64::MAX));
        self.providers_shut.clear();
        for status in facts.statuses {
            let cause = match status.cause {
                None => continue,
                Some(OpenCause::Unproven) => "unproven",
                Some(OpenCause::Refused) => "refused",
                Some(OpenCause::Unexplained) => "unexplained",
            };
            self.providers_shut.get_or_create(&ProviderLabels { provider: status.provider.part, cause }).set(1);
        }
        self.secret_ends.clear();
        for (provider, ends_at) in facts.secret_ends {
            self.secret_ends.get_or_create(&SecretLabels { provider }).set(ends_at);
        }
        let mut text = String::new();
        text::encode(&mut text, &self.registry).expect("writing into memory does not fail");
        text
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
