//! Why a server's discovery document can't be used, and what its list of scopes means for people (OpenID Connect Discovery 1.0).

use http::header::{ACCEPT, LOCATION};
use latchkey_domain::is_same_issuer;
use latchkey_providers::Http;
use serde_json::Value;
use url::Url;

use super::Finding;
use crate::config::OidcConfig;

/// The addresses without which no one can sign in.
const NEEDED: [&str; 3] = ["authorization_endpoint", "token_endpoint", "jwks_uri"];
/// The scope for a refresh token (OpenID Connect Core, 11).
const OFFLINE_SCOPE: &str = "offline_access";
/// The most redirects that are followed, as for every published document.
const MAX_REDIRECTS: usize = 3;

/// Says which address was asked, and what is wrong with what came.
pub(super) async fn explain(settings: &OidcConfig, http: &dyn Http) -> String {
    let at = address(settings);
    match fetch(&at, http).await {
        Err(cause) => format!("no sign-in page: {at} {cause}"),
        Ok(document) => format!("no sign-in page: {at} {}", what_is_wrong(settings, &document)),
    }
}

/// Notes on what works, and may surprise.
pub(super) async fn notes(subject: &str, settings: &OidcConfig, http: &dyn Http) -> Vec<Finding> {
    let document = fetch(&address(settings), http).await.ok();
    let unlisted = document.as_ref().and_then(|document| unlisted(settings, document));
    let mut notes: Vec<_> = unlisted.map(|says| Finding::good(subject, says)).into_iter().collect();
    let is_configured = settings.scopes.iter().any(|scope| scope == OFFLINE_SCOPE);
    let why = match settings.offline_access {
        _ if is_configured => None,
        Some(true) => None,
        Some(false) => Some("offline_access is false"),
        None => match document {
            Some(document) if !lists(&document, OFFLINE_SCOPE) => Some("discovery does not list it"),
            Some(_) | None => None,
        },
    };
    if let Some(why) = why {
        notes.push(Finding::good(
            subject,
            format!(
                "offline_access will not be asked for: {why}; set offline_access = true if people are not given lasting access"
            ),
        ));
    }
    notes
}

/// Whether the server lists all scopes that it will be asked for. A server may grant one that it does not list (Discovery 1.0, 3).
fn unlisted(settings: &OidcConfig, document: &Value) -> Option<String> {
    let list = document.get("scopes_supported").filter(|list| list.is_array() || list.is_string())?;
    let unlisted: Vec<_> = settings.scopes.iter().map(String::as_str).filter(|scope| !has(list, scope)).collect();
    (!unlisted.is_empty()).then(|| {
        format!(
            "the server does not list these scopes: {}. If it does not grant one of them, no sign-in succeeds: compare the \
             spelling, and try one sign-in",
            unlisted.join(", ")
        )
    })
}

fn address(settings: &OidcConfig) -> String {
    format!("{}/.well-known/openid-configuration", settings.issuer.trim_end_matches('/'))
}

async fn fetch(at: &str, http: &dyn Http) -> Result<Value, String> {
    let mut url = Url::parse(at).map_err(|_| "is no address".to_owned())?;
    for _ in 0..=MAX_REDIRECTS {
        let request = http::Request::get(url.as_str()).header(ACCEPT, "application/json").body(Vec::new());
        let request = request.map_err(|_| "is no address".to_owned())?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let answer = http.send(request).await;
        let response = answer.map_err(|error| format!("can't be reached: {error}; check the network and {host}"))?;
        if response.status().is_success() {
            let body = response.into_body();
            let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body);
            let document = serde_json::from_slice::<Value>(body).ok().filter(Value::is_object);
            return document.ok_or_else(|| "answered with something that is not JSON; check issuer".to_owned());
        }
        let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).and_then(|to| url.join(to).ok());
        match to.filter(|to| response.status().is_redirection() && to.host() == url.host()) {
            Some(to) => url = to,
            None => return Err(format!("answered with status {}; check issuer", response.status().as_u16())),
        }
    }
    Err("leads from one redirect to the next; check issuer".to_owned())
}

fn what_is_wrong(settings: &OidcConfig, document: &Value) -> String {
    let text = |name: &str| document.get(name).and_then(Value::as_str);
    let Some(issuer) = text("issuer") else { return "has no issuer; check issuer".to_owned() };
    if !is_same_issuer(issuer, &settings.issuer) {
        return format!("names the issuer {issuer:?}; if that is your server, set issuer to that");
    }
    let lacks = |name: &&&str| text(name).and_then(|at| Url::parse(at.trim()).ok()).is_none();
    match NEEDED.iter().find(lacks) {
        Some(name) => format!("has no {name}; check that this is an OpenID server"),
        None => format!("does not name addresses for all of {} that begin with https://", NEEDED.join(", ")),
    }
}

fn lists(document: &Value, scope: &str) -> bool {
    document.get("scopes_supported").is_some_and(|list| has(list, scope))
}

/// Whether a list of words, which may be one text, has this word.
fn has(list: &Value, word: &str) -> bool {
    match list {
        Value::Array(list) => list.iter().any(|listed| listed.as_str() == Some(word)),
        Value::String(text) => text.split_whitespace().any(|listed| listed == word),
        _ => false,
    }
}
