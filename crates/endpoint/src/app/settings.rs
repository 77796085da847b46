//! What an installation decided about keeping access alive and telling of it, ready for use: secrets loaded, units in
//! seconds. Holds until a restart.

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
/// How long writing an outcome may take before somebody else may claim the connection.
const WRITING_S: i64 = 10;

/// What an installation decided.
pub struct Settings {
    /// What is kept up while nobody asks for a token.
    pub keep: RenewalGoal,
    /// How fast a provider is asked.
    pub limits: ThrottleLimits,
    /// How long a claim on a connection lasts, and how much of it must be left.
    pub lease: LeaseDurations,
    /// Journal entries are kept for so long, in seconds.
    pub keep_journal_s: i64,
    /// Who is told what happens, by name.
    pub webhooks: BTreeMap<String, Webhook>,
    /// How people are told whose access is lost.
    pub mail: Option<Mailer>,
    /// Extensions of other origins that may call the interface.
    pub extension_origins: Vec<HeaderValue>,
    /// Whether people may sign in in browsers that their sidebar has not opened itself.
    pub other_browsers: OtherBrowsers,
    /// Whose word about a client's address counts.
    pub trusted_proxies: Vec<Proxies>,
}

/// How long a claim on a connection lasts. Longer than a renewal can take, which is: waiting for a permit, an answer (two
/// where a server's description has to be read first), and the writing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct LeaseDurations {
    /// In all, in seconds.
    pub life_s: i64,
    /// A token is not presented under a claim that lasts for less than this, in seconds.
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
