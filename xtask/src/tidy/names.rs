//! Names that this repository gave up for the field's own words. No function, type, module, field, variant or constant bears
//! one of them; comments may.
//!
//! # To add a name
//! Add a line to [`OLD_NAMES`]: the name, what it named, the folder where it meant that (all of them, if empty), and
//! the word that took its place. A place that is right to bear such a name stands in [`EXCEPTIONS`], with the reason.

use crate::rust_code::{DefinitionKind, definitions};

/// What an old name named.
#[derive(Clone, Copy)]
enum OldNameKind {
    Anything,
    Functions,
    Modules,
    Types,
}
use OldNameKind::{Anything, Functions, Modules, Types};

const ENDPOINT: &str = "crates/endpoint/";
const STORE: &str = "crates/store/";
const EXCHANGE: &str = "crates/exchange/";
const PROVIDERS: &str = "crates/providers/";
const COPY: &str = "crates/copy/";
const PANE: &str = "src/";
const HOST: &str = "src/host";

const OLD_NAMES: &[(&str, OldNameKind, &str, &str)] = &[
    // The mutex for each key.
    ("Turnstile", Anything, "", "KeyedMutex"),
    ("Turn", Types, "", "KeyedMutex's guard"),
    ("pass", Functions, "crates/endpoint/src/app/keyed_mutex", "lock"),
    // The limiter of requests to a provider.
    ("gate", Anything, "crates/", "provider_limiter"),
    ("Gates", Anything, "", "ProviderLimiter"),
    ("Admitted", Anything, "", "Permit"),
    ("NotNow", Anything, "", "Deferred"),
    ("Hurry", Anything, "", "Urgency"),
    ("Passage", Anything, "", "BreakerState"),
    ("Pace", Types, "crates/", "Throttle"),
    ("Place", Types, ENDPOINT, "ProviderKey"),
    ("Standing", Anything, "", "ProviderStatus"),
    ("checks", Modules, "", "rate_limit"),
    ("unwritten", Anything, "", "pending_writes"),
    ("Unwritten", Anything, "", "PendingWrites"),
    // Audit events and the outbox.
    ("news", Anything, "crates/", "event"),
    ("Announced", Anything, "", "NewAuditEvent"),
    ("note", Functions, ENDPOINT, "record"),
    ("note", Functions, STORE, "record"),
    ("told", Anything, "crates/", "delivered"),
    ("reader", Modules, ENDPOINT, "accept_language"),
    ("deliveries", Modules, "", "outbox"),
    // The end of a sign-in.
    ("keep", Functions, "crates/endpoint/src", "save"),
    ("keep", Modules, "crates/endpoint/src/sign_in", "save"),
    ("keep", Functions, STORE, "Commit"),
    ("keep_absorbing", Anything, "", "save_merging_person"),
    ("give_back", Anything, "", "revoke_unused"),
    ("end", Functions, "crates/endpoint/src/sign_in", "revoke_in_background"),
    // Passwords.
    ("ration", Anything, "", "budget"),
    ("Typed", Types, "", "PasswordCredentials"),
    ("Tried", Types, "", "PasswordOutcome"),
    ("memo", Anything, "crates/", "scheme_hint"),
    ("look", Functions, "crates/endpoint/src", "probe, or what is done"),
    ("look", Functions, PROVIDERS, "probe"),
    ("look", Functions, EXCHANGE, "probe"),
    // Modules of the endpoint and of the store.
    ("diagnosis", Anything, "", "check"),
    ("resealing", Anything, "", "key_rotation"),
    ("cross_origin", Anything, "", "cors"),
    ("undo", Anything, "", "Rollback"),
    ("silence", Anything, "", "cancel_pending_mail"),
    ("TRIAL", Anything, "", "WRITE_PROBE"),
    // Sentences.
    ("outside", Modules, COPY, "endpoint_text"),
    ("Outside", Anything, COPY, "EndpointText"),
    ("Line", Types, COPY, "Template"),
    ("say", Functions, COPY, "format"),
    ("with", Functions, COPY, "format_with"),
    ("named", Functions, COPY, "format_named"),
    // The pane.
    ("landing", Anything, PANE, "screen"),
    ("useful", Anything, PANE, "primary_action"),
    ("words", Modules, PANE, "text"),
    ("rhythm", Anything, PANE, "backoff"),
    ("rules", Modules, PANE, "permissions"),
    ("Behind", Anything, PANE, "private"),
    ("page", Modules, HOST, "dom"),
    ("hands", Modules, HOST, "test_dom"),
    ("Lack", Anything, PANE, "HostProblem"),
    // Tests.
    ("Stage", Types, "", "TestEndpoint"),
    ("Scene", Types, "", "BrowserSession, or what the test sets up"),
    ("Rehearsal", Types, "", "what the test sets up"),
    ("beforehand", Anything, "", "what the test sets up"),
    ("way_on", Anything, "", "what the test does"),
    ("curtain", Anything, "", "what the test does"),
    ("PostOffice", Anything, "", "SmtpSink"),
    ("Letter", Anything, "", "ReceivedMail"),
    ("Clerk", Anything, "", "SmtpSink's handler"),
];

