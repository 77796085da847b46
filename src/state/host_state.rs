//! Follows the host: its colours, its mailbox, and its problems.

use latchkey_wire::{Connection, Purpose};

use leptos::task::spawn_local;

use super::{
    Pane,
    screen::{self, Screen},
};
use crate::host::{Choice, dom};

/// The mailbox that the host shows and the address of the connected one, if they differ. One may be an alias of the other,
/// so the pane only points the difference out.
pub fn another_mailbox(shown: Option<&str>, connections: &[Connection]) -> Option<(String, String)> {
    let shown = shown?;
    let mailbox = connections.iter().find(|one| one.purpose == Purpose::Mailbox)?;
    let connected = &mailbox.account.address;
    (!connected.eq_ignore_ascii_case(shown)).then(|| (shown.to_owned(), connected.clone()))
}

impl Pane {
    /// Starts to follow the host. Called once, at start.
    pub fn follow_host(self) {
        self.apply_host_changes();
        self.host().on_change(Box::new(move || self.apply_host_changes()));
        self.host().on_session_change(Box::new(move || self.apply_session_change()));
    }

    fn apply_host_changes(self) {
        let host = self.host();
        dom::set_theme(host.theme());
        self.mailbox.set_if_changed(host.mailbox());
        self.host_problem.set_if_changed(host.problem());
        self.try_single_sign_on();
    }

    /// Another pane of this browser has begun or ended the session.
    fn apply_session_change(self) {
        if self.host().session_token().is_none() {
            self.forget_session();
            return self.show(Screen::SetUp);
        }
        self.attempt.set(None);
        self.store_overview(None);
        self.screen.set(screen::first(true));
        self.start_sync();
    }

    /// What the person has chosen about this browser; `None` where there is no such choice.
    pub fn choice(self, choice: Choice) -> Option<bool> {
        drop(self.choices.read());
        self.host().choice(choice)
    }

    /// Stores a choice about this browser. To be called in the click itself.
    pub fn set_choice(self, choice: Choice, chosen: bool) {
        let choosing = self.host().choose(choice, chosen);
        spawn_local(async move {
            choosing.await;
            self.choices.notify();
        });
    }

    /// The mailbox that the host shows and the connected one, where they differ.
    pub fn another_mailbox(self) -> Option<(String, String)> {
        another_mailbox(self.mailbox.read().as_deref(), &self.connections.read())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::connection;

    #[test]
    fn another_mailbox_is_pointed_out_by_both_names() {
        let connections = [connection()];
        let connected = connections[0].account.address.clone();
        assert_eq!(
            another_mailbox(Some("ben@contoso.example"), &connections),
            Some(("ben@contoso.example".into(), connected))
        );
    }

    #[test]
    fn the_same_mailbox_in_other_letters_a_silent_host_and_no_mailbox_are_nothing_to_say() {
        let connections = [connection()];
        let connected = connections[0].account.address.to_uppercase();
        assert_eq!(another_mailbox(Some(&connected), &connections), None);
        assert_eq!(another_mailbox(None, &connections), None);
        assert_eq!(another_mailbox(Some("ben@contoso.example"), &[]), None);
        let crm = Connection { purpose: Purpose::Crm, ..connection() };
        assert_eq!(another_mailbox(Some("ben@contoso.example"), &[crm]), None);
    }
}
