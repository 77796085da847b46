//! The texts of the sign-in window, of the e-mail about lost access, of the page that its link leads to, of the e-mail to the
//! administrator, and of the extension.
//! They are built into the endpoint or the extension and are no part of the pane.

use alloc::{borrow::ToOwned as _, string::String, vec, vec::Vec};

use latchkey_wire::{Account, Reason, ReasonCode};

use crate::sentences::{self, EndpointText};
use crate::{
    ApprovalPlace, ExtensionText, Language, SentenceNames, Sentences, fill, how_to_approve, reason, reference,
};

/// Where a person restores access, with the link to the page that the e-mail leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RepairRoute<'a> {
    /// On that page, with its button.
    Page(&'a str),
    /// In the sidebar, where the person types the password. The page only says so.
    Sidebar(&'a str),
}

/// An e-mail, as plain text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EmailMessage {
    /// One line, without a line break.
    pub subject: String,
    /// Paragraphs, with an empty line between two.
    pub body: String,
}

fn format_endpoint_text(language: Language, text: EndpointText, names: SentenceNames<'_>, account: &str) -> String {
    let values = [("provider", names.provider), ("product", names.product), ("account", account)];
    fill(language, sentences::page(language, text), &values)
}

/// The e-mail about lost access, that the person can repair: why access is lost, and a link to a page. The page
/// restores access, or says where to do so.
pub fn access_lost_email(
    language: Language,
    account: &Account,
    of: &Reason,
    names: SentenceNames<'_>,
    route: RepairRoute<'_>,
) -> EmailMessage {
    let (repair, link, what_else) = match route {
        RepairRoute::Page(link) => (EndpointText::MailMend, link, EndpointText::MailElse),
        RepairRoute::Sidebar(link) => (EndpointText::MailInSidebar, link, EndpointText::MailNever),
    };
    let format = |text| format_endpoint_text(language, text, names, &account.address);
    // The link has a line of its own, without the marks that a filled-in value gets: programs take those for a part of it.
    lost_email(language, account, of, names, [format(repair), link.to_owned(), format(what_else)])
}

/// The e-mail about lost access that the person forwards, because an administrator must act first: why access is lost, and
/// how to approve the app, if that is what is missing. It has no link that is meant for the person alone.
pub fn access_lost_email_to_forward(
    language: Language,
    account: &Account,
    of: &Reason,
    names: SentenceNames<'_>,
    place: ApprovalPlace<'_>,
) -> EmailMessage {
    let is_unapproved = of.code == ReasonCode::AdminApproval;
    let place = if is_unapproved { place } else { ApprovalPlace::Unknown };
    let how = how_to_approve(Sentences::of(language), names, place);
    let how = Some(how.trim_start().to_owned()).filter(|how| !how.is_empty());
    let pass_on = format_endpoint_text(language, EndpointText::MailPassOn, names, &account.address);
    lost_email(language, account, of, names, how.into_iter().chain([pass_on]))
}

fn lost_email(
    language: Language,
    account: &Account,
    of: &Reason,
    names: SentenceNames<'_>,
    what_to_do: impl IntoIterator<Item = String>,
) -> EmailMessage {
    let format = |text| format_endpoint_text(language, text, names, &account.address);
    let sentences = Sentences::of(language);
    let mut paragraphs: Vec<String> = vec![format(EndpointText::MailLost), reason(sentences, of, names)];
    paragraphs.extend(of.reference.as_deref().map(|number| reference(sentences, number)));
    paragraphs.extend(what_to_do);
    EmailMessage { subject: format(EndpointText::MailSubject), body: paragraphs.join("\n\n") + "\n" }
}

/// A client secret with a known end, as the e-mail to the administrator names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct EndingSecret<'a> {
    /// Its section of the configuration.
    pub section: &'a str,
    /// Its last day.
    pub last_day: &'a str,
    /// Whether that day is over.
    pub has_ended: bool,
    /// Whether the configuration has the next secret already.
    pub has_next: bool,
}

/// How the administrator replaces a client secret, with the names of the settings.
pub fn secret_advice(language: Language, section: &str, has_next: bool) -> String {
    let text = if has_next { EndpointText::SecretNextIsSet } else { EndpointText::SecretReplace };
    fill(language, sentences::page(language, text), &[("section", section)])
}

