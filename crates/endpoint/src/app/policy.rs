//! The settings that an administrator may change while the endpoint runs: which offers people may use, which Sync
//! settings they get, whether passwords leave the endpoint, and when clients' secrets end. Open panes are notified of changes.
//!
//! # To add something that may change
//! Add it to [`Policy`] and to what the journal records (`parts`), read it from the configuration in
//! [`Policy::from_config`], and add it to the overview.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use latchkey_wire::{Installation, OfferId, SyncSettings};
use serde_json::{Map, Value, json};

use crate::config::{self, Config, SecretEnd};
use crate::registry::{self, Registry};

/// The settings that are in force.
#[derive(Debug)]
pub struct Policy {
    /// Names and offers.
    pub installation: Installation,
    offered: HashSet<OfferId>,
    hands_out_passwords: HashSet<OfferId>,
    domains: BTreeMap<String, SyncSettings>,
    accounts: BTreeMap<String, SyncSettings>,
    secret_ends: BTreeMap<String, SecretEnd>,
    next_secrets: BTreeSet<String>,
}

impl Policy {
    /// Reads the policy from a configuration, for the providers that the endpoint was started with.
    pub fn from_config(config: &Config, registry: &Registry) -> Self {
        let facts = || config.providers.iter().map(|(name, provider)| registry::facts(name, provider));
        let offered: HashSet<_> = facts().flat_map(|facts| facts.offered).collect();
        let hands_out_passwords = facts().filter_map(|facts| facts.hands_out_passwords).collect();
        let config::SyncSettingsRules { page, domains, accounts } = &config.sync_settings;
        let lowercase = |rules: &BTreeMap<String, SyncSettings>| {
            rules.iter().map(|(name, page)| (name.to_ascii_lowercase(), *page)).collect()
        };
        let installation = Installation {
            product_name: config.names.product_name.clone(),
            short_name: config.names.short_name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            help_url: config.names.help_url.to_string(),
            offers: registry.offers(|offer| offered.contains(offer)),
            sync_settings: *page,
        };
        let (domains, accounts) = (lowercase(domains), lowercase(accounts));
        let secret_ends = config.secret_ends().expect("a day that can't be read was refused with the configuration");
        let next_secrets = config.next_secrets();
        Self { installation, offered, hands_out_passwords, domains, accounts, secret_ends, next_secrets }
    }

    /// The last days of clients' secrets, by the provider's name in the configuration, where they are known.
    pub fn secret_ends(&self) -> &BTreeMap<String, SecretEnd> {
        &self.secret_ends
    }

    /// Whether the configuration has this provider's next secret already.
    pub fn has_next_secret(&self, provider: &str) -> bool {
        self.next_secrets.contains(provider)
    }

    /// Whether people may connect through this offer.
    pub fn is_offered(&self, offer: &OfferId) -> bool {
        self.offered.contains(offer)
    }

    /// Whether a sync engine may receive the passwords of this offer's connections. `false` unless the administrator
    /// allows it.
    pub fn hands_out_passwords(&self, offer: &OfferId) -> bool {
        self.hands_out_passwords.contains(offer)
    }

    /// The parts that differ in `after`, each with its value before and after, for the journal. `None` if nothing
    /// differs.
    pub(crate) fn changes(&self, after: &Self) -> Option<Map<String, Value>> {
        let changed = self.parts().into_iter().zip(after.parts()).filter(|(before, after)| before != after);
        let changed = changed.map(|((name, before), (_, after))| (name, json!({ "before": before, "after": after })));
        let changed: Map<_, _> = changed.collect();
        (!changed.is_empty()).then_some(changed)
    }

