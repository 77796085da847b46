//! What an administrator sets up at Glewlwyd before it is an OpenID provider: a plugin, scopes, people, a client.

use reqwest::Method;
use serde_json::json;
use url::Url;

use super::account::GlewlwydAccount;
use super::keys::PemKeyPair;
use crate::peer::{ANN, BEN, CLIENT_ID, CLIENT_SECRET, SCOPE};

/// The plugin's name, a part of its addresses.
pub const PLUGIN: &str = "oidc";

const HOUR_S: u32 = 3600;
const DAY_S: u32 = 24 * HOUR_S;

/// The administrator's name and password, as the schema creates them.
const ADMIN: (&str, &str) = ("admin", "password");

/// The OpenID provider, with its scopes and people. Refresh tokens are good once.
pub async fn plugin(url: &str, issuer: &str, keys: &PemKeyPair) {
    let admin = GlewlwydAccount::sign_in_as(url, ADMIN.0, ADMIN.1).await;
    let parameters = json!({
        "iss": issuer,
        "jwt-type": "ecdsa",
        "jwt-key-size": "256",
        "key": keys.private,
        "cert": keys.public,
        "jwks-show": true,
        "subject-type": "public",
        "name-claim": "mandatory",
        "email-claim": "mandatory",
        "code-duration": HOUR_S,
        "access-token-duration": HOUR_S,
        "refresh-token-duration": DAY_S,
        "refresh-token-rolling": true,
        "refresh-token-one-use": "always",
        "auth-type-code-enabled": true,
        "auth-type-code-revoke-replayed": true,
        "auth-type-refresh-enabled": true,
        "auth-type-token-enabled": false,
        "auth-type-implicit-enabled": false,
        "auth-type-none-enabled": false,
        "auth-type-password-enabled": false,
        "auth-type-client-enabled": false,
        "auth-type-device-enabled": false,
        "allow-non-oidc": false,
        "pkce-allowed": true,
        "pkce-required": true,
        "pkce-method-plain-allowed": false,
        "introspection-revocation-allowed": true,
        "introspection-revocation-allow-target-client": true,
    });
    let plugin = json!({
        "module": "oidc", "name": PLUGIN, "display_name": PLUGIN, "enabled": true, "parameters": parameters,
    });
    admin.send(Method::POST, "/api/mod/plugin/", Some(plugin)).await;
    let scopes = ["profile", "email", "offline_access", SCOPE];
    for name in scopes {
        let scope = json!({ "name": name, "display_name": name, "password_required": false, "scheme": {} });
        admin.send(Method::POST, "/api/scope/", Some(scope)).await;
    }
    for person in [ANN, BEN] {
        let person = json!({
            "username": person.login, "password": person.password, "name": person.name, "email": person.address,
            "enabled": true, "scope": ["g_profile", "openid", "profile", "email", "offline_access", SCOPE],
        });
        admin.send(Method::POST, "/api/user/", Some(person)).await;
    }
}

/// The client.
pub async fn client(url: &str, redirect_uri: &Url) {
    let admin = GlewlwydAccount::sign_in_as(url, ADMIN.0, ADMIN.1).await;
    let client = json!({
        "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "confidential": true, "enabled": true,
        "redirect_uri": [redirect_uri], "token_endpoint_auth_method": ["client_secret_basic"],
        "authorization_type": ["code", "refresh_token", "delete_token"],
    });
    admin.send(Method::POST, "/api/client/", Some(client)).await;
}
