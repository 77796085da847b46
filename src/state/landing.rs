//! Which screen comes up.

use latchkey_wire::{Overview, Purpose};

/// Id of every screen's heading, where keyboard and screen reader are led when the screen changes.
pub const HEADING: &str = "screen-heading";

/// The screens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Screen {
    /// There is a session, and its first overview is on its way.
    Loading,
    /// Every connection with its state.
    Home,
    /// What can be connected.
    SetUp,
    /// Sync settings, with the tab of this purpose.
    Settings(Purpose),
    /// Name and version.
    About,
    /// The session was refused.
    SessionOver,
}

/// The first screen, before anything was asked of the endpoint.
pub fn first(has_session: bool) -> Screen {
    if has_session { Screen::Loading } else { Screen::SetUp }
}

/// The screen after an overview has come. Whoever is somewhere stays there; only a screen that has lost its point
/// makes way.
pub fn after(screen: Screen, overview: &Overview, newly_connected: bool) -> Screen {
    match screen {
        Screen::Loading if overview.connections.is_empty() => Screen::SetUp,
        Screen::Loading => Screen::Home,
        Screen::SetUp if newly_connected => Screen::Home,
        stays => stays,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sign_in::samples::{connection, overview};

    #[test]
    fn without_a_session_the_first_screen_needs_no_endpoint() {
        assert_eq!(first(false), Screen::SetUp);
        assert_eq!(first(true), Screen::Loading);
    }

    #[test]
    fn who_has_connected_something_lands_at_home_and_who_has_not_at_set_up() {
        assert_eq!(after(Screen::Loading, &overview(vec![]), false), Screen::SetUp);
        assert_eq!(after(Screen::Loading, &overview(vec![connection()]), false), Screen::Home);
    }

    #[test]
    fn an_overview_never_takes_a_screen_from_somebody_who_is_using_it() {
        let busy = overview(vec![connection()]);
        for screen in [Screen::SetUp, Screen::Settings(Purpose::Mailbox), Screen::About, Screen::SessionOver] {
            assert_eq!(after(screen, &busy, false), screen);
        }
    }

    #[test]
    fn a_connection_that_was_just_made_ends_set_up_but_not_the_settings() {
        let busy = overview(vec![connection()]);
        assert_eq!(after(Screen::SetUp, &busy, true), Screen::Home);
        assert_eq!(after(Screen::Settings(Purpose::Crm), &busy, true), Screen::Settings(Purpose::Crm));
    }
}
