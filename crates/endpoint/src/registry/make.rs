//! Creates providers from settings. Besides the settings, this is the only place that knows every kind of provider.

mod section;

use std::sync::Arc;

use latchkey_providers as providers;
use latchkey_providers::{Provider, SalesforceAccessType};
use latchkey_wire::{OfferId, Purpose};
use url::Url;

use self::section::ProviderSection;
use super::{ProviderAccess, Registry, RegistryEntry};
use crate::config::{self, Config, ConfigError};
use crate::outbound::client_assertion::SigningTools;

const DAY_S: i64 = 24 * 3600;

/// What a section of the configuration says beside how to reach the provider.
pub(crate) struct Facts {
    /// The position in the order to show providers.
    pub(super) rank: u8,
    /// The offers that people may use now.
    pub(crate) offered: Vec<OfferId>,
    /// The offer, if a sync engine may receive its passwords.
    pub(crate) hands_out_passwords: Option<OfferId>,
    /// How long an unused refresh token lives, in seconds, if the configuration sets this.
    idle_limit_s: Option<i64>,
}

/// Reads the facts of one provider of the configuration.
pub(crate) fn facts(name: &str, provider: &config::ProviderSettings) -> Facts {
    let by_window = |rank, offered: bool, idle_limit_days: Option<u32>| Facts {
        rank,
        offered: offered.then(|| OfferId::new(name)).into_iter().collect(),
        hands_out_passwords: None,
        idle_limit_s: idle_limit_days.map(|days| i64::from(days) * DAY_S),
    };
    match provider {
        config::ProviderSettings::Microsoft(settings) => by_window(0, settings.offered, settings.idle_limit_days),
        config::ProviderSettings::Exchange(settings) => Facts {
            hands_out_passwords: settings.hand_out_passwords.then(|| OfferId::new(name)),
            ..by_window(1, settings.offered, None)
        },
        config::ProviderSettings::Google(settings) => by_window(2, settings.offered, settings.idle_limit_days),
        config::ProviderSettings::Oidc(settings) => by_window(3, settings.offered, settings.idle_limit_days),
        config::ProviderSettings::Salesforce(settings) => Facts {
            offered: settings.access_types.iter().map(|access_type| offer(name, *access_type)).collect(),
            ..by_window(4, false, settings.idle_limit_days)
        },
    }
}

fn offer(name: &str, access_type: SalesforceAccessType) -> OfferId {
    OfferId::new(format!("{name}-{}", access_type.slug()))
}

/// Creates the registry's entries for one provider of the configuration.
pub(super) fn build_entries(
    name: &str,
    provider: &config::ProviderSettings,
    redirect_uri: &Url,
    tools: &SigningTools,
) -> Result<Vec<RegistryEntry>, ConfigError> {
    build_section(name, provider, &ProviderSection { name, redirect_uri, tools, alone: None })
}

impl Registry {
    /// The provider of an offer with a sign-in window, which authenticates by its first secret alone, or by its second one
    /// (`position`). `None` if there is no such offer.
    pub(crate) fn with_secret_alone(
        config: &Config,
        tools: &SigningTools,
        offer: &OfferId,
        position: usize,
    ) -> Result<Option<Arc<dyn Provider>>, ConfigError> {
        for (name, provider) in &config.providers {
            let redirect_uri = super::callback_address(&config.public_url, name);
            let part = ProviderSection { name, redirect_uri: &redirect_uri, tools, alone: Some(position) };
            for entry in build_section(name, provider, &part)? {
                if let (true, ProviderAccess::Window(made)) = (entry.offer == *offer, entry.access) {
                    return Ok(Some(made));
                }
            }
        }
        Ok(None)
    }
}

