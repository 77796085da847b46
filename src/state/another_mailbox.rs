//! The notice that the host shows another mailbox than the connected one: whether there is something to say, and for which
//! pairs of mailboxes the person has dismissed it.

use latchkey_wire::{Connection, Purpose};

use super::Pane;
use crate::host::address::{is_same_address, mail_key};

/// How many pairs a browser remembers. If an older one comes up again, its notice is shown again.
const MAX_DISMISSED: usize = 8;

/// The name that the account signs in with, where it is another one than its address.
pub fn other_sign_in_name(connection: &Connection) -> Option<&str> {
    let name = connection.sign_in_name.as_deref()?;
    (!is_same_address(name, &connection.account.address)).then_some(name)
}

/// The mailbox that the host shows and the address of the connected one, if the account has no address like the shown one and
/// the pair is not among the `dismissed`. The account may have addresses that its provider did not name, so the pane only
/// points the difference out.
fn another_mailbox(shown: Option<&str>, connections: &[Connection], dismissed: &str) -> Option<(String, String)> {
    let shown = shown?;
    let mailbox = connections.iter().find(|one| one.purpose == Purpose::Mailbox)?;
    let connected = &mailbox.account.address;
    let is_shown = |address: &String| is_same_address(address, shown);
    let is_own = is_shown(connected)
        || mailbox.aliases.iter().any(is_shown)
        // Some sign-in names are no addresses: DOMAIN\name.
        || mailbox.sign_in_name.as_ref().is_some_and(|name| name.contains('@') && is_shown(name));
    (!is_own && !is_dismissed(dismissed, shown, connected)).then(|| (shown.to_owned(), connected.clone()))
}

/// The pair as a line of what is stored.
fn pair(shown: &str, connected: &str) -> String {
    format!("{} {}", mail_key(shown), mail_key(connected))
}

fn is_dismissed(dismissed: &str, shown: &str, connected: &str) -> bool {
    let pair = pair(shown, connected);
    dismissed.split('\n').any(|line| line == pair)
}

/// What is stored after this pair was dismissed, too: the newest pair first.
fn dismiss(dismissed: &str, shown: &str, connected: &str) -> String {
    let newest = pair(shown, connected);
    let mut all = newest.clone();
    for line in dismissed.split('\n').filter(|line| !line.is_empty() && *line != newest).take(MAX_DISMISSED - 1) {
        all.push('\n');
        all.push_str(line);
    }
    all
}

impl Pane {
    /// The mailbox that the host shows and the connected one, where the person should know that they differ.
    pub fn another_mailbox(self) -> Option<(String, String)> {
        drop(self.choices.read());
        let dismissed = self.host().dismissed().unwrap_or_default();
        another_mailbox(self.mailbox.read().as_deref(), &self.connections.read(), &dismissed)
    }

    /// Shows the notice about this pair no more in this browser.
    pub fn dismiss_another_mailbox(self, shown: &str, connected: &str) {
        let host = self.host();
        host.keep_dismissed(Some(&dismiss(&host.dismissed().unwrap_or_default(), shown, connected)));
        self.choices.notify();
        Self::save_focus();
    }
}

#[cfg(test)]
mod tests;
