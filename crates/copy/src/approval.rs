//! What to pass on to an administrator who has to approve the app: which template is chosen when.

use alloc::string::String;

use crate::{SentenceNames, Sentences, Template, format_with_names};

/// Where an administrator approves the app.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ApprovalPlace<'a> {
    /// On the page behind this link.
    Link(&'a str),
    /// In the provider's console for administrators, where the app is found by its name.
    Console,
    /// The provider does not say where.
    Unknown,
}

impl<'a> ApprovalPlace<'a> {
    /// The place at a provider with this page, if any. A provider whose apps need approval and that has no page for it has a
    /// console.
    pub fn of(link: Option<&'a str>, may_need_approval: bool) -> Self {
        match link {
            Some(link) => Self::Link(link),
            None if may_need_approval => Self::Console,
            None => Self::Unknown,
        }
    }
}

/// For a person whose provider may have said that an administrator must approve the app.
pub fn stuck_not_approved(sentences: Sentences, names: SentenceNames<'_>) -> String {
    format_with_names(sentences, Template::StuckNotApproved, names)
}

/// Text to pass on to an administrator who has to approve the app.
pub fn note_to_approve(sentences: Sentences, names: SentenceNames<'_>, place: ApprovalPlace<'_>) -> String {
    let mut note = format_with_names(sentences, Template::NoteToApprove, names);
    note.push_str(&how_to_approve(sentences, names, place));
    note
}

/// The end of a note, with the blank before it: how the administrator approves the app. Empty where that is not known.
pub fn how_to_approve(sentences: Sentences, names: SentenceNames<'_>, place: ApprovalPlace<'_>) -> String {
    let (template, link) = match place {
        ApprovalPlace::Link(link) => (Template::ApproveByLink, link),
        ApprovalPlace::Console => (Template::ApproveInConsole, ""),
        ApprovalPlace::Unknown => return String::new(),
    };
    let mut how = String::from(" ");
    how.push_str(&format_with_names(sentences, template, names));
    // The link stands alone, so that nothing is taken for a part of it.
    if !link.is_empty() {
        how.push('\n');
        how.push_str(link);
    }
    how
}
