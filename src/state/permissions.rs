//! What the person may do: which offers they may connect through, and which of the two Sync settings pages they get.

use latchkey_wire::{Connection, Installation, Offer, Overview, Purpose, SyncSettings};

/// What the installation offers, without what the administrator does not allow this person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Permissions {
    /// The Sync settings page that the person gets.
    pub sync_settings: SyncSettings,
    /// What may be connected, or changed to, now.
    pub offers: Vec<&'static Offer>,
}

impl Permissions {
    /// The permissions before the first overview: every configured offer. The endpoint decides when an offer is used.
    pub fn new(installation: &'static Installation, overview: Option<&Overview>) -> Self {
        let is_allowed = |offer: &&Offer| overview.is_none_or(|overview| overview.offers.contains(&offer.id));
        Self {
            sync_settings: overview.map_or(installation.sync_settings, |overview| overview.sync_settings),
            offers: installation.offers.iter().filter(is_allowed).collect(),
        }
    }

    /// What is offered for a purpose.
    pub fn offers(&self, purpose: Purpose) -> Vec<&'static Offer> {
        self.offers.iter().copied().filter(|offer| offer.purpose == purpose).collect()
    }
}

/// The CRM's name: the provider of its connection, or else of its first offer.
pub fn crm_name(offers: &[&Offer], connections: &[Connection]) -> Option<String> {
    let connected = connections.iter().find(|one| one.purpose == Purpose::Crm).map(|one| &one.provider_label);
    let offered = || offers.iter().find(|offer| offer.purpose == Purpose::Crm).map(|offer| &offer.label);
    connected.or_else(offered).cloned()
}

/// Whether two offers have the same provider. Then their buttons show access types instead of the provider's name.
pub fn has_repeated_provider(offers: &[&Offer]) -> bool {
    offers.iter().enumerate().any(|(index, offer)| offers[..index].iter().any(|other| other.label == offer.label))
}

#[cfg(test)]
mod tests {
    use latchkey_wire::OfferId;

    use super::*;
    use crate::state::samples::{installation, overview};

    fn leaked(offers: &[&str]) -> &'static Installation {
        Box::leak(Box::new(installation(offers)))
    }

    #[test]
    fn before_an_overview_everything_that_is_configured_may_be_tried() {
        assert_eq!(Permissions::new(leaked(&["microsoft", "salesforce"]), None).offers.len(), 2);
    }

    #[test]
    fn what_the_administrator_keeps_back_is_not_offered() {
        let mut overview = overview(vec![]);
        overview.offers = vec![OfferId::new("google"), OfferId::new("not-configured-here")];
        let permissions = Permissions::new(leaked(&["microsoft", "google"]), Some(&overview));
        let ids: Vec<_> = permissions.offers(Purpose::Mailbox).iter().map(|offer| offer.id.as_str()).collect();
        assert_eq!(ids, ["google"]);
        assert!(permissions.offers(Purpose::Crm).is_empty());
    }

    #[test]
    fn the_page_is_the_installations_until_an_overview_says_whose_it_is() {
        let installation = leaked(&[]);
        let mut overview = overview(vec![]);
        overview.sync_settings = SyncSettings::Legacy;
        assert_eq!(Permissions::new(installation, None).sync_settings, SyncSettings::New);
        assert_eq!(Permissions::new(installation, Some(&overview)).sync_settings, SyncSettings::Legacy);
    }

    #[test]
    fn ways_of_one_provider_are_told_apart_by_more_than_its_name() {
        let mut installation = installation(&["sandbox", "production", "microsoft"]);
        installation.offers[1].label = installation.offers[0].label.clone();
        let offers: Vec<&Offer> = installation.offers.iter().collect();
        assert!(has_repeated_provider(&offers));
        assert!(!has_repeated_provider(&offers[1..]));
    }
}
