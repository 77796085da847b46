//! Copies texts: links, and notes for administrators (`admin_step` has those for a sign-in).

use latchkey_copy::Label;
use latchkey_wire::{Connection, ReasonCode};
use leptos::task::spawn_local;

use super::{
    Pane,
    connections::{reason, reference},
};

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
        if reason(&connection.state).is_some_and(|reason| reason.code == ReasonCode::AdminApproval) {
            let place = self.approval_place(&connection.offer);
            trouble.push_str(&latchkey_copy::how_to_approve(self.text.sentences, names, place));
        }
        self.copy_text(latchkey_copy::note_for_admin(self.text.sentences, &connection.account, names, &trouble));
    }
}
