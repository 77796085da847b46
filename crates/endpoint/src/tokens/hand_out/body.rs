//! The JSON body that an engine receives. It is written once, into memory that is wiped when the last response that
//! shares it is gone.

use std::io::{self, Write};

use axum::body::Bytes;
use latchkey_domain::{AccessLife, AccessToken, Password};
use latchkey_store::ConnectionRecord;
use latchkey_wire::{ConnectionId, Purpose, UnixSeconds};
use serde::Serialize;
use utoipa::ToSchema;
use zeroize::Zeroizing;

/// What opens the mailbox or the CRM.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Secret<'a> {
    /// An access token, for the header `Authorization: Bearer`.
    Bearer {
        /// Whose it is.
        #[serde(flatten)]
        owner: SecretOwner<'a>,
        /// The token.
        access_token: &'a str,
        /// Names this token in reports of its rejection. It is no secret and opens nothing.
        token_id: String,
        /// When it ends.
        expires_at: UnixSeconds,
        /// The provider does not state when the token ends, and `expires_at` is what is usual.
        #[serde(skip_serializing_if = "is_false")]
        expires_at_is_nominal: bool,
        /// The scopes that were granted, as the provider spells them. Absent where it does not say.
        #[serde(skip_serializing_if = "<[String]>::is_empty")]
        scopes: &'a [String],
        /// Where it is to be used, where the provider decides that for each account.
        #[serde(skip_serializing_if = "Option::is_none")]
        api_url: Option<&'a str>,
    },
    /// A name and a password, where the installation hands them out.
    Password {
        /// Whose it is.
        #[serde(flatten)]
        owner: SecretOwner<'a>,
        /// The name to sign in with.
        user_name: &'a str,
        /// The password. Show it to no other server than this one, and never again after it was rejected.
        password: &'a str,
        /// The server.
        #[serde(skip_serializing_if = "Option::is_none")]
        server: Option<&'a str>,
    },
}

/// The connection that a secret belongs to.
#[derive(Serialize, ToSchema)]
pub struct SecretOwner<'a> {
    connection: &'a ConnectionId,
    purpose: Purpose,
    address: &'a str,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

const ALWAYS: &str = "plain structs of strings and numbers always serialise";

/// Counts the bytes that are written to it, and stores none.
struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> Secret<'a> {
    pub(crate) fn bearer(connection: &'a ConnectionRecord, access: &'a AccessToken) -> Self {
        Self::Bearer {
            owner: SecretOwner::new(connection),
            access_token: access.expose(),
            token_id: access.id(),
            expires_at: connection.access_expires_at,
            expires_at_is_nominal: connection.facts.access_life == AccessLife::Nominal,
            scopes: &connection.facts.scopes,
            api_url: connection.api_url.as_deref(),
        }
    }

    pub(crate) fn password(connection: &'a ConnectionRecord, user_name: &'a str, password: &'a Password) -> Self {
        Self::Password {
            owner: SecretOwner::new(connection),
            user_name,
            password: password.expose(),
            server: connection.site.as_deref(),
        }
    }

    /// The body. Its memory is wiped when its last reader is gone. Copies that the HTTP library makes are not wiped.
    pub(crate) fn into_body(self) -> Bytes {
        Bytes::from_owner(Wiped(self.to_json()))
    }

    fn to_json(&self) -> Zeroizing<Vec<u8>> {
        // The exact capacity is reserved at the start. A buffer that grows leaves copies behind, and spare capacity
        // would stay allocated for as long as the body is cached.
        let mut length = Length(0);
        serde_json::to_writer(&mut length, self).expect(ALWAYS);
        let mut plain = Zeroizing::new(Vec::with_capacity(length.0));
        serde_json::to_writer(&mut *plain, self).expect(ALWAYS);
        plain
    }
}

impl<'a> SecretOwner<'a> {
    fn new(connection: &'a ConnectionRecord) -> Self {
        Self { connection: &connection.id, purpose: connection.purpose, address: &connection.account.address }
    }
}

struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_takes_no_more_memory_than_its_bytes_even_if_they_are_escaped() {
        for access_token in ["token".to_owned(), "\"".repeat(3000)] {
            let owner = SecretOwner {
                connection: &ConnectionId::new("c"),
                purpose: Purpose::Mailbox,
                address: "ann@contoso.example",
            };
            let secret = Secret::Bearer {
                owner,
                access_token: &access_token,
                token_id: "t".into(),
                expires_at: 1,
                expires_at_is_nominal: false,
                scopes: &[],
                api_url: None,
            };
            let json = secret.to_json();
            assert_eq!(json.capacity(), json.len());
        }
    }
}
