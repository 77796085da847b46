//! Creates providers from settings. Besides the settings, this is the only place that knows every kind of provider.

mod section;

use std::sync::Arc;

use latchkey_providers as providers;
use latchkey_providers::Provider;
use latchkey_wire::{OfferId, Purpose};
use url::Url;

use self::section::ProviderSection;
use super::RegistryEntry;
use crate::config::{self, AccessTypeSetting, ConfigError};

const DAY_S: i64 = 24 * 3600;

/// The position of a kind of provider in the order to show them.
pub(super) fn rank(provider: &config::ProviderSettings) -> u8 {
    match provider {
        config::ProviderSettings::Microsoft(_) => 0,
        config::ProviderSettings::Exchange(_) => 1,
        config::ProviderSettings::Google(_) => 2,
        config::ProviderSettings::Oidc(_) => 3,
        config::ProviderSettings::Salesforce(_) => 4,
    }
}

/// A provider's offers that people may use now.
pub(crate) fn offered(name: &str, provider: &config::ProviderSettings) -> Vec<OfferId> {
    let only = |offered: bool| if offered { vec![OfferId::new(name)] } else { Vec::new() };
    match provider {
        config::ProviderSettings::Microsoft(settings) => only(settings.offered),
        config::ProviderSettings::Google(settings) => only(settings.offered),
        config::ProviderSettings::Oidc(settings) => only(settings.offered),
        config::ProviderSettings::Exchange(settings) => only(settings.offered),
        config::ProviderSettings::Salesforce(settings) => {
            settings.access_types.iter().map(|access_type| offer(name, *access_type)).collect()
        }
    }
}

/// The provider's offer, if a sync engine may receive its passwords.
pub(crate) fn hands_out_passwords(name: &str, provider: &config::ProviderSettings) -> Option<OfferId> {
    match provider {
        config::ProviderSettings::Exchange(settings) => settings.hand_out_passwords.then(|| OfferId::new(name)),
        config::ProviderSettings::Microsoft(_)
        | config::ProviderSettings::Google(_)
        | config::ProviderSettings::Oidc(_)
        | config::ProviderSettings::Salesforce(_) => None,
    }
}

fn offer(name: &str, access_type: AccessTypeSetting) -> OfferId {
    OfferId::new(format!("{name}-{}", access_type.slug()))
}

/// Creates the registry's entries for one provider of the configuration.
pub(super) fn build_entries(
    name: &str,
    provider: &config::ProviderSettings,
    redirect_uri: &Url,
) -> Result<Vec<RegistryEntry>, ConfigError> {
    let bad_address = |_| ConfigError::Address(name.to_owned());
    let idle_limit_s = idle_limit_s(provider);
    let entry =
        |offer: OfferId, provider: Arc<dyn Provider>| RegistryEntry::window(offer, name, idle_limit_s, provider);
    let of_name = |provider: Arc<dyn Provider>| Ok(vec![entry(OfferId::new(name), provider)]);
    let part = ProviderSection { name, redirect_uri };
    match provider {
        config::ProviderSettings::Microsoft(settings) => {
            if settings.purpose != Purpose::Mailbox {
                return Err(ConfigError::Purpose(name.to_owned()));
            }
            part.require_secure("authority", &settings.authority)?;
            let registration = part.registration(
                &settings.client_id,
                settings.client_secret.as_ref(),
                settings.client_secret_file.as_ref(),
            )?;
            let made = providers::Microsoft::new(providers::MicrosoftSettings {
                label: settings.label.clone(),
                access_type: "Microsoft Office 365".to_owned(),
                registration,
                tenant: settings.tenant.clone(),
                authority: settings.authority.clone(),
                graph: settings.graph.clone(),
                office_sso: settings.office_sso,
            });
            of_name(Arc::new(made.map_err(bad_address)?))
        }
        config::ProviderSettings::Google(settings) => {
            for (setting, url) in
                [("authority", &settings.authority), ("token_host", &settings.token_host), ("api", &settings.api)]
            {
                part.require_secure(setting, url)?;
            }
            let registration = part.registration(
                &settings.client_id,
                settings.client_secret.as_ref(),
                settings.client_secret_file.as_ref(),
            )?;
            let made = providers::Google::new(providers::GoogleSettings {
                label: settings.label.clone(),
                access_type: "Google".to_owned(),
                registration,
                authority: settings.authority.clone(),
                token_host: settings.token_host.clone(),
                api: settings.api.clone(),
                domains: settings.domains.clone(),
            });
            of_name(Arc::new(made.map_err(bad_address)?))
        }
        config::ProviderSettings::Oidc(settings) => {
            let issuer = Url::parse(&settings.issuer).map_err(bad_address)?;
            part.require_secure("issuer", &issuer)?;
            let registration = part.registration(
                &settings.client_id,
                settings.client_secret.as_ref(),
                settings.client_secret_file.as_ref(),
            )?;
            of_name(Arc::new(providers::Oidc::new(providers::OidcSettings {
                label: settings.label.clone(),
                access_type: settings.label.clone(),
                purpose: settings.purpose,
                registration,
                issuer: settings.issuer.clone(),
                scopes: settings.scopes.clone(),
                idle_limit_s: settings.idle_limit_days.map(|days| i64::from(days) * DAY_S),
                domains: settings.domains.clone(),
            })))
        }
        config::ProviderSettings::Exchange(settings) => {
            let exchange = part.exchange(settings)?;
            Ok(vec![RegistryEntry::password(OfferId::new(name), name, Arc::new(exchange))])
        }
        config::ProviderSettings::Salesforce(settings) => {
            part.require_secure("login_url", &settings.login_url)?;
            part.require_secure("sandbox_url", &settings.sandbox_url)?;
            let registration = part.registration(
                &settings.client_id,
                settings.client_secret.as_ref(),
                settings.client_secret_file.as_ref(),
            )?;
            let made = |access_type: AccessTypeSetting| {
                let made = providers::Salesforce::new(providers::SalesforceSettings {
                    label: settings.label.clone(),
                    registration: registration.clone(),
                    access_type: salesforce_access_type(access_type),
                    production: settings.login_url.clone(),
                    sandbox: settings.sandbox_url.clone(),
                    domains: settings.domains.clone(),
                });
                Ok(entry(offer(name, access_type), Arc::new(made.map_err(bad_address)?)))
            };
            AccessTypeSetting::ALL.into_iter().map(made).collect()
        }
    }
}

/// How long an unused refresh token lives, if the configuration sets this.
fn idle_limit_s(provider: &config::ProviderSettings) -> Option<i64> {
    let days = match provider {
        config::ProviderSettings::Microsoft(settings) => settings.idle_limit_days,
        config::ProviderSettings::Google(settings) => settings.idle_limit_days,
        config::ProviderSettings::Salesforce(settings) => settings.idle_limit_days,
        config::ProviderSettings::Oidc(settings) => settings.idle_limit_days,
        config::ProviderSettings::Exchange(_) => None,
    };
    days.map(|days| i64::from(days) * DAY_S)
}

fn salesforce_access_type(access_type: AccessTypeSetting) -> providers::SalesforceAccessType {
    match access_type {
        AccessTypeSetting::Production => providers::SalesforceAccessType::Production,
        AccessTypeSetting::Sandbox => providers::SalesforceAccessType::Sandbox,
        AccessTypeSetting::MyDomain => providers::SalesforceAccessType::MyDomain,
        AccessTypeSetting::ExperienceCloud => providers::SalesforceAccessType::ExperienceCloud,
    }
}
