//! Discovery documents at a sign-in, and token endpoints that move.

pub mod https;

use crate::each::each;
use crate::installation::{ANN, BEN, DUE_AFTER_S, DialectInstallation, OPENID, Setup};
use crate::rows::discovery::discoveries;
use crate::rows::{Origin, SignInOutcome};
use crate::server::Choices;

const DAY_S: i64 = 24 * 3600;

pub const MOVED_AND_GONE: Origin = Origin {
    server: "Any OpenID server",
    what: "the token endpoint moves, and the old one is not found",
    read_at: "lixmal/keepass4web-rs #313",
};
pub const MOVED: Origin = Origin {
    server: "Any OpenID server",
    what: "the token endpoint moves, and the old one answers for a while",
    read_at: "lixmal/keepass4web-rs #313; OpenID Connect Discovery, 4",
};

#[tokio::test]
async fn a_document_decides_only_where_it_must() {
    each(
        discoveries(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let mut choices = Choices { discovery: row.members, discovery_at: row.at, ..Choices::default() };
            choices.claims.insert(ANN, row.claims);
            let openid = format!("domains = [\"contoso.example\"]\n{}", row.settings).leak();
            let setup = Setup { choices, openid, issuer_end: row.issuer_end, ..Setup::of(OPENID) };
            let installation = setup.start().await;
            match (row.becomes, installation.try_sign_in(ANN).await) {
                (SignInOutcome::SignsIn, Ok(ann)) => {
                    installation.renew_due(DUE_AFTER_S).await;
                    installation.assert_works(what, ANN, &ann).await;
                }
                (SignInOutcome::Refused(code), outcome) => assert_eq!(outcome.err(), Some(code), "{what}"),
                (SignInOutcome::SignsIn, Err(code)) => panic!("{what}: {code:?}"),
            }
            if let Some((offline, prompt)) = row.asks {
                let page = installation.server.seen().page;
                assert_eq!(page["scope"].contains("offline_access"), offline, "{what}");
                assert!(page["scope"].starts_with("openid "), "{what}");
                assert_eq!(page.get("prompt").map(String::as_str), prompt, "{what}");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_token_endpoint_that_has_moved_is_found_at_once() {
    let what = &MOVED_AND_GONE.to_string();
    let (installation, ann, ben) = DialectInstallation::open(OPENID).await;
    installation.server.choose(|choices| {
        choices.discovery = r#"{"token_endpoint":"{url}/token2"}"#;
        choices.token_at = Some("/token2");
    });
    installation.renew_due(DUE_AFTER_S).await;
    for (name, person) in [(ANN, &ann), (BEN, &ben)] {
        installation.assert_works(what, name, person).await;
        assert_eq!(installation.server.newest_token(name), Some(1), "{what}");
    }
    assert_eq!(installation.server.reuse_count(), 0, "{what}");
}

#[tokio::test]
async fn a_token_endpoint_that_has_moved_is_used_within_a_day() {
    let what = &MOVED.to_string();
    let (installation, ann, _ben) = DialectInstallation::open(OPENID).await;
    installation.server.choose(|choices| choices.discovery = r#"{"token_endpoint":"{url}/token2"}"#);
    installation.renew_due(DUE_AFTER_S).await;
    assert_eq!(installation.server.requests_to("/token2"), 0, "{what}: the document is not fetched for each request");
    installation.renew_due(DAY_S).await;
    assert!(installation.server.requests_to("/token2") > 0, "{what}");
    installation.assert_works(what, ANN, &ann).await;
    assert!(installation.server.requests_to("/.well-known/openid-configuration") <= 3, "{what}");
}
