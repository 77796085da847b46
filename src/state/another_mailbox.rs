//! The notice that the host shows another mailbox than the connected one: whether there is something to say, and for which
//! pairs of mailboxes the person has dismissed it.
//!
//! To treat two spellings of an address as one, extend [`mail_key`].

use std::iter;

use latchkey_wire::{Connection, Purpose};

use super::Pane;

/// How many pairs a browser remembers. If an older one comes up again, its notice is shown again.
const MAX_DISMISSED: usize = 8;

/// An address as it is compared: without blanks around it or regard to case, and with one name for a provider's domain that
/// has two (support.google.com/mail/answer/10313: googlemail.com is gmail.com). Letters beyond ASCII are compared as they
/// are: their table of cases would be larger than everything that uses it.
fn mail_key(address: &str) -> String {
    let key = address.trim().to_ascii_lowercase();
    match key.strip_suffix("@googlemail.com") {
        Some(name) => format!("{name}@gmail.com"),
        None => key,
    }
}

/// Whether both are spellings of one address.
fn is_same_address(one: &str, other: &str) -> bool {
    mail_key(one) == mail_key(other)
}

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
    // Some sign-in names are no addresses: DOMAIN\name.
    let sign_in_name = mailbox.sign_in_name.iter().filter(|name| name.contains('@'));
    let mut own = iter::once(connected).chain(&mailbox.aliases).chain(sign_in_name);
    let is_known = own.any(|address| is_same_address(address, shown)) || is_dismissed(dismissed, shown, connected);
    (!is_known).then(|| (shown.to_owned(), connected.clone()))
}

/// The pair as a line of what is stored.
fn pair(shown: &str, connected: &str) -> String {
    format!("{} {}", mail_key(shown), mail_key(connected))
}

fn is_dismissed(dismissed: &str, shown: &str, connected: &str) -> bool {
    let pair = pair(shown, connected);
    dismissed.lines().any(|line| line == pair)
}

/// What is stored after this pair was dismissed, too: the newest pair first.
fn dismiss(dismissed: &str, shown: &str, connected: &str) -> String {
    let pair = pair(shown, connected);
    let others = dismissed.lines().filter(|line| *line != pair);
    iter::once(pair.as_str()).chain(others).take(MAX_DISMISSED).collect::<Vec<_>>().join("\n")
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
    }
}

#[cfg(test)]
mod tests;
