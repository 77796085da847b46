//! What a row changes at the server. Without a choice the server does what the standards say.
//!
//! # To let a row change something else
//! Add a field to [`Choices`], and read it where the server does it.

use std::collections::HashMap;

use super::client_rule::ClientChoice;
use super::key_choice::KeyChoice;

/// The text that takes a member out of a JSON object.
const ABSENT: &str = "(absent)";

/// What the server does in another way.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Members of the discovery document, as JSON, over the usual ones.
    pub discovery: &'static str,
    pub discovery_at: DiscoveryAt,
    /// Claims of a person's ID tokens, as JSON, over the usual ones.
    pub claims: HashMap<&'static str, &'static str>,
    /// The same for ID tokens that come with a renewal. Without an entry a renewal brings none.
    pub renewal_claims: HashMap<&'static str, &'static str>,
    pub keys: KeyChoice,
    pub client: ClientChoice,
    /// What the mailbox or the CRM answers this person.
    pub apis: HashMap<&'static str, Vec<ApiAnswer>>,
    /// What introspection says of this person's tokens, as JSON.
    pub introspection: HashMap<&'static str, &'static str>,
    /// The path of the only token endpoint. Any other is not found.
    pub token_at: Option<&'static str>,
}

/// Where the discovery document is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum DiscoveryAt {
    #[default]
    Usual,
    /// Behind a redirect with this status, at the same host.
    Moved(u16),
    /// Behind a redirect to another name of this machine.
    OtherHost,
    /// Behind a redirect to itself.
    Loop,
    /// A page in place of the document.
    Page,
}

/// An answer of Graph, Gmail, Salesforce's REST API or userinfo.
#[derive(Clone, Copy, Debug, Default)]
pub struct ApiAnswer {
    /// A part of the path. The first answer that fits counts.
    pub at: &'static str,
    pub status: u16,
    pub headers: &'static [(&'static str, &'static str)],
    pub body: &'static str,
}

impl Choices {
    pub(super) fn api_answer(&self, person: &str, path: &str) -> Option<ApiAnswer> {
        self.apis.get(person)?.iter().find(|answer| path.contains(answer.at)).copied()
    }
}

/// Fills in what a row can't know: `{url}`, `{person}`, `{client}`, `{now}`, and times such as `{now+600}`.
pub(super) fn fill(text: &str, known: &[(&str, &str)], now: i64) -> String {
    let mut filled = text.to_owned();
    for (name, value) in known {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    while let Some(at) = filled.find("{now") {
        let end = at + filled[at..].find('}').unwrap();
        let shift: i64 = filled[at + 4..end].parse().unwrap_or_default();
        filled.replace_range(at..=end, &(now + shift).to_string());
    }
    filled
}

/// The object with these members, as JSON, over its own.
pub(super) fn overlay(base: serde_json::Value, members: &str) -> serde_json::Value {
    let serde_json::Value::Object(mut object) = base else { panic!("an object has members") };
    if !members.is_empty() {
        let changes: serde_json::Map<_, _> =
            serde_json::from_str(members).unwrap_or_else(|error| panic!("{error}: {members}"));
        for (name, value) in changes {
            if value == ABSENT {
                object.remove(&name);
            } else {
                object.insert(name, value);
            }
        }
    }
    object.into()
}
