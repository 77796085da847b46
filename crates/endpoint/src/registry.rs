//! The providers of this installation, made from its configuration.

mod exchange;
mod make;
mod provider_key;

pub(crate) use make::facts;
pub use provider_key::{LimiterKey, ProviderKey};

use std::collections::HashMap;
use std::sync::Arc;

use latchkey_domain::renewal::ProviderLimits;
use latchkey_domain::{Identity, without_end_slash};
use latchkey_providers::{PasswordProvider, Provider, ProviderInfo, SiteRefusal};
use latchkey_wire::{Offer, OfferId};
use url::Url;

use crate::config::{Config, ConfigError};
use crate::outbound::SigningTools;

/// Every offer, in the order to show them. Offers that the administrator has withdrawn are included, because their
/// connections remain.
#[derive(Clone)]
pub struct Registry {
    entries: Vec<RegistryEntry>,
    by_offer: HashMap<OfferId, usize>,
}

/// One offer.
#[derive(Clone)]
struct RegistryEntry {
    offer: OfferId,
    /// The provider's name in the configuration.
    part: String,
    /// How long an unused refresh token lives, if the configuration sets this.
    idle_limit_s: Option<i64>,
    info: Arc<dyn ProviderInfo>,
    access: ProviderAccess,
}

/// How people sign in at a provider.
#[derive(Clone)]
enum ProviderAccess {
    /// In a window.
    Window(Arc<dyn Provider>),
    /// By a password that they type in the pane.
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

    /// The last part of the provider's callback address. `None` for a provider that has no sign-in page.
    fn callback(&self) -> Option<&str> {
        match self.access {
            ProviderAccess::Window(_) => Some(&self.part),
            ProviderAccess::Password(_) => None,
        }
    }
}

impl Registry {
    /// Creates the providers.
    pub fn from_config(config: &Config, tools: &SigningTools) -> Result<Self, ConfigError> {
        let mut entries = Vec::new();
        let mut providers: Vec<_> = config.providers.iter().collect();
        providers.sort_by_key(|(name, provider)| (facts(name, provider).rank, *name));
        for (name, provider) in providers {
            let redirect_uri = callback_address(&config.public_url, name);
            entries.extend(make::build_entries(name, provider, &redirect_uri, tools)?);
        }
        let by_offer = entries.iter().enumerate().map(|(index, entry)| (entry.offer.clone(), index)).collect();
        Ok(Self { entries, by_offer })
    }

    fn entry(&self, offer: &OfferId) -> Option<&RegistryEntry> {
        self.by_offer.get(offer).and_then(|index| self.entries.get(*index))
    }

    /// The description of an offer's provider.
    pub fn get(&self, offer: &OfferId) -> Option<&Arc<dyn ProviderInfo>> {
        self.entry(offer).map(|entry| &entry.info)
    }

    /// The provider of an offer with passwords.
    pub fn by_password(&self, offer: &OfferId) -> Option<&Arc<dyn PasswordProvider>> {
        match &self.entry(offer)?.access {
            ProviderAccess::Password(provider) => Some(provider),
            ProviderAccess::Window(_) => None,
        }
    }

    /// The provider of an offer with a sign-in window, at the site that a person typed. `None` if there is no such
    /// offer.
    pub fn at(&self, offer: &OfferId, site: Option<&str>) -> Option<Result<Arc<dyn Provider>, SiteRefusal>> {
        let ProviderAccess::Window(provider) = &self.entry(offer)?.access else { return None };
        Some(match site {
            Some(site) => provider.at_site(site),
            None if provider.address_example().is_some() => Err(SiteRefusal::Missing),
            None => Ok(Arc::clone(provider)),
        })
    }

    /// Whether this offer's provider sends its answers to this callback address.
    pub fn is_callback_of(&self, offer: &OfferId, callback: &str) -> bool {
        self.entry(offer).is_some_and(|entry| entry.callback() == Some(callback))
    }

    /// Whether any provider uses this callback address.
    pub fn has_callback(&self, callback: &str) -> bool {
        self.entries.iter().any(|entry| entry.callback() == Some(callback))
    }

    /// Whether an administrator's approval of a provider's app ends at this callback address.
    pub fn ends_approvals(&self, callback: &str) -> bool {
        let here = self.entries.iter().filter(|entry| entry.callback() == Some(callback));
        here.into_iter().any(|entry| entry.info.approval_url().is_some())
    }

    /// The limits of an offer's provider. The configuration takes precedence.
    pub fn rules(&self, offer: &OfferId) -> ProviderLimits {
        let Some(entry) = self.entry(offer) else { return ProviderLimits { idle_limit_s: None } };
        ProviderLimits { idle_limit_s: entry.idle_limit_s.or(entry.info.rules().idle_limit_s) }
    }

    /// The key of the provider and site that this offer's tokens are presented to.
    pub fn provider_key(&self, offer: &OfferId, site: Option<&str>) -> ProviderKey {
        let part = self.entry(offer).map_or_else(|| offer.to_string(), |entry| entry.part.clone());
        ProviderKey { part, site: site.map(str::to_owned) }
    }

    /// The same, with the person's organisation.
    pub fn limiter_key(&self, offer: &OfferId, site: Option<&str>, identity: &Identity) -> LimiterKey {
        LimiterKey {
            provider: self.provider_key(offer, site),
            organisation: without_end_slash(&identity.issuer).to_owned(),
        }
    }

    /// Every provider with a sign-in window, with its offer.
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

    /// The offers that people can choose from, limited to those that `offered` admits.
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
            may_need_approval: provider.may_need_approval(),
            approval_url: provider.approval_url().map(String::from),
        };
        self.all().filter(|(id, _)| offered(id)).map(offer).collect()
    }
}

/// A provider's callback address. Each provider has its own, so that an answer of one provider cannot pass for an
/// answer of another (RFC 9700, 4.4.2).
fn callback_address(public_url: &Url, provider: &str) -> Url {
    public_url.join(&format!("/oauth/callback/{provider}")).expect("providers' names fit into an address")
}