    /// Every part, by its name in the configuration.
    fn parts(&self) -> [(String, Value); 5] {
        let Installation { product_name, short_name, help_url, sync_settings, .. } = &self.installation;
        let days: BTreeMap<_, _> = self.secret_ends.iter().map(|(name, end)| (name, end.to_string())).collect();
        let sorted = |offers: &HashSet<OfferId>| json!(offers.iter().collect::<BTreeSet<_>>());
        [
            ("names", json!({ "product_name": product_name, "short_name": short_name, "help_url": help_url })),
            ("offered", sorted(&self.offered)),
            ("hand_out_passwords", sorted(&self.hands_out_passwords)),
            ("sync_settings", json!({ "page": sync_settings, "domains": self.domains, "accounts": self.accounts })),
            ("client_secret_ends", json!(days)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
    }

    /// The Sync settings of a person with these accounts. The first account that a rule applies to decides. A rule for
    /// the account takes precedence over one for its domain.
    pub fn sync_settings<'a>(&self, addresses: impl Iterator<Item = &'a str>) -> SyncSettings {
        let rule = |address: &str| {
            let address = address.to_ascii_lowercase();
            let domain = address.rsplit_once('@').map(|(_, domain)| domain);
            self.accounts.get(&address).or_else(|| self.domains.get(domain?)).copied()
        };
        addresses.into_iter().find_map(rule).unwrap_or(self.installation.sync_settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbound::SigningTools;

    fn policy(toml: &str) -> Policy {
        let config = Config::parse(&format!(
            r#"
            listen = "127.0.0.1:0"
            public_url = "https://latchkey.example"
            store = {{ url = "sqlite::memory:" }}
            encryption = {{ keys = [] }}
            {toml}
            [providers.crm]
            kind = "salesforce"
            client_id = "id"
            client_secret = "secret"
            access_types = ["sandbox", "my_domain"]
            [providers.post]
            kind = "google"
            client_id = "id"
            client_secret = "secret"
            offered = false
            "#
        ))
        .unwrap();
        Policy::from_config(&config, &Registry::from_config(&config, &SigningTools::of_this_machine()).unwrap())
    }

    #[test]
    fn only_what_is_offered_is_shown() {
        let policy = policy("");
        let shown: Vec<_> = policy.installation.offers.iter().map(|offer| offer.id.as_str()).collect();
        assert_eq!(shown, ["crm-sandbox", "crm-my-domain"]);
        assert!(!policy.is_offered(&OfferId::new("post")) && !policy.is_offered(&OfferId::new("crm-production")));
    }

    #[test]
    fn only_what_differs_is_listed_before_and_after() {
        let before = policy("");
        assert_eq!(before.changes(&policy("")), None);
        let after = policy("names = { short_name = \"Key\" }\n[sync_settings]\npage = \"legacy\"");
        let changes = before.changes(&after).unwrap();
        let parts: Vec<_> = changes.keys().collect();
        assert_eq!(parts, ["names", "sync_settings"]);
        assert_eq!(changes["names"]["after"]["short_name"], "Key");
        let page = &changes["sync_settings"];
        assert_eq!((&page["before"]["page"], &page["after"]["page"]), (&json!("new"), &json!("legacy")));
    }

    #[test]
    fn passwords_stay_here_unless_the_administrator_says_otherwise() {
        let policy = policy(
            r#"
            [providers.silent]
            kind = "exchange"
            [providers.refused]
            kind = "exchange"
            hand_out_passwords = false
            [providers.allowed]
            kind = "exchange"
            hand_out_passwords = true
            "#,
        );
        let hands_out = |offer: &str| policy.hands_out_passwords(&OfferId::new(offer));
        assert!(hands_out("allowed"));
        for offer in ["silent", "refused", "post", "crm-sandbox", "unknown"] {
            assert!(!hands_out(offer), "{offer}");
        }
    }

    #[test]
    fn the_most_particular_rule_about_the_first_account_decides() {
        let policy = policy(
            r#"
            [sync_settings]
            page = "legacy"
            domains = { "Contoso.example" = "new" }
            accounts = { "ann@contoso.example" = "legacy" }
            "#,
        );
        let page = |addresses: &[&str]| policy.sync_settings(addresses.iter().copied());
        assert_eq!(page(&[]), SyncSettings::Legacy);
        assert_eq!(page(&["cleo@fabrikam.example"]), SyncSettings::Legacy);
        assert_eq!(page(&["ben@CONTOSO.example"]), SyncSettings::New);
        assert_eq!(page(&["Ann@contoso.example", "ben@contoso.example"]), SyncSettings::Legacy);
        assert_eq!(page(&["cleo@fabrikam.example", "ben@contoso.example"]), SyncSettings::New);
    }
}
