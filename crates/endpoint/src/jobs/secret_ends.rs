//! Once a day, says in the log which clients' secrets end within 30 days or have ended, and records the warnings of which the
//! administrator gets an e-mail ([`crate::notify::secret_ends`]).

use std::collections::BTreeMap;
use std::time::Duration;

use latchkey_wire::UnixSeconds;

use crate::app::App;
use crate::app::policy::Policy;
use crate::config::{SecretEnd, SecretWarning, secret_advice};
use crate::notify::secret_ends;

/// How often the job looks at the clock.
const LOOK_EVERY: Duration = Duration::from_mins(1);

const MORE: &str = "docs/operating.md, \"The client secret ends\", says more";

/// Warns of secrets' ends, and knows what this process has said and recorded.
#[derive(Default)]
pub struct SecretEndWatch {
    /// What the log said last of each provider, and how many days were left then.
    logged: BTreeMap<String, (SecretEnd, i64)>,
    /// Each provider's last warning in the journal.
    recorded: BTreeMap<String, (SecretEnd, SecretWarning)>,
}

/// Warns until the endpoint stops.
pub async fn drive(app: App) {
    let mut watch = SecretEndWatch::default();
    while !app.is_stopping() {
        watch.warn_if_due(&app).await;
        app.pause_until_stopping(LOOK_EVERY).await;
    }
}

impl SecretEndWatch {
    /// Says and records what is due and has not been said.
    pub async fn warn_if_due(&mut self, app: &App) {
        let (policy, now) = (app.policy(), app.clock.now());
        for (provider, end) in policy.secret_ends() {
            self.log(&policy, provider, *end, now);
            if let Some(warning) = end.warning(now) {
                self.record(app, provider, *end, warning).await;
            }
        }
    }

    fn log(&mut self, policy: &Policy, provider: &str, end: SecretEnd, now: UnixSeconds) {
        let days_left = end.days_left(now);
        if !end.is_near(now) || self.logged.get(provider) == Some(&(end, days_left)) {
            return;
        }
        let advice = secret_advice(provider, policy.has_next_secret(provider));
        if end.has_ended(now) {
            tracing::error!(
                "providers.{provider}: the client secret has ended; its last day was {end}. {advice} {MORE}"
            );
        } else {
            tracing::warn!(days_left, "providers.{provider}: the client secret ends on {end}. {advice} {MORE}");
        }
        self.logged.insert(provider.to_owned(), (end, days_left));
    }

    async fn record(&mut self, app: &App, provider: &str, end: SecretEnd, warning: SecretWarning) {
        if self.recorded.get(provider) == Some(&(end, warning)) {
            return;
        }
        match secret_ends::record(app, provider, end, warning).await {
            Ok(()) => drop(self.recorded.insert(provider.to_owned(), (end, warning))),
            Err(error) => tracing::warn!(%error, "a client secret's end could not be recorded in the journal"),
        }
    }
}
