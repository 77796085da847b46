//! Whether a connection works: which line is said when.

use alloc::string::String;

use latchkey_wire::{Account, ConnectionState};

use crate::{Line, Names, Sentences, named, raw, reason, say, with};

/// A connection's state in one or two words, to stand beside its icon.
pub fn state_word(sentences: Sentences, state: &ConnectionState) -> &'static str {
    sentences.line(match state {
        ConnectionState::Working => Line::WordWorking,
        ConnectionState::ExpiresSoon { .. } => Line::WordEndsSoon,
        ConnectionState::Retrying { .. } => Line::WordRetrying,
        ConnectionState::NeedsSignIn { .. } => Line::WordSignIn,
        ConnectionState::NeedsAdmin { .. } => Line::WordAdmin,
        ConnectionState::Disconnected { .. } => Line::WordDisconnected,
    })
}

/// A connection's state as a sentence. `when` is the state's own time as the reader writes dates.
pub fn state(sentences: Sentences, state: &ConnectionState, names: Names<'_>, when: &str) -> String {
    let line = match state {
        ConnectionState::Working => Line::StateWorking,
        ConnectionState::ExpiresSoon { .. } => Line::StateEndsSoon,
        ConnectionState::Retrying { reason: why, .. }
        | ConnectionState::NeedsSignIn { reason: why, .. }
        | ConnectionState::NeedsAdmin { reason: why, .. } => return reason(sentences, why, names),
        ConnectionState::Disconnected { .. } => Line::StateDisconnected,
    };
    say(sentences, line, names, ("when", when))
}

/// When the connection was last seen to work.
pub fn last_working(sentences: Sentences, when: &str) -> String {
    with(sentences, Line::LastWorking, &[("when", when)])
}

/// What happens next to a connection that works. `until`: when it stops if nothing uses it.
pub fn what_next(sentences: Sentences, until: Option<&str>) -> String {
    match until {
        Some(until) => with(sentences, Line::RenewsUntil, &[("when", until)]),
        None => raw(sentences, Line::Renews),
    }
}

/// Text to pass on to an administrator. `trouble` is the sentence of the reason with its reference.
pub fn note_for_admin(sentences: Sentences, account: &Account, names: Names<'_>, trouble: &str) -> String {
    let mut note = say(sentences, Line::NoteForAdmin, names, ("account", &account.address));
    note.push(' ');
    note.push_str(trouble);
    note
}

/// Heading of the dialog that opens when access is lost while the pane is open.
pub fn lost(sentences: Sentences, names: Names<'_>) -> String {
    named(sentences, Line::Lost, names)
}
