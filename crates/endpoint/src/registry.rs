//! The providers of this installation, made from its configuration.

mod exchange;
mod make;
mod provider_key;

pub(crate) use make::{hands_out_passwords, offered};
pub use provider_key::{LimiterKey, ProviderKey};

use std::collections::HashMap;
use std::sync::Arc;

use latchkey_domain::Identity;
use latchkey_domain::renewal::ProviderLimits;
use latchkey_providers::{PasswordProvider, Provider, ProviderInfo, SiteRefusal};
use latchkey_wire::{Offer, OfferId};
use url::Url;

use crate::config::{Config, ConfigError};

/// Every way to connect, in the order to show them, whether it is offered now or not: a connection outlives its offer.
#[derive(Clone)]
pub struct Registry {
    entries: Vec<RegistryEntry>,
    by_offer: HashMap<OfferId, usize>,
}

/// One way to connect.
#[derive(Clone)]
struct RegistryEntry {
    offer: OfferId,
    /// The provider's name in the configuration.
    part: String,
    /// How long a refresh token lives unused, where the configuration says so.
    idle_limit_s: Option<i64>,
    info: Arc<dyn ProviderInfo>,
    access: ProviderAccess,
}

/// How people sign in there.
#[derive(Clone)]
enum ProviderAccess {
    /// In a window.
    Window(Arc<dyn Provider>),
    /// By a password in the pane.
    Password(Arc<dyn PasswordProvider>),
}

impl RegistryEntry {
    fn window(offer: OfferId, part: &str, idle_limit_s: Option<i64>, provider: Arc<dyn Provider>) -> Self {
        let info = Arc::<dyn Provider>::clone(&provider);
        Self { offer, part: part.to_owned(), idle_limit_s, info, access: ProviderAccess::Window(provider) }
    }

    fn password(offer: OfferId, part: &str, provider: Arc<dyn PasswordProvider>) -> Self {
        let info = Arc::<dyn PasswordProvider>::clone(&provider);
        Self { offer, part: part.to_owned(), idle_limit_s: None, info, access: ProviderAccess::Password(provider) }
    }

    /// The end of its callback address. Where nobody is sent anywhere, nobody comes back.
    fn callback(&self) -> Option<&str> {
        match self.access {
            ProviderAccess::Window(_) => Some(&self.part),
            ProviderAccess::Password(_) => None,
        }
    }
}

impl Registry {
    /// Makes the providers.
    pub fn from_config(config: &Config) -> Result<Self, ConfigError> {
        let mut entries = Vec::new();
        let mut providers: Vec<_> = config.providers.iter().collect();
        providers.sort_by_key(|(name, provider)| (make::rank(provider), *name));
        for (name, provider) in providers {
            let redirect_uri = callback_address(&config.public_url, name);
            entries.extend(make::build_entries(name, provider, &redirect_uri)?);
        }
        let by_offer = entries.iter().enumerate().map(|(index, entry)| (entry.offer.clone(), index)).collect();
        Ok(Self { entries, by_offer })
    }

    fn entry(&self, offer: &OfferId) -> Option<&RegistryEntry> {
        self.by_offer.get(offer).and_then(|index| self.entries.get(*index))
    }

    /// What people see of an offer's provider.
    pub fn get(&self, offer: &OfferId) -> Option<&Arc<dyn ProviderInfo>> {
        self.entry(offer).map(|entry| &entry.info)
    }

    /// The provider of an offer at which people sign in by password.
    pub fn by_password(&self, offer: &OfferId) -> Option<&Arc<dyn PasswordProvider>> {
        match &self.entry(offer)?.access {
            ProviderAccess::Password(provider) => Some(provider),
            ProviderAccess::Window(_) => None,
        }
    }

    /// The provider of an offer at which people sign in in a window, at the address that somebody typed for it. `None` if
    /// there is no such offer.
    pub fn at(&self, offer: &OfferId, site: Option<&str>) -> Option<Result<Arc<dyn Provider>, SiteRefusal>> {
        let ProviderAccess::Window(provider) = &self.entry(offer)?.access else { return None };
        Some(match site {
            Some(site) => provider.at_site(site),
            None if provider.address_example().is_some() => Err(SiteRefusal::Missing),
            None => Ok(Arc::clone(provider)),
        })
    }

    /// Whether answers for this offer come back to the callback address of this name.
    pub fn is_callback_of(&self, offer: &OfferId, callback: &str) -> bool {
        self.entry(offer).is_some_and(|entry| entry.callback() == Some(callback))
    }

    /// Whether any provider sends people back to the callback address of this name.
    pub fn has_callback(&self, callback: &str) -> bool {
        self.entries.iter().any(|entry| entry.callback() == Some(callback))
    }

    /// The limits of an offer's provider, as the configuration knows them better.
    pub fn rules(&self, offer: &OfferId) -> ProviderLimits {
        let Some(entry) = self.entry(offer) else { return ProviderLimits { idle_limit_s: None } };
        ProviderLimits { idle_limit_s: entry.idle_limit_s.or(entry.info.rules().idle_limit_s) }
    }

    /// Where tokens of this offer are presented.
    pub fn provider_key(&self, offer: &OfferId, site: Option<&str>) -> ProviderKey {
        let part = self.entry(offer).map_or_else(|| offer.to_string(), |entry| entry.part.clone());
        ProviderKey { part, site: site.map(str::to_owned) }
    }

    /// The same, with whose they are.
    pub fn limiter_key(&self, offer: &OfferId, site: Option<&str>, identity: &Identity) -> LimiterKey {
        LimiterKey { provider: self.provider_key(offer, site), organisation: identity.issuer.clone() }
    }

    /// Every provider at which people sign in in a window, with its offer.
    pub fn in_windows(&self) -> impl Iterator<Item = (&OfferId, &Arc<dyn Provider>)> {
        self.entries.iter().filter_map(|entry| match &entry.access {
            ProviderAccess::Window(provider) => Some((&entry.offer, provider)),
            ProviderAccess::Password(_) => None,
        })
    }

    /// Every provider with its offer, in the order to show them.
    pub fn all(&self) -> impl Iterator<Item = (&OfferId, &Arc<dyn ProviderInfo>)> {
        self.entries.iter().map(|entry| (&entry.offer, &entry.info))
    }

    /// What people can choose from, of the offers that `offered` admits.
    pub fn offers(&self, offered: impl Fn(&OfferId) -> bool) -> Vec<Offer> {
        let offer = |(id, provider): (&OfferId, &Arc<dyn ProviderInfo>)| Offer {
            id: id.clone(),
            by_password: self.by_password(id).is_some(),
            purpose: provider.purpose(),
            label: provider.label().to_owned(),
            access_type: provider.access_type().to_owned(),
            address_example: provider.address_example().map(str::to_owned),
            may_need_installing: provider.may_need_installing(),
            needs_browser: provider.needs_browser(),
        };
        self.all().filter(|(id, _)| offered(id)).map(offer).collect()
    }
}

/// Where a provider sends people back to. Each provider has an address of its own, so that an answer of one cannot pass
/// for an answer of another (RFC 9700, 4.4.2).
fn callback_address(public_url: &Url, provider: &str) -> Url {
    public_url.join(&format!("/oauth/callback/{provider}")).expect("providers' names fit into an address")
}
