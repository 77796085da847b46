//! Which ways to authenticate are tried at an OpenID server, and in which order. What the administrator sets is not tried out.
//! Otherwise the ways that the discovery document lists come first, and then the others: documents are often wrong.

use serde::Deserialize;

use crate::oauth::client_auth::ClientAuth;
use crate::{ClientCredential, ClientRegistration};

/// Where the client's secret goes, if the administrator sets it (RFC 6749, 2.3.1).
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthSetting {
    /// Into the header, encoded as the standard says.
    Basic,
    /// Into the header, without encoding.
    PlainBasic,
    /// Into the form.
    Post,
}

/// The ways, in the order in which they are tried. `listed` is what the discovery document says; without it HTTP Basic is the
/// default (OpenID Connect Discovery 1.0, 3).
pub(super) fn ways(
    registration: &ClientRegistration,
    set: Option<ClientAuthSetting>,
    listed: Option<&[String]>,
) -> Vec<ClientAuth> {
    registration
        .credentials
        .iter()
        .flat_map(|credential| of_credential(registration, credential, set, listed))
        .collect()
}

fn of_credential(
    registration: &ClientRegistration,
    credential: &ClientCredential,
    set: Option<ClientAuthSetting>,
    listed: Option<&[String]>,
) -> Vec<ClientAuth> {
    let secret = match credential {
        ClientCredential::Secret(secret) => secret.clone(),
        // A key is never given up for anything weaker.
        ClientCredential::Assertion(_) => return vec![ClientAuth::in_body(credential)],
    };
    let (basic, plain, post) =
        (ClientAuth::Header(secret.clone()), ClientAuth::PlainHeader(secret.clone()), ClientAuth::Body(secret.clone()));
    match set {
        Some(ClientAuthSetting::Basic) => return vec![basic],
        Some(ClientAuthSetting::PlainBasic) => return vec![plain],
        Some(ClientAuthSetting::Post) => return vec![post],
        None => {}
    }
    let lists = |name: &str| listed.is_some_and(|listed| listed.iter().any(|method| method == name));
    let mut ways = if lists("client_secret_post") && !lists("client_secret_basic") {
        vec![post, basic]
    } else {
        vec![basic, post]
    };
    // Only some characters are encoded.
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"*-._".contains(&byte));
    if !is_plain(secret.expose()) || !is_plain(&registration.client_id) {
        ways.push(plain);
    }
    ways
}
