//! The sentences that people read: one for each code and language, in one place, so that the pane and the endpoint's
//! own pages say the same thing in the same words.
//!
//! Rules for every sentence: say what happened and who must act, in words that somebody who has never heard of tokens
//! understands; never blame, never say "error"; name the provider and the product as this installation names them.
//!
//! # To add a language
//! 1. Add it to [`Language`]; the compiler then names every function here that lacks it.
//! 2. Copy `en.rs` and `en/` under its tag and translate. Every `match` there is exhaustive: nothing can be forgotten.
//!
//! # To add a sentence
//! For a new code in `latchkey-wire` the compiler asks for it. For a fixed text of the pane or of a page add a
//! [`Label`].
#![no_std]

extern crate alloc;

mod en;
mod engine;
mod extension;
mod label;
mod language;
mod repair;

use alloc::string::String;

use latchkey_wire::{Account, ConnectionState, Phase, ProblemCode, Reason, ReasonCode};

pub use engine::{engine_problem_detail, engine_problem_title};
pub use extension::ExtensionText;
pub use label::Label;
pub use language::Language;
pub use repair::{Mail, lost_mail, repair_account, repair_button, repair_over, repair_over_title, repair_title};

/// The names that sentences mention.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The provider as people know it, for example "Microsoft 365".
    pub provider: &'a str,
    /// The product's short name.
    pub product: &'a str,
}

/// A fixed text: a button, a heading, a line that mentions nobody.
pub fn label(language: Language, label: Label) -> &'static str {
    match language {
        Language::English => en::label::label(label),
    }
}

/// What happened and who must act.
pub fn reason(language: Language, reason: &Reason, names: Names<'_>) -> String {
    match language {
        Language::English => en::reason::sentence(reason, names),
    }
}

/// The label of the one action that helps; `None` where the person who reads can do nothing but wait.
pub fn reason_action(language: Language, code: ReasonCode) -> Option<&'static str> {
    match language {
        Language::English => en::reason::action(code),
    }
}

/// The provider's own number for a reason, to be passed on to whoever looks it up.
pub fn reference(language: Language, reference: &str) -> String {
    match language {
        Language::English => en::reason::reference(reference),
    }
}

/// Somebody else than the connection's owner signed in: names both.
pub fn wrong_account(language: Language, signed_in_as: &Account, expected: &Account) -> String {
    match language {
        Language::English => en::reason::wrong_account(signed_in_as, expected),
    }
}

/// Label of the button that leads the right person to the sign-in.
pub fn sign_in_as(language: Language, account: &Account) -> String {
    match language {
        Language::English => en::reason::sign_in_as(account),
    }
}

/// A connection's state in one or two words, to stand beside its icon.
pub fn state_word(language: Language, state: &ConnectionState) -> &'static str {
    match language {
        Language::English => en::state::word(state),
    }
}

/// A connection's state as a sentence. `when` is the state's own time as the reader writes dates.
pub fn state(language: Language, state: &ConnectionState, names: Names<'_>, when: &str) -> String {
    match language {
        Language::English => en::state::sentence(state, names, when),
    }
}

/// When the connection was last seen to work.
pub fn last_working(language: Language, when: &str) -> String {
    match language {
        Language::English => en::state::last_working(when),
    }
}

/// What happens next to a connection that works. `until`: when it stops if nothing uses it.
pub fn what_next(language: Language, until: Option<&str>) -> String {
    match language {
        Language::English => en::state::what_next(until),
    }
}

/// Text to pass on to an administrator. `trouble` is the sentence of the reason with its reference.
pub fn note_for_admin(language: Language, account: &Account, names: Names<'_>, trouble: &str) -> String {
    match language {
        Language::English => en::state::note_for_admin(account, names, trouble),
    }
}

/// Heading for a sign-in that is under way or over.
pub fn phase_title(language: Language, phase: &Phase, names: Names<'_>) -> String {
    match language {
        Language::English => en::phase::title(phase, names),
    }
}

/// Where a sign-in stands: what is waited for, or how it ended.
pub fn phase(language: Language, phase: &Phase, names: Names<'_>) -> String {
    match language {
        Language::English => en::phase::sentence(phase, names),
    }
}

/// The same for one by password that went well: nothing renews a password.
pub fn connected_by_password(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::phase::connected_by_password(names),
    }
}

/// The label of the one action that helps after a sign-in has ended; `None` while it is under way and after success.
pub fn phase_action(language: Language, phase: &Phase) -> Option<String> {
    match language {
        Language::English => en::phase::action(phase),
    }
}

