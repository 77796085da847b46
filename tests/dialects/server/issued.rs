//! Tokens of the server, and the ids of its people.

use serde_json::json;

use super::choices::{fill, overlay};
use super::{CLIENT_ID, DialectServerState, GOOGLE, SALESFORCE, TENANTS};

pub fn access(person: &str, number: u64) -> String {
    format!("at:{person}:{number}")
}

pub(super) fn refresh(person: &str, number: u64) -> String {
    format!("rt:{person}:{number}")
}

/// The person and the number of a token of this kind.
pub(super) fn read<'t>(kind: &str, token: &'t str) -> Option<(&'t str, u64)> {
    let mut parts = token.split(':');
    (parts.next() == Some(kind)).then_some(())?;
    Some((parts.next()?, parts.next()?.parse().ok()?))
}

/// A number for a text.
fn number_of(text: &str) -> u64 {
    let number = text.bytes().fold(7_u64, |number, byte| number.wrapping_mul(31).wrapping_add(byte.into()));
    number & 0xffff_ffff_ffff
}

/// A tenant's id, from its domain.
pub(super) fn tenant_id(domain: &str) -> String {
    format!("00000000-0000-4000-8000-{:012x}", number_of(domain))
}

/// The ids of a person's organisation and of the person at Salesforce.
pub(super) fn salesforce_ids(person: &str) -> (String, String) {
    let domain = person.split_once('@').unwrap().1;
    (format!("00D{:012x}", number_of(domain)), format!("005{:012x}", number_of(person)))
}

impl DialectServerState {
    /// A signed ID token of this person, as this part of the server issues it.
    pub(super) fn id_token(&self, url: &str, part: &str, person: &str, nonce: &str, changes: &str) -> String {
        let now = self.now();
        let tenant = tenant_id(person.split_once('@').unwrap().1);
        let (organisation, user) = salesforce_ids(person);
        let (issuer, subject) = match part {
            TENANTS => (format!("{url}{TENANTS}/{tenant}/v2.0"), person.to_owned()),
            GOOGLE => (format!("{url}{GOOGLE}"), person.to_owned()),
            SALESFORCE => (format!("{url}{SALESFORCE}"), format!("{url}{SALESFORCE}/id/{organisation}/{user}")),
            _ => (url.to_owned(), person.to_owned()),
        };
        let mut claims = json!({
            "iss": issuer, "sub": subject, "aud": CLIENT_ID, "nonce": nonce, "exp": now + 600, "iat": now,
            "email": person, "email_verified": true, "preferred_username": person,
        });
        if part == TENANTS {
            claims["oid"] = person.into();
            claims["tid"] = tenant.into();
        }
        let changes = fill(changes, &[("person", person), ("url", url), ("client", CLIENT_ID)], now);
        self.choices.keys.sign(&overlay(claims, &changes), self.choices.client.secret)
    }
}