/// Places where an old name is right: the beginning of the path, the name and the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Each definition of a file that bears an old name.
pub fn problems_in(name: &str, text: &str) -> Vec<String> {
    problems_against(name, text, EXCEPTIONS)
}

fn problems_against(file: &str, text: &str, exceptions: &[(&str, &str, &str)]) -> Vec<String> {
    let mut found: Vec<_> = definitions(text).iter().map(|it| (it.name, it.kind, it.line)).collect();
    // A module is defined by its file and by its declaration. One report is enough.
    found.retain(|(_, kind, _)| *kind != DefinitionKind::Module);
    let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".rs");
    found.push((stem, DefinitionKind::Module, 1));
    let mut problems = Vec::new();
    for (name, kind, line) in found {
        let is_old = |(old, of, folder, _): &&(&str, OldNameKind, &str, &str)| {
            *old == name && names(*of, kind) && file.starts_with(folder)
        };
        let is_exception = exceptions.iter().any(|(path, exception, _)| file.starts_with(path) && *exception == name);
        if let Some((old, _, _, new)) = OLD_NAMES.iter().find(is_old).filter(|_| !is_exception) {
            problems.push(format!("{file}:{line}: the name `{old}` was given up; the word is: {new}"));
        }
    }
    problems
}

fn names(of: OldNameKind, kind: DefinitionKind) -> bool {
    match of {
        Anything => true,
        Functions => kind == DefinitionKind::Function,
        Modules => kind == DefinitionKind::Module,
        Types => matches!(kind, DefinitionKind::Type | DefinitionKind::InnerType | DefinitionKind::Variant),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(file: &str, text: &str) -> usize {
        problems_in(file, text).len()
    }

    #[test]
    fn an_old_name_is_refused_where_it_is_defined_and_where_it_meant_that() {
        assert_eq!(count("crates/endpoint/src/a.rs", "struct Turnstile { gate: u8 } enum A { NotNow }"), 3);
        assert_eq!(count("crates/copy/src/a.rs", "fn say() { b.say() }"), 1);
        assert_eq!(count("crates/wire/src/a.rs", "fn say() {}"), 0);
        assert_eq!(count("src/host/page.rs", ""), 1);
        assert_eq!(count("crates/endpoint/src/page.rs", "mod page;"), 0);
    }

    #[test]
    fn comments_texts_uses_and_parts_of_names_are_not_looked_at() {
        assert_eq!(count("crates/endpoint/src/a.rs", "/// A Turnstile.\nfn f() { let gate = \"gate\"; }"), 0);
        assert_eq!(count("crates/endpoint/src/a.rs", "struct TurnstileGate;"), 0);
    }

    #[test]
    fn an_exception_holds_for_its_place_and_name() {
        let exceptions = [("crates/endpoint/src/config", "gate", "it is the setting's name")];
        let found = |file: &str| problems_against(file, "struct A { gate: u8 }", &exceptions).len();
        assert_eq!((found("crates/endpoint/src/config/a.rs"), found("crates/endpoint/src/b.rs")), (0, 1));
    }
}
