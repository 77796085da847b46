//! `GET /{tenant}/oauth2/v2.0/authorize`: what a sign-in may be asked for, and where it begins.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code>

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use url::Url;

use super::refusal::{Reference, Refusal};
use super::tenant::Tenant;
use super::{Microsoft, pages, scopes};
use crate::browsers::cookie;
use crate::ledger::SecretKind;
use crate::world::World;

/// Ties a browser to its sign-ins.
pub(super) const COOKIE: &str = "practice-microsoft";

/// A sign-in that may begin.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) tenant: Tenant,
    pub(super) client_id: String,
    pub(super) scopes: Vec<String>,
    pub(super) nonce: Option<String>,
    /// PKCE, method S256.
    pub(super) challenge: Option<String>,
    pub(super) prompt: Prompt,
    /// Fills in the address.
    pub(super) login_hint: Option<String>,
    pub(super) callback: Callback,
}

/// How much a person must see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Prompt {
    /// As little as possible.
    Ordinary,
    /// The password, whoever is signed in.
    Login,
    /// Nothing at all.
    Nothing,
    /// The consent page, whatever was allowed before.
    Consent,
    /// The choice of an account.
    SelectAccount,
}

impl Prompt {
    fn read(text: Option<&str>) -> Result<Self, Refusal> {
        match text {
            None | Some("") => Ok(Self::Ordinary),
            Some("login") => Ok(Self::Login),
            Some("none") => Ok(Self::Nothing),
            Some("consent") => Ok(Self::Consent),
            Some("select_account") => Ok(Self::SelectAccount),
            Some(_) => Err(Refusal::InvalidParameter("prompt")),
        }
    }
}

/// Where the browser goes in the end.
#[derive(Clone)]
pub(super) struct Callback {
    /// As it was asked for, letter by letter.
    pub(super) redirect_uri: String,
    url: Url,
    state: Option<String>,
}

impl Callback {
    /// For the pages' `form-action`.
    pub(super) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The address with an answer in it.
    pub(super) fn with(&self, answer: &[(&str, &str)]) -> Url {
        let mut url = self.url.clone();
        url.query_pairs_mut().extend_pairs(answer).extend_pairs(self.state.iter().map(|state| ("state", state)));
        url
    }

    /// The address with a refusal in it.
    pub(super) fn refuse(&self, refusal: &Refusal, world: &World) -> Url {
        let description = refusal.describe(&Reference::new(world));
        tracing::info!(aadsts = refusal.number(), "sent back without a code");
        self.with(&[("error", refusal.error_at_authorize()), ("error_description", &description)])
    }

    /// The address that a person goes back to by Cancel.
    pub(super) fn cancel(&self, declined: Option<&Refusal>, world: &World) -> Url {
        let description = declined.map(|refusal| refusal.describe(&Reference::new(world)));
        let mut answer = vec![("error", "access_denied"), ("error_subcode", "cancel")];
        answer.extend(description.as_deref().map(|text| ("error_description", text)));
        self.with(&answer)
    }
}

/// A request that no sign-in can begin with. While it isn't certain whose callback it is, nobody is sent there
/// (RFC 9700, 4.11.2).
enum Unusable {
    ShowPage(Refusal),
    SendBack(Box<Callback>, Refusal),
}

type Parameters = HashMap<String, String>;

