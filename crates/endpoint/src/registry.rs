//! The providers of this installation, made from its configuration.

use std::collections::BTreeMap;
use std::sync::Arc;

use latchkey_domain::ClientSecret;
use latchkey_providers::{Microsoft, MicrosoftSettings, Provider, Registration};
use latchkey_wire::{Offer, OfferId, Purpose};
use secrecy::ExposeSecret as _;
use url::Url;

use crate::config::{self, Config, ConfigError};

/// Every provider by the id of its offer.
#[derive(Clone)]
pub struct Registry(BTreeMap<OfferId, Arc<dyn Provider>>);

impl Registry {
    /// Makes the providers.
    pub fn from_config(config: &Config) -> Result<Self, ConfigError> {
        let made = config.providers.iter().map(|(name, provider)| {
            let redirect_uri = callback_address(&config.public_url, name);
            Ok((OfferId::new(name.clone()), make(name, provider, redirect_uri)?))
        });
        Ok(Self(made.collect::<Result<_, ConfigError>>()?))
    }

    /// The provider of an offer.
    pub fn get(&self, offer: &OfferId) -> Option<&Arc<dyn Provider>> {
        self.0.get(offer)
    }

    /// What people can choose from.
    pub fn offers(&self) -> Vec<Offer> {
        let offer = |(id, provider): (&OfferId, &Arc<dyn Provider>)| Offer {
            id: id.clone(),
            purpose: provider.purpose(),
            label: provider.label().to_owned(),
        };
        self.0.iter().map(offer).collect()
    }
}

/// Where a provider sends people back to. Each provider has an address of its own, so that an answer of one cannot pass
/// for an answer of another (RFC 9700, 4.4.2).
fn callback_address(public_url: &Url, offer: &str) -> Url {
    public_url.join(&format!("/oauth/callback/{offer}")).expect("offer names fit into an address")
}

fn make(name: &str, provider: &config::Provider, redirect_uri: Url) -> Result<Arc<dyn Provider>, ConfigError> {
    match provider {
        config::Provider::Microsoft(settings) => {
            if settings.purpose != Purpose::Mailbox {
                return Err(ConfigError::Purpose(name.to_owned()));
            }
            let setting = format!("providers.{name}.client_secret");
            let secret =
                config::load_secret(&setting, settings.client_secret.as_ref(), settings.client_secret_file.as_deref())?;
            config::require_secure(&format!("providers.{name}.authority"), &settings.authority)?;
            let registration = Registration {
                client_id: settings.client_id.clone(),
                client_secret: ClientSecret::new(secret.expose_secret()),
                redirect_uri,
            };
            let microsoft = Microsoft::new(MicrosoftSettings {
                label: settings.label.clone(),
                registration,
                tenant: settings.tenant.clone(),
                authority: settings.authority.clone(),
                graph: settings.graph.clone(),
            });
            Ok(Arc::new(microsoft.map_err(|_| ConfigError::Address(name.to_owned()))?))
        }
    }
}
