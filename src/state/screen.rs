//! Which screen is shown.

use latchkey_wire::{Connection, Purpose};

/// Id of every screen's heading, which receives the focus when the screen changes.
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
    /// Sync settings, at this purpose.
    Settings(Purpose),
    /// Sync settings, with the question that Change asks.
    Change(Purpose),
    /// Sync settings, with the form in which Refresh asks for a password.
    Refresh(Purpose),
    /// Name and version.
    About,
    /// The session was refused.
    SessionOver,
}

impl Screen {
    /// Whether the screen shows the state of the connection for this purpose.
    pub fn shows_state(self, purpose: Purpose) -> bool {
        self == Self::Home || self == Self::Settings(purpose)
    }
}

/// The first screen, before anything was asked of the endpoint.
pub fn first(has_session: bool) -> Screen {
    if has_session { Screen::Loading } else { Screen::SetUp }
}

/// The screen with the password form, which replaces the connection or offer that it belongs to.
pub fn for_form(screen: Screen, purpose: Purpose, is_refresh: bool, is_connected: bool) -> Screen {
    match screen {
        _ if is_refresh => Screen::Refresh(purpose),
        _ if is_connected => Screen::Change(purpose),
        Screen::Home => screen,
        Screen::Settings(shown) if shown == purpose => screen,
        _ => Screen::SetUp,
    }
}

/// The screen after the endpoint has sent `connections`, where `shown` were known before. A screen that the person is
/// using stays. Only Loading is replaced, and Set up Sync if several connections have appeared at once.
pub fn after(screen: Screen, shown: &[Connection], connections: &[Connection]) -> Screen {
    let is_new = |connection: &&Connection| shown.iter().all(|known| known.id != connection.id);
    match screen {
        Screen::Loading if connections.is_empty() => Screen::SetUp,
        Screen::Loading => Screen::Home,
        // Several new connections at once belong to a person who has signed in again.
        Screen::SetUp if connections.iter().filter(is_new).count() > 1 => Screen::Home,
        stays => stays,
    }
}

#[cfg(test)]
mod tests {
    use latchkey_wire::ConnectionId;

    use super::*;
    use crate::state::samples::connection;

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
    fn a_password_is_asked_for_in_place_of_what_it_is_for() {
        use Purpose::{Crm, Mailbox};
        assert_eq!(for_form(Screen::Home, Mailbox, true, true), Screen::Refresh(Mailbox));
        assert_eq!(for_form(Screen::Settings(Crm), Mailbox, false, true), Screen::Change(Mailbox));
        for stays in [Screen::Home, Screen::SetUp, Screen::Settings(Mailbox)] {
            assert_eq!(for_form(stays, Mailbox, false, false), stays);
        }
        assert_eq!(for_form(Screen::Settings(Crm), Mailbox, false, false), Screen::SetUp);
        assert_eq!(for_form(Screen::About, Mailbox, false, false), Screen::SetUp);
    }

    #[test]
    fn news_never_replace_a_screen_that_is_in_use() {
        use Purpose::{Crm, Mailbox};
        for screen in [Screen::SetUp, Screen::Settings(Mailbox), Screen::Change(Crm), Screen::SessionOver] {
            assert_eq!(after(screen, &[connection()], &[connection()]), screen);
        }
    }

    #[test]
    fn set_up_goes_on_after_its_first_connection_and_makes_way_after_a_return() {
        let other = Connection { id: ConnectionId::new("c-2"), purpose: Purpose::Crm, ..connection() };
        assert_eq!(after(Screen::SetUp, &[], &[connection()]), Screen::SetUp);
        assert_eq!(after(Screen::SetUp, &[], &[connection(), other.clone()]), Screen::Home);
        assert_eq!(after(Screen::SetUp, &[connection()], &[connection(), other]), Screen::SetUp);
    }
}