impl Asked {
    fn read(world: &World, tenant: &str, parameters: &Parameters) -> Result<Self, Unusable> {
        let get = |name: &str| parameters.get(name).map(String::as_str);
        let tenant = Tenant::find(world, tenant).ok_or(Unusable::ShowPage(Refusal::TenantUnknown))?;
        let client_id = get("client_id").ok_or(Unusable::ShowPage(Refusal::MissingParameter("client_id")))?;
        if !world.client.has_id(client_id) {
            return Err(Unusable::ShowPage(Refusal::ClientUnknown));
        }
        let redirect_uri = get("redirect_uri").ok_or(Unusable::ShowPage(Refusal::MissingParameter("redirect_uri")))?;
        let url = Url::parse(redirect_uri).ok().filter(|_| world.client.allows_redirect(redirect_uri));
        let url = url.ok_or(Unusable::ShowPage(Refusal::RedirectNotRegistered))?;
        let state = get("state").map(str::to_owned);
        let callback = Callback { redirect_uri: redirect_uri.to_owned(), url, state };
        let read = || {
            let scopes = scopes::split(get("scope").ok_or(Refusal::MissingParameter("scope"))?);
            Ok((read_scopes(scopes)?, read_challenge(&get)?, read_modes(&get)?, Prompt::read(get("prompt"))?))
        };
        match read() {
            Err(refusal) => Err(Unusable::SendBack(Box::new(callback), refusal)),
            Ok((scopes, challenge, (), prompt)) => Ok(Self {
                tenant,
                client_id: client_id.to_owned(),
                scopes,
                nonce: get("nonce").map(str::to_owned),
                challenge,
                prompt,
                login_hint: get("login_hint").filter(|hint| !hint.is_empty()).map(str::to_owned),
                callback,
            }),
        }
    }
}

fn read_scopes(scopes: Vec<String>) -> Result<Vec<String>, Refusal> {
    if scopes.is_empty() {
        return Err(Refusal::MissingParameter("scope"));
    }
    if scopes::unknown(&scopes).is_some() {
        return Err(Refusal::ScopeUnknown);
    }
    Ok(scopes)
}

/// The real one takes the method `plain` too. Whoever relies on that has switched PKCE off without noticing.
fn read_challenge<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Option<String>, Refusal> {
    match (get("code_challenge"), get("code_challenge_method")) {
        (None, None) => Ok(None),
        (Some(challenge), Some("S256")) if challenge.len() == 43 => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) | (None, Some(_)) => Err(Refusal::InvalidParameter("code_challenge")),
        (Some(_), _) => Err(Refusal::InvalidParameter("code_challenge_method")),
    }
}

fn read_modes<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<(), Refusal> {
    match (get("response_type"), get("response_mode")) {
        (None, _) => Err(Refusal::MissingParameter("response_type")),
        (Some("code"), None | Some("query")) => Ok(()),
        (Some("code"), Some(_)) => Err(Refusal::InvalidParameter("response_mode")),
        (Some(_), _) => Err(Refusal::ResponseTypeUnsupported),
    }
}

pub(super) async fn authorize(
    State(microsoft): State<Arc<Microsoft>>,
    Path(tenant): Path<String>,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Response {
    let world = &microsoft.world;
    let asked = match Asked::read(world, &tenant, &parameters) {
        Ok(asked) => asked,
        Err(Unusable::ShowPage(refusal)) => return pages::dead_end(&refusal, world),
        Err(Unusable::SendBack(callback, refusal)) => return pages::redirect(&callback.refuse(&refusal, world)),
    };
    microsoft.records().counters.authorizations += 1;
    let known = cookie(&headers, COOKIE).map(str::to_owned);
    let browser = known.unwrap_or_else(|| world.issue(SecretKind::BrowserCookie, world.entropy.token()));
    let id = world.entropy.token();
    let mut attempt = microsoft.attempts().begin(id.clone(), browser.clone(), asked, world.now());
    let step = microsoft.first_step(&mut attempt);
    let mut response = microsoft.take_step(&id, &attempt, &step);
    // Lax, because a browser comes here from the program's own site. Strict would hide the session from it.
    let secure = if world.origin().starts_with("https:") { "; Secure" } else { "" };
    let set = format!("{COOKIE}={browser}; Path=/microsoft; HttpOnly; SameSite=Lax{secure}");
    if let Ok(set) = HeaderValue::from_str(&set) {
        response.headers_mut().append(header::SET_COOKIE, set);
    }
    response
}
