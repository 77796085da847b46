//! How the client authenticates (RFC 6749, 2.3; OpenID Connect Core, 9); the discovery document may say another thing.

use serde_json::{Value, json};

use super::{SeenAs, keep};
use crate::by_the_book::{ByTheBook, client_key};
use crate::every_peer::DUE_AFTER_S;
use crate::installation::PeerInstallation;
use crate::peer::PeerServer as _;

/// How long access tokens live, and how far apart renewals are, where all of them happen within the life of an assertion.
const SHORT_LIFE_S: i64 = 60;

/// What servers list as the ways that they take, as JSON.
const LISTED: [&str; 6] = [
    "null",
    "[]",
    r#"["client_secret_basic"]"#,
    r#"["client_secret_post"]"#,
    r#"["client_secret_basic","client_secret_post"]"#,
    r#"["private_key_jwt"]"#,
];

/// Choices of a server that takes the client's authentication in these ways and lists these. It does not say how long access tokens
/// live, so the endpoint has to authenticate where it asks that (RFC 7662, 2.1), too.
fn choices(listed: &Value, works: &[&str]) -> Value {
    json!({ "alg": "ES256", "expires_in": "absent", "auth_methods": listed, "auth_works": works })
}

async fn keep_with_secret(server: ByTheBook, listed: &Value, works: &[&str]) -> ByTheBook {
    let server = server.choose(choices(listed, works)).with_access_life_s(600);
    // Two thirds of the life, which only the introspection endpoint tells.
    keep(PeerInstallation::with(server).await, SeenAs::Ann, 400).await
}

async fn a_secret_is_accepted_whatever_is_listed(works: &[&str]) {
    let mut server = ByTheBook::start().await;
    for listed in LISTED {
        server = keep_with_secret(server, &serde_json::from_str(listed).unwrap(), works).await;
    }
}

#[tokio::test]
async fn a_secret_is_accepted_in_the_header_whatever_is_listed() {
    a_secret_is_accepted_whatever_is_listed(&["client_secret_basic"]).await;
}

#[tokio::test]
async fn a_secret_is_accepted_in_the_form_whatever_is_listed() {
    a_secret_is_accepted_whatever_is_listed(&["client_secret_post"]).await;
}

#[tokio::test]
async fn a_secret_is_accepted_where_both_ways_work_whatever_is_listed() {
    a_secret_is_accepted_whatever_is_listed(&["client_secret_basic", "client_secret_post"]).await;
}

/// RFC 6749, 2.3.1: the secret is encoded as a form's field before it goes into the header.
#[tokio::test]
async fn a_secret_may_have_any_character() {
    const SECRET: &str = "s3cret %+:&=/~é";
    let mut server = ByTheBook::start().await;
    for works in ["client_secret_basic", "client_secret_post"] {
        let chosen = json!({ "alg": "ES256", "auth_works": [works] });
        let installation = PeerInstallation::with(server.choose(chosen).with_client_secret(SECRET)).await;
        server = keep(installation.restart_with_secret(SECRET).await, SeenAs::Ann, DUE_AFTER_S).await;
    }
}

/// A server refuses an assertion from its future (RFC 7523, 3), so the endpoint's clock starts behind the server's.
#[tokio::test]
async fn a_key_of_any_kind_takes_the_place_of_a_secret() {
    let mut server = ByTheBook::start().await;
    let listed =
        [json!(["private_key_jwt"]), Value::Null, json!(["client_secret_basic", "private_key_jwt"]), json!([])];
    for (key, listed) in client_key::of_every_kind().into_iter().zip(listed) {
        let chosen = json!({ "alg": "ES256", "auth_methods": listed, "auth_works": ["private_key_jwt"] });
        let chosen = server.choose(chosen).with_access_life_s(SHORT_LIFE_S).with_client_key(&key.public);
        let installation = PeerInstallation::with_key(chosen, &key.private).await;
        installation.endpoint.clock.advance_s(-2 * SHORT_LIFE_S);
        server = keep(installation, SeenAs::Ann, SHORT_LIFE_S).await;
    }
}