fn build_section(
    name: &str,
    provider: &config::ProviderSettings,
    part: &ProviderSection<'_>,
) -> Result<Vec<RegistryEntry>, ConfigError> {
    config::review_provider(name, provider)?;
    let bad_address =
        |setting: &'static str| move |_| ConfigError::Address { setting: format!("providers.{name}.{setting}") };
    let idle_limit_s = facts(name, provider).idle_limit_s;
    let entry =
        |offer: OfferId, provider: Arc<dyn Provider>| RegistryEntry::window(offer, name, idle_limit_s, provider);
    let of_name = |provider: Arc<dyn Provider>| Ok(vec![entry(OfferId::new(name), provider)]);
    match provider {
        config::ProviderSettings::Microsoft(settings) => {
            if settings.purpose != Purpose::Mailbox {
                return Err(ConfigError::Purpose(name.to_owned()));
            }
            let (authority, graph) = (settings.authority(), settings.graph());
            part.require_secure("authority", &authority)?;
            part.require_secure("graph", &graph)?;
            if config::admits_personal_accounts(&settings.tenant) && !settings.cloud.has_personal_accounts() {
                return Err(ConfigError::PersonalAccounts(name.to_owned()));
            }
            let registration = part.registration(settings.client())?;
            let made = providers::Microsoft::new(providers::MicrosoftSettings {
                label: settings.label.clone(),
                access_type: "Microsoft Office 365".to_owned(),
                registration,
                tenant: settings.tenant.clone(),
                authority,
                graph,
                office_sso: settings.office_sso,
                scopes: settings.scopes.clone(),
                continuous_access: settings.continuous_access,
            });
            of_name(Arc::new(made.map_err(bad_address("authority"))?))
        }
        config::ProviderSettings::Google(settings) => {
            for (setting, url) in [
                ("authority", &settings.authority),
                ("token_host", &settings.token_host),
                ("api", &settings.api),
                ("gmail", &settings.gmail()),
            ] {
                part.require_secure(setting, url)?;
            }
            let registration = part.registration(settings.client())?;
            let made = providers::Google::new(providers::GoogleSettings {
                label: settings.label.clone(),
                access_type: "Google".to_owned(),
                registration,
                authority: settings.authority.clone(),
                token_host: settings.token_host.clone(),
                api: settings.api.clone(),
                domains: settings.domains.clone(),
                gmail: settings.gmail(),
                scopes: settings.scopes.clone(),
            });
            of_name(Arc::new(made.map_err(bad_address("authority"))?))
        }
        config::ProviderSettings::Oidc(settings) => {
            let issuer = Url::parse(&settings.issuer).map_err(bad_address("issuer"))?;
            part.require_secure("issuer", &issuer)?;
            let registration = part.registration(settings.client())?;
            let oidc = providers::OidcSettings {
                label: settings.label.clone(),
                access_type: settings.label.clone(),
                purpose: settings.purpose,
                registration,
                issuer: settings.issuer.clone(),
                scopes: settings.scopes.clone(),
                idle_limit_s: settings.idle_limit_days.map(|days| i64::from(days) * DAY_S),
                domains: settings.domains.clone(),
                client_auth: settings.client_auth,
                offline_access: settings.offline_access,
            };
            of_name(Arc::new(providers::Oidc::new(oidc, Arc::clone(&part.tools.clock))))
        }
        config::ProviderSettings::Exchange(settings) => {
            let exchange = part.exchange(settings)?;
            Ok(vec![RegistryEntry::password(OfferId::new(name), name, Arc::new(exchange))])
        }
        config::ProviderSettings::Salesforce(settings) => {
            part.require_secure("login_url", &settings.login_url)?;
            part.require_secure("sandbox_url", &settings.sandbox_url)?;
            let registration = part.registration(settings.client())?;
            let made = |access_type: SalesforceAccessType| {
                let made = providers::Salesforce::new(providers::SalesforceSettings {
                    label: settings.label.clone(),
                    registration: registration.clone(),
                    access_type,
                    production: settings.login_url.clone(),
                    sandbox: settings.sandbox_url.clone(),
                    domains: settings.domains.clone(),
                    scopes: settings.scopes.clone(),
                });
                Ok(entry(offer(name, access_type), Arc::new(made.map_err(bad_address("login_url"))?)))
            };
            SalesforceAccessType::ALL.into_iter().map(made).collect()
        }
    }
}