/// The label of the other action that may be wanted: to keep what was, or to change to who signed in.
pub fn phase_other_action(language: Language, phase: &Phase) -> Option<String> {
    match language {
        Language::English => en::phase::other_action(phase),
    }
}

/// For somebody whose sign-in window shows a page from which nothing comes back, or who has closed it.
pub fn stuck(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::phase::stuck(names),
    }
}

/// The same, where the app may have to be installed first.
pub fn stuck_not_installed(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::phase::stuck_not_installed(names),
    }
}

/// Text to pass on to an administrator who has to install the app.
pub fn note_to_install(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::phase::note_to_install(names),
    }
}

/// Heading of the dialog that opens when access is lost while the pane is open.
pub fn lost(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::state::lost(names),
    }
}

/// Menu: leads to the CRM connection.
pub fn your_account(language: Language, provider: &str) -> String {
    match language {
        Language::English => en::label::your_account(provider),
    }
}

/// The question which way a CRM is reached, and the heading above its ways.
pub fn access_type_of(language: Language, provider: &str) -> String {
    match language {
        Language::English => en::label::access_type_of(provider),
    }
}

/// Legacy page: heading of the CRM's part.
pub fn access_to(language: Language, provider: &str) -> String {
    match language {
        Language::English => en::label::access_to(provider),
    }
}

/// Legacy page: what stands beside the CRM's Change.
pub fn change_account_of(language: Language, provider: &str) -> String {
    match language {
        Language::English => en::label::change_account_of(provider),
    }
}

/// Beside the field for a typed address.
pub fn address_example(language: Language, example: &str) -> String {
    match language {
        Language::English => en::label::address_example(example),
    }
}

/// What a look-up has found, where somebody looked elsewhere.
pub fn mailbox_is_at(language: Language, provider: &str) -> String {
    match language {
        Language::English => en::label::mailbox_is_at(provider),
    }
}

/// Label of the button that leads on with the service that a look-up has found.
pub fn continue_with(language: Language, service: &str) -> String {
    match language {
        Language::English => en::label::continue_with(service),
    }
}

/// Set up Sync: which step this is, of how many.
pub fn step(language: Language, step: usize, of: usize) -> String {
    match language {
        Language::English => en::label::step(step, of),
    }
}

/// Until when a sign-in is waited for.
pub fn waits_until(language: Language, when: &str) -> String {
    match language {
        Language::English => en::phase::waits_until(when),
    }
}

/// Label of a button that connects through an offer.
pub fn connect(language: Language, provider: &str) -> String {
    match language {
        Language::English => en::phase::connect(provider),
    }
}

/// What the sign-in window's page says while the pane gets the sign-in ready.
pub fn opening(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::phase::opening(names),
    }
}

/// What the sign-in window's page says before it asks which code the sidebar shows.
pub fn match_question(language: Language, account: &Account, names: Names<'_>) -> String {
    match language {
        Language::English => en::phase::match_question(account, names),
    }
}

/// What went wrong with a request, in a few words.
pub fn problem_title(language: Language, code: ProblemCode) -> &'static str {
    match language {
        Language::English => en::problem::title(code),
    }
}

/// What to do about it.
pub fn problem_detail(language: Language, code: ProblemCode) -> &'static str {
    match language {
        Language::English => en::problem::detail(code),
    }
}

/// The pane could not reach the endpoint; it tries again by itself.
pub fn unreachable(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::problem::unreachable(names),
    }
}

/// First lines of the first screen.
pub fn welcome(language: Language, product: &str) -> String {
    match language {
        Language::English => en::label::welcome(product),
    }
}

/// The host shows another mailbox than the one that is connected: names both.
pub fn another_mailbox(language: Language, shown: &str, connected: &str) -> String {
    match language {
        Language::English => en::label::another_mailbox(shown, connected),
    }
}

/// The line of About that names the version.
pub fn version(language: Language, version: &str) -> String {
    match language {
        Language::English => en::label::version(version),
    }
}

/// What the browser shows of the extension, outside of the pane.
pub fn extension(language: Language, text: ExtensionText, names: Names<'_>) -> String {
    match language {
        Language::English => en::extension::extension(text, names),
    }
}

/// Heading of About.
pub fn about(language: Language, product: &str) -> String {
    match language {
        Language::English => en::label::about(product),
    }
}

#[cfg(test)]
mod tests;
