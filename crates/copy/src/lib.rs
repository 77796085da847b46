//! The sentences that people read: one for each code and language, in one place, so that the pane and the endpoint's
//! own pages say the same thing in the same words.
//!
//! Rules for every sentence: say what happened and who must act, in words that a reader who has never heard of tokens
//! understands; never blame, never say "error"; name the provider and the product as this installation names them.
//!
//! `sentences/*.ftl` hold the sentences, one file for each language, in Fluent's syntax (<https://projectfluent.org>), which
//! translators' tools open. The build writes the tables from them. `phase`, `reason`, `state` and `pages_and_mail` choose
//! the sentence, in the same way for all languages. English is built into the pane. The pane loads the other languages as
//! files ([`Language::file`]).
//!
//! # To add a language
//! Copy `sentences/en.ftl` under its tag and translate. The build names what is missing, left over, or filled in otherwise.
//!
//! # To add a sentence
//! For a new code in `latchkey-wire` the build asks for it. For a fixed text of the pane add a `label-…`, for one in which
//! something is filled in a `template-…` and a function that fills it, for one of the endpoint's own pages a `page-…`.
#![no_std]

extern crate alloc;

mod approval;
mod engine;
mod extension;
mod fill;
mod language;
mod pages_and_mail;
mod phase;
mod reason;
mod sentences;
mod state;

use alloc::string::{String, ToString as _};

use latchkey_wire::{Account, ProblemCode};

pub use approval::{ApprovalPlace, how_to_approve, note_to_approve, stuck_not_approved};
pub use engine::{Unreadable, engine_problem_detail, engine_problem_title, engine_request_problem};
pub use extension::ExtensionText;
use fill::fill;
pub use pages_and_mail::{
    EmailMessage, EndingSecret, PressPage, RepairRoute, access_lost_email, access_lost_email_to_forward, approval_page,
    code_page, extension, needs_script, needs_storage, press_page, repair_account, repair_button, repair_in_sidebar,
    repair_over, repair_over_title, repair_title, secret_advice, secret_ends_email, start_title,
};
pub use phase::{phase, phase_action, phase_other_action, phase_title};
pub use reason::{reason, reason_action, reference, sign_in_as, wrong_account};
use sentences::Template;
pub use sentences::{Label, Language, Sentences};
pub use state::{last_working, lost, note_for_admin, state, state_word, what_next};

/// The provider and the product, as sentences name them.
#[derive(Clone, Copy, Debug)]
pub struct SentenceNames<'a> {
    /// The provider as people know it, for example "Microsoft 365".
    pub provider: &'a str,
    /// The product's short name.
    pub product: &'a str,
}

/// Fills values into a template. It is never inlined: it has many callers, and the copies would make the pane larger.
#[inline(never)]
fn format_template(sentences: Sentences, template: Template, values: &[(&str, &str)]) -> String {
    fill(sentences.language(), sentences.template(template), values)
}

/// Fills in the provider, the product and one more value.
#[inline(never)]
fn format_with_value(
    sentences: Sentences,
    template: Template,
    names: SentenceNames<'_>,
    value: (&str, &str),
) -> String {
    format_template(sentences, template, &[("provider", names.provider), ("product", names.product), value])
}

/// Fills in the provider and the product.
#[inline(never)]
fn format_with_names(sentences: Sentences, template: Template, names: SentenceNames<'_>) -> String {
    format_with_value(sentences, template, names, ("", ""))
}

/// A template in which nothing is filled in.
fn template_text(sentences: Sentences, template: Template) -> String {
    sentences.template(template).into()
}

/// Fills in the provider alone.
fn format_with_provider(sentences: Sentences, template: Template, provider: &str) -> String {
    format_template(sentences, template, &[("provider", provider)])
}

/// A fixed text: a button, a heading, a line without placeholders.
#[inline(never)]
pub fn label(sentences: Sentences, label: Label) -> &'static str {
    sentences.label(label)
}

/// The sentence after a successful sign-in by password: a password is not renewed automatically.
pub fn connected_by_password(sentences: Sentences, names: SentenceNames<'_>) -> String {
    format_with_names(sentences, Template::SucceededByPassword, names)
}

/// At the field for the code: the typed code is wrong, and how many tries are left.
pub fn code_wrong(sentences: Sentences, left: &str) -> String {
    format_template(sentences, Template::CodeWrong, &[("number", left)])
}

