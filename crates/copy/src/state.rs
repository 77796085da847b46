//! Whether a connection works: which template is chosen when.

use alloc::string::String;

use latchkey_wire::{Account, ConnectionState};

use crate::{
    SentenceNames, Sentences, Template, format_template, format_with_names, format_with_value, reason, template_text,
};

/// A connection's state in one or two words, to stand beside its icon.
pub fn state_word(sentences: Sentences, state: &ConnectionState) -> &'static str {
    sentences.template(match state {
        ConnectionState::Working => Template::WordWorking,
        ConnectionState::ExpiresSoon { .. } => Template::WordEndsSoon,
        ConnectionState::Retrying { .. } => Template::WordRetrying,
        ConnectionState::NeedsSignIn { .. } => Template::WordSignIn,
        ConnectionState::NeedsAdmin { .. } => Template::WordAdmin,
        ConnectionState::Disconnected { .. } => Template::WordDisconnected,
    })
}

/// A connection's state as a sentence. `when` is the state's own time as the reader writes dates.
pub fn state(sentences: Sentences, state: &ConnectionState, names: SentenceNames<'_>, when: &str) -> String {
    let template = match state {
        ConnectionState::Working => Template::StateWorking,
        ConnectionState::ExpiresSoon { .. } => Template::StateEndsSoon,
        ConnectionState::Retrying { reason: why, .. }
        | ConnectionState::NeedsSignIn { reason: why, .. }
        | ConnectionState::NeedsAdmin { reason: why, .. } => return reason(sentences, why, names),
        ConnectionState::Disconnected { .. } => Template::StateDisconnected,
    };
    format_with_value(sentences, template, names, ("when", when))
}

/// When the connection was last seen to work.
pub fn last_working(sentences: Sentences, when: &str) -> String {
    format_template(sentences, Template::LastWorking, &[("when", when)])
}

/// What happens next to a connection that works. `until`: when it stops if nothing uses it.
pub fn what_next(sentences: Sentences, until: Option<&str>) -> String {
    match until {
        Some(until) => format_template(sentences, Template::RenewsUntil, &[("when", until)]),
        None => template_text(sentences, Template::Renews),
    }
}

/// Text to pass on to an administrator. `trouble` is the sentence of the reason with its reference.
pub fn note_for_admin(sentences: Sentences, account: &Account, names: SentenceNames<'_>, trouble: &str) -> String {
    let mut note = format_with_value(sentences, Template::NoteForAdmin, names, ("account", &account.address));
    note.push(' ');
    note.push_str(trouble);
    note
}

/// Heading of the dialog that opens when access is lost while the pane is open.
pub fn lost(sentences: Sentences, names: SentenceNames<'_>) -> String {
    format_with_names(sentences, Template::Lost, names)
}
