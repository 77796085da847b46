//! Copies texts: links, and notes for administrators.

use latchkey_copy::Label;
use latchkey_wire::Connection;
use leptos::task::spawn_local;

use super::{Pane, connections::reference};

impl Pane {
    /// Copies a text and says so; where that is not allowed, shows it to be copied by hand.
    pub fn copy_text(self, text: String) {
        let pane = self;
        let copying = self.host().copy(&text);
        self.copy_by_hand.set(None);
        spawn_local(async move {
            let label = if copying.await {
                Label::Copied
            } else {
                pane.copy_by_hand.set(Some(text));
                Label::CopyByHand
            };
            pane.announce(pane.text.label(label));
        });
    }

    /// Copies what an administrator needs to know about a connection.
    pub fn copy_connection_note(self, connection: &Connection) {
        let names = self.text.names(&connection.provider_label);
        let mut trouble = self.state_sentence(connection);
        if let Some(reference) = reference(&connection.state) {
            trouble.push(' ');
            trouble.push_str(&latchkey_copy::reference(self.text.sentences, reference));
        }
        self.copy_text(latchkey_copy::note_for_admin(self.text.sentences, &connection.account, names, &trouble));
    }

    /// Copies a note for an administrator who has to install the app.
    pub fn copy_install_note(self, provider: &str) {
        self.copy_text(latchkey_copy::note_to_install(self.text.sentences, self.text.names(provider)));
    }
}