/// A sidebar was let in with a code to a connection, at a time.
pub fn let_in(sentences: Sentences, account: &Account, names: SentenceNames<'_>, when: &str) -> String {
    let values = [("provider", names.provider), ("account", account.address.as_str()), ("when", when)];
    format_template(sentences, Template::LetIn, &values)
}

/// For a person who has closed the sign-in window, or whose window shows a page without a redirect back.
pub fn stuck(sentences: Sentences, names: SentenceNames<'_>) -> String {
    format_with_names(sentences, Template::Stuck, names)
}

/// The sentence for the same situations, if the app may have to be installed first.
pub fn stuck_not_installed(sentences: Sentences, names: SentenceNames<'_>) -> String {
    format_with_names(sentences, Template::StuckNotInstalled, names)
}

/// Text to pass on to an administrator who has to install the app.
pub fn note_to_install(sentences: Sentences, names: SentenceNames<'_>) -> String {
    format_with_names(sentences, Template::NoteToInstall, names)
}

/// Menu: leads to the CRM connection.
pub fn your_account(sentences: Sentences, provider: &str) -> String {
    format_with_provider(sentences, Template::YourAccount, provider)
}

/// The question which way to connect to a CRM, and the heading above its ways.
pub fn access_type_of(sentences: Sentences, provider: &str) -> String {
    format_with_provider(sentences, Template::AccessTypeOf, provider)
}

/// Legacy page: heading of the CRM's part.
pub fn access_to(sentences: Sentences, provider: &str) -> String {
    format_with_provider(sentences, Template::AccessTo, provider)
}

/// Legacy page: the text beside the CRM's Change.
pub fn change_account_of(sentences: Sentences, provider: &str) -> String {
    format_with_provider(sentences, Template::ChangeAccountOf, provider)
}

/// Beside the field for a typed address.
pub fn address_example(sentences: Sentences, example: &str) -> String {
    format_template(sentences, Template::AddressExample, &[("example", example)])
}

/// Below an account's address: the name that it signs in with, if that is another one.
pub fn signs_in_as(sentences: Sentences, name: &str) -> String {
    format_template(sentences, Template::SignsInAs, &[("name", name)])
}

/// What a look-up has found, where the person had chosen another service.
pub fn mailbox_is_at(sentences: Sentences, provider: &str) -> String {
    format_with_provider(sentences, Template::MailboxIsAt, provider)
}

/// Label of the button that continues with the service that a look-up has found.
pub fn continue_with(sentences: Sentences, service: &str) -> String {
    format_with_provider(sentences, Template::ContinueWith, service)
}

/// Set up Sync: which step this is, of how many.
pub fn step(sentences: Sentences, step: usize, of: usize) -> String {
    format_template(sentences, Template::Step, &[("step", &step.to_string()), ("of", &of.to_string())])
}

/// The time until which the pane waits for a sign-in.
pub fn waits_until(sentences: Sentences, when: &str) -> String {
    format_template(sentences, Template::WaitsUntil, &[("when", when)])
}

/// Label of a button that connects through an offer.
pub fn connect(sentences: Sentences, provider: &str) -> String {
    format_with_provider(sentences, Template::ConnectOffer, provider)
}

/// What went wrong with a request, in a few words.
pub fn problem_title(sentences: Sentences, code: ProblemCode) -> &'static str {
    sentences.problem_title(code)
}

/// What to do about it.
pub fn problem_detail(sentences: Sentences, code: ProblemCode) -> &'static str {
    sentences.problem_detail(code)
}

/// The pane could not reach the endpoint and retries automatically.
pub fn unreachable(sentences: Sentences, names: SentenceNames<'_>) -> String {
    format_with_names(sentences, Template::Unreachable, names)
}

/// First lines of the first screen.
pub fn welcome(sentences: Sentences, product: &str) -> String {
    format_template(sentences, Template::Welcome, &[("product", product)])
}

/// The host shows another mailbox than the one that is connected: names both.
pub fn another_mailbox(sentences: Sentences, shown: &str, connected: &str) -> String {
    format_template(sentences, Template::AnotherMailbox, &[("shown", shown), ("connected", connected)])
}

/// The line of About that names the version.
pub fn version(sentences: Sentences, version: &str) -> String {
    format_template(sentences, Template::Version, &[("version", version)])
}

/// Heading of About.
pub fn about(sentences: Sentences, product: &str) -> String {
    format_template(sentences, Template::About, &[("product", product)])
}

#[cfg(test)]
mod tests;
