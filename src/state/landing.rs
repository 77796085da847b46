//! Which screen comes up.

use latchkey_wire::{Connection, Purpose};

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

/// The screen after the endpoint has told of `connections`, where `shown` were known before. Whoever is somewhere
/// stays there; only a screen that has lost its point makes way.
pub fn after(screen: Screen, shown: &[Connection], connections: &[Connection]) -> Screen {
    let is_new = |connection: &Connection| shown.iter().all(|known| known.id != connection.id);
    match screen {
        Screen::Loading if connections.is_empty() => Screen::SetUp,
        Screen::Loading => Screen::Home,
        Screen::SetUp if connections.iter().any(is_new) => Screen::Home,
        stays => stays,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::sign_in::samples::connection;

    #[test]
    fn without_a_session_the_first_screen_needs_no_endpoint() {
        assert_eq!(first(false), Screen::SetUp);
        assert_eq!(first(true), Screen::Loading);
    }

    #[test]
    fn who_has_connected_something_lands_at_home_and_who_has_not_at_set_up() {
        assert_eq!(after(Screen::Loading, &[], &[]), Screen::SetUp);
        assert_eq!(after(Screen::Loading, &[], &[connection()]), Screen::Home);
    }

    #[test]
    fn news_never_take_a_screen_from_somebody_who_is_using_it() {
        for screen in [Screen::SetUp, Screen::Settings(Purpose::Mailbox), Screen::About, Screen::SessionOver] {
            assert_eq!(after(screen, &[connection()], &[connection()]), screen);
        }
    }

    #[test]
    fn a_connection_that_was_just_made_ends_set_up_but_not_the_settings() {
        assert_eq!(after(Screen::SetUp, &[], &[connection()]), Screen::Home);
        assert_eq!(after(Screen::Settings(Purpose::Crm), &[], &[connection()]), Screen::Settings(Purpose::Crm));
    }
}
