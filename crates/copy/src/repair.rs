//! The e-mail that says that access is lost, and the page that its link leads to.

use alloc::string::String;

use latchkey_wire::{Account, Reason};

use crate::{Language, Names, en};

/// A message, as plain text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mail {
    /// Its subject.
    pub subject: String,
    /// Its text, in lines.
    pub body: String,
}

/// Access is lost, why, who must act, and a link that begins to mend it.
pub fn lost_mail(language: Language, account: &Account, reason: &Reason, names: Names<'_>, link: &str) -> Mail {
    match language {
        Language::English => en::repair::mail(account, reason, names, link),
    }
}

/// Heading of the page.
pub fn repair_title(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::repair::title(names),
    }
}

/// Whose sign-in the page is about, and that no other will do.
pub fn repair_account(language: Language, account: &Account, names: Names<'_>) -> String {
    match language {
        Language::English => en::repair::account(account, names),
    }
}

/// The page's one button.
pub fn repair_button(language: Language, names: Names<'_>) -> String {
    match language {
        Language::English => en::repair::button(names),
    }
}

/// Heading of the page when there is nothing left to mend, or the link is too old.
pub fn repair_over_title(language: Language) -> &'static str {
    match language {
        Language::English => en::repair::OVER_TITLE,
    }
}

/// What to do then.
pub fn repair_over(language: Language, product: &str) -> String {
    match language {
        Language::English => en::repair::over(product),
    }
}
