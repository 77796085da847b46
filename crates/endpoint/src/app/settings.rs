//! Settings that hold until a restart, ready for use: secrets are loaded, and units are seconds.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::HeaderValue;
use latchkey_domain::renewal::RenewalGoal;
use latchkey_domain::throttle::ThrottleLimits;

use crate::config::extension_origin;
use crate::config::{Config, ConfigError, OtherBrowsers, Proxies};
use crate::outbound::mailer::Mailer;
use crate::outbound::webhook::Webhook;

const DAY_S: i64 = 24 * 3600;
/// How long writing an outcome may take before another process may claim the connection.
const WRITING_S: i64 = 10;

/// The settings that hold until a restart.
pub struct Settings {
    /// What the endpoint keeps ready while no engine requests a token.
    pub keep: RenewalGoal,
    /// How many requests a provider gets.
    pub limits: ThrottleLimits,
    /// How long a claim lasts, and how much of it must be left to present a token.
    pub lease: LeaseDurations,
    /// How long journal entries are kept, in seconds.
    pub keep_journal_s: i64,
    /// The webhooks, by name.
    pub webhooks: BTreeMap<String, Webhook>,
    /// Sends e-mail to people who lost access.
    pub mail: Option<Mailer>,
    /// Origins of browser extensions that may call the API.
    pub extension_origins: Vec<HeaderValue>,
    /// Whether people may sign in in a browser that their sidebar did not open.
    pub other_browsers: OtherBrowsers,
    /// Proxies whose `X-Forwarded-For` header is trusted.
    pub trusted_proxies: Vec<Proxies>,
}

/// How long a claim on a connection lasts. It must outlast a renewal: the wait for a permit, one answer (two if the
/// provider's metadata has to be read first), and the write.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LeaseDurations {
    /// The whole duration of a claim, in seconds.
    pub life_s: i64,
    /// A token is presented only if the claim lasts for at least this long, in seconds.
    pub needed_s: i64,
}

impl LeaseDurations {
    fn for_timeout(timeout: Duration) -> Self {
        let timeout_s = i64::try_from(timeout.as_secs()).unwrap_or(i64::MAX / 8);
        Self { life_s: 4 * timeout_s + WRITING_S, needed_s: 2 * timeout_s + WRITING_S }
    }
}

impl Settings {
    /// Reads secrets and files.
    pub fn from_config(config: &Config) -> Result<Self, ConfigError> {
        let webhook = |(name, settings): (&String, _)| Ok((name.clone(), Webhook::from_config(name, settings)?));
        let extensions = config.extension_origins.iter().map(|origin| extension_origin(origin));
        Ok(Self {
            keep: config.renewal.keep.into(),
            limits: config.renewal.limits(),
            lease: LeaseDurations::for_timeout(config.renewal.provider_timeout()),
            keep_journal_s: i64::from(config.journal.keep_days) * DAY_S,
            webhooks: config.webhooks.iter().map(webhook).collect::<Result<_, ConfigError>>()?,
            mail: config.mail.as_ref().map(Mailer::from_config).transpose()?,
            extension_origins: extensions.collect::<Result<_, _>>()?,
            other_browsers: config.sign_in.other_browsers,
            trusted_proxies: config.sign_in.trusted_proxies.clone(),
        })
    }
}