/// The e-mail to the administrator about a client secret that ends or has ended: what happens then, and how to replace it.
pub fn secret_ends_email(language: Language, names: SentenceNames<'_>, secret: EndingSecret<'_>) -> EmailMessage {
    let (provider, product) = (("provider", names.provider), ("product", names.product));
    let values = [provider, product, ("when", secret.last_day)];
    let format = |text| fill(language, sentences::page(language, text), &values);
    let (subject, what) = if secret.has_ended {
        (EndpointText::SecretEndedSubject, EndpointText::SecretEnded)
    } else {
        (EndpointText::SecretSubject, EndpointText::SecretEnds)
    };
    let body = [format(what), secret_advice(language, secret.section, secret.has_next)].join("\n\n") + "\n";
    EmailMessage { subject: format(subject), body }
}

/// What the sign-in window says around its code: heading, who signed in, and where the code belongs.
pub fn code_page(language: Language, account: &Account, names: SentenceNames<'_>) -> [String; 3] {
    [EndpointText::CodeTitle, EndpointText::CodeAccount, EndpointText::CodeWhere]
        .map(|text| format_endpoint_text(language, text, names, &account.address))
}

/// Heading of the window's first page, while it asks its sidebar.
pub fn start_title(language: Language) -> &'static str {
    sentences::page(language, EndpointText::StartTitle)
}

/// The page for an administrator who was asked to approve the app at a provider: a heading, and what to do now.
pub fn approval_page(language: Language, is_given: bool, product: &str) -> [String; 2] {
    let texts = if is_given {
        [EndpointText::ApprovalGivenTitle, EndpointText::ApprovalGiven]
    } else {
        [EndpointText::ApprovalDeclinedTitle, EndpointText::ApprovalDeclined]
    };
    texts.map(|text| format_endpoint_text(language, text, SentenceNames { provider: "", product }, ""))
}

/// The text of that page if scripts are switched off.
pub fn needs_script(language: Language) -> &'static str {
    sentences::page(language, EndpointText::NeedsScript)
}

/// The text of that page if the browser stores nothing for it: heading, and what to do.
pub fn needs_storage(language: Language) -> [&'static str; 2] {
    [EndpointText::NeedsStorageTitle, EndpointText::NeedsStorage].map(|text| sentences::page(language, text))
}

/// What the window's page says before it continues without an answer from its sidebar.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PressPage {
    /// Its heading.
    pub title: String,
    /// What will happen.
    pub what: String,
    /// When not to continue.
    pub own: String,
    /// Said first where the sidebar is in another network.
    pub elsewhere: String,
}

/// The texts of that page, with the product's name filled in.
pub fn press_page(language: Language, product: &str) -> PressPage {
    let format = |text| format_endpoint_text(language, text, SentenceNames { provider: "", product }, "");
    PressPage {
        title: format(EndpointText::PressTitle),
        what: format(EndpointText::PressWhat),
        own: format(EndpointText::PressOwn),
        elsewhere: format(EndpointText::PressElsewhere),
    }
}

/// Heading of the page that a message's link leads to.
pub fn repair_title(language: Language, names: SentenceNames<'_>) -> String {
    format_endpoint_text(language, EndpointText::RepairTitle, names, "")
}

/// Which account the page is about, and that no other account can be used.
pub fn repair_account(language: Language, account: &Account, names: SentenceNames<'_>) -> String {
    format_endpoint_text(language, EndpointText::RepairAccount, names, &account.address)
}

/// Where to type the account's password, and that this page does not ask for it.
pub fn repair_in_sidebar(language: Language, account: &Account, names: SentenceNames<'_>) -> String {
    format_endpoint_text(language, EndpointText::RepairInSidebar, names, &account.address)
}

/// The page's one button.
pub fn repair_button(language: Language, names: SentenceNames<'_>) -> String {
    format_endpoint_text(language, EndpointText::RepairButton, names, "")
}

/// Heading of the page when access works again, or the link has expired.
pub fn repair_over_title(language: Language) -> &'static str {
    sentences::page(language, EndpointText::RepairOverTitle)
}

/// Text of that page: why the link no longer works, and where to look.
pub fn repair_over(language: Language, product: &str) -> String {
    format_endpoint_text(language, EndpointText::RepairOver, SentenceNames { provider: "", product }, "")
}

/// The texts that the browser shows for the extension, outside of the pane.
pub fn extension(language: Language, text: ExtensionText, names: SentenceNames<'_>) -> String {
    // Chrome fills the provider in, so nothing is put around it.
    fill(
        Language::English,
        sentences::extension(language, text),
        &[("provider", names.provider), ("product", names.product)],
    )
}
