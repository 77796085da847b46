//! The items of the menu, and how the keyboard moves between them (ARIA Authoring Practices, "Menu Button").

use latchkey_copy::{Label, Sentences};
use latchkey_wire::{Connection, Offer};

use super::{permissions, set_up};

/// An item of the menu.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Item {
    /// Shows what can be connected.
    SetUpSync,
    /// Shows the settings of what is connected.
    SyncSettings,
    /// Shows the CRM's part of the settings; the CRM goes by this name.
    YourAccount(String),
    /// Leads to the help pages.
    Help,
    /// Shows name and version.
    About,
    /// Loads everything again.
    RefreshSidebar,
    /// Forgets the session.
    LogOut,
}

impl Item {
    /// Its text.
    pub fn text(&self, sentences: Sentences) -> String {
        let label = match self {
            Self::SetUpSync => Label::SetUpSync,
            Self::SyncSettings => Label::SyncSettings,
            Self::YourAccount(provider) => return latchkey_copy::your_account(sentences, provider),
            Self::Help => Label::Help,
            Self::About => Label::About,
            Self::RefreshSidebar => Label::RefreshSidebar,
            Self::LogOut => Label::LogOut,
        };
        latchkey_copy::label(sentences, label).to_owned()
    }
}

/// The items. "Set up Sync" stays until everything that is offered is connected. "Sync settings" appears with the first
/// connection, so that a single connection can be renewed too.
pub fn items(offers: &[&Offer], connections: &[Connection]) -> Vec<Item> {
    let mut items = Vec::with_capacity(7);
    let steps = set_up::steps(offers, connections);
    if connections.is_empty() || steps.iter().any(|step| !step.is_connected) {
        items.push(Item::SetUpSync);
    }
    if !connections.is_empty() {
        items.push(Item::SyncSettings);
    }
    items.extend(permissions::crm_name(offers, connections).map(Item::YourAccount));
    items.extend([Item::Help, Item::About, Item::RefreshSidebar, Item::LogOut]);
    items
}

/// Whether a connection is lost, which the menu button shows.
pub fn has_loss(connections: &[Connection]) -> bool {
    connections.iter().any(|connection| connection.state.is_lost())
}

/// What a key does in the open menu.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MenuKeyAction {
    /// The focus goes to this item.
    Focus(usize),
    /// The menu closes and the focus returns to its button.
    Close,
    /// The menu closes, and the browser handles the key: Tab moves the focus on.
    Leave,
    /// The key does nothing in the menu.
    Stay,
}

/// What `key` (as `KeyboardEvent.key` names it) does while item `current` of `count` has the focus.
pub fn key_action(key: &str, current: usize, count: usize) -> MenuKeyAction {
    let last = count.saturating_sub(1);
    match key {
        "ArrowDown" => MenuKeyAction::Focus(if current >= last { 0 } else { current + 1 }),
        "ArrowUp" => MenuKeyAction::Focus(if current == 0 { last } else { current - 1 }),
        "Home" => MenuKeyAction::Focus(0),
        "End" => MenuKeyAction::Focus(last),
        "Escape" => MenuKeyAction::Close,
        "Tab" => MenuKeyAction::Leave,
        _ => MenuKeyAction::Stay,
    }
}

/// Which tab of `count` a key leads to from tab `current`; `None` for keys that move nothing (ARIA Authoring
/// Practices, "Tabs").
pub fn tab_for_key(key: &str, current: usize, count: usize) -> Option<usize> {
    let key = match key {
        "ArrowRight" => "ArrowDown",
        "ArrowLeft" => "ArrowUp",
        "Home" | "End" => key,
        _ => return None,
    };
    match key_action(key, current, count) {
        MenuKeyAction::Focus(next) => Some(next),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use latchkey_wire::{ConnectionState, Purpose, ReasonCode};

    use super::*;
    use crate::state::samples::{connection, installation};

    const ALWAYS: [Item; 4] = [Item::Help, Item::About, Item::RefreshSidebar, Item::LogOut];

    fn first_items(offers: &[&str], connections: &[Connection]) -> Vec<Item> {
        let installation = installation(offers);
        let items = items(&installation.offers.iter().collect::<Vec<_>>(), connections);
        assert_eq!(items[items.len() - 4..], ALWAYS);
        items[..items.len() - 4].to_vec()
    }

    #[test]
    fn set_up_makes_way_for_settings_once_everything_offered_is_connected() {
        assert_eq!(first_items(&["microsoft"], &[]), [Item::SetUpSync]);
        assert_eq!(first_items(&["microsoft"], &[connection()]), [Item::SyncSettings]);
    }

    #[test]
    fn with_one_of_two_connected_both_ways_are_open() {
        let crm = Item::YourAccount("salesforce".into());
        assert_eq!(
            first_items(&["microsoft", "salesforce"], &[connection()]),
            [Item::SetUpSync, Item::SyncSettings, crm]
        );
    }

    #[test]
    fn the_crm_goes_by_the_name_that_it_was_connected_under() {
        let crm = Connection { purpose: Purpose::Crm, provider_label: "Contoso CRM".into(), ..connection() };
        let items = first_items(&["microsoft", "salesforce"], &[connection(), crm]);
        assert_eq!(items, [Item::SyncSettings, Item::YourAccount("Contoso CRM".into())]);
        assert_eq!(items[1].text(Sentences::ENGLISH), "Your Contoso CRM account");
    }

    #[test]
    fn an_outage_is_no_loss_but_a_needed_sign_in_is() {
        let mut retrying = connection();
        retrying.state = ConnectionState::Retrying { since: 0, reason: ReasonCode::ProviderDown.into() };
        assert!(!has_loss(&[retrying]));
        let mut lost = connection();
        lost.state = ConnectionState::NeedsSignIn { since: 0, reason: ReasonCode::SignInEnded.into() };
        assert!(has_loss(&[connection(), lost]));
        assert!(!has_loss(&[]));
    }

    #[test]
    fn arrows_go_round_and_home_and_end_go_to_the_ends() {
        assert_eq!(key_action("ArrowDown", 0, 3), MenuKeyAction::Focus(1));
        assert_eq!(key_action("ArrowDown", 2, 3), MenuKeyAction::Focus(0));
        assert_eq!(key_action("ArrowUp", 0, 3), MenuKeyAction::Focus(2));
        assert_eq!(key_action("Home", 2, 3), MenuKeyAction::Focus(0));
        assert_eq!(key_action("End", 0, 3), MenuKeyAction::Focus(2));
    }

    #[test]
    fn escape_closes_tab_leaves_and_letters_do_nothing() {
        assert_eq!(key_action("Escape", 1, 3), MenuKeyAction::Close);
        assert_eq!(key_action("Tab", 1, 3), MenuKeyAction::Leave);
        assert_eq!(key_action("x", 1, 3), MenuKeyAction::Stay);
    }

    #[test]
    fn tabs_move_sideways_only() {
        assert_eq!(tab_for_key("ArrowRight", 1, 2), Some(0));
        assert_eq!(tab_for_key("ArrowLeft", 1, 2), Some(0));
        assert_eq!(tab_for_key("End", 0, 2), Some(1));
        assert_eq!(tab_for_key("ArrowDown", 0, 2), None);
        assert_eq!(tab_for_key("Escape", 0, 2), None);
    }
}
