//! `GET {host}/services/oauth2/authorize`: what a sign-in may be asked for, and where it begins.
//! <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm>

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use url::Url;

use super::host::Host;
use super::refusal::Refusal;
use super::{Salesforce, pages, scopes};
use crate::browsers::cookie;
use crate::ledger::SecretKind;
use crate::world::World;

/// Ties a browser to its sign-ins.
pub(super) const COOKIE: &str = "practice-salesforce";

/// The length of a SHA-256 hash in base64url.
const CHALLENGE_LENGTH: usize = 43;

/// A sign-in that may begin.
#[derive(Clone)]
pub(super) struct Asked {
    /// Where it began, and where its code can be exchanged.
    pub(super) host: Host,
    /// Where the person is now: somewhere else after **Use Custom Domain**.
    pub(super) at: Host,
    pub(super) client_id: String,
    pub(super) scopes: Vec<String>,
    pub(super) nonce: Option<String>,
    /// PKCE, method S256.
    pub(super) challenge: String,
    pub(super) prompts: Vec<Prompt>,
    /// Fills in the username.
    pub(super) login_hint: Option<String>,
    pub(super) callback: Callback,
}

impl Asked {
    pub(super) fn prompts(&self, prompt: Prompt) -> bool {
        self.prompts.contains(&prompt)
    }
}

/// What a person must see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Prompt {
    /// The password, whoever is signed in.
    Login,
    /// Nothing at all.
    Nothing,
    /// The approval page, whatever was approved before.
    Consent,
    /// The choice of a username.
    SelectAccount,
}

impl Prompt {
    fn read_all(text: Option<&str>) -> Result<Vec<Self>, Refusal> {
        let words = text.unwrap_or_default().split_ascii_whitespace();
        words
            .map(|word| match word {
                "login" => Ok(Self::Login),
                "none" => Ok(Self::Nothing),
                "consent" => Ok(Self::Consent),
                "select_account" => Ok(Self::SelectAccount),
                _ => Err(Refusal::PromptUnknown),
            })
            .collect()
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
    pub(super) fn refuse(&self, refusal: Refusal) -> Url {
        let (error, description) = refusal.words();
        tracing::info!(error, description, "sent back without a code");
        self.with(&[("error", error), ("error_description", &description)])
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
    fn read(world: &World, host: Host, parameters: &Parameters) -> Result<Self, Unusable> {
        let get = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let client_id = get("client_id").ok_or(Unusable::ShowPage(Refusal::MissingParameter("client_id")))?;
        if !world.client.has_id(client_id) {
            return Err(Unusable::ShowPage(Refusal::ClientUnknown));
        }
        let redirect_uri = get("redirect_uri").ok_or(Unusable::ShowPage(Refusal::MissingParameter("redirect_uri")))?;
        let url = Url::parse(redirect_uri).ok().filter(|_| world.client.allows_redirect(redirect_uri));
        let url = url.ok_or(Unusable::ShowPage(Refusal::RedirectNotRegistered))?;
        let state = get("state").map(str::to_owned);
        let callback = Callback { redirect_uri: redirect_uri.to_owned(), url, state };
        let read = || Ok((read_response_type(&get)?, read_challenge(&get)?, read_scopes(&get)?, read_prompts(&get)?));
        match read() {
            Err(refusal) => Err(Unusable::SendBack(Box::new(callback), refusal)),
            Ok(((), challenge, scopes, prompts)) => Ok(Self {
                host,
                at: host,
                client_id: client_id.to_owned(),
                scopes,
                nonce: get("nonce").map(str::to_owned),
                challenge,
                prompts,
                login_hint: get("login_hint").map(str::to_owned),
                callback,
            }),
        }
    }
}

fn read_response_type<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<(), Refusal> {
    match get("response_type") {
        Some("code") => Ok(()),
        Some(_) => Err(Refusal::ResponseTypeUnsupported),
        None => Err(Refusal::MissingParameter("response_type")),
    }
}

/// The program is registered as one that must use PKCE, as partners' programs are.
fn read_challenge<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<String, Refusal> {
    let challenge = get("code_challenge").ok_or(Refusal::ChallengeMissing)?;
    // Salesforce knows no other method than S256 and takes it for granted.
    let method = get("code_challenge_method").unwrap_or("S256");
    if method != "S256" || challenge.len() != CHALLENGE_LENGTH {
        return Err(Refusal::ChallengeInvalid);
    }
    Ok(challenge.to_owned())
}

fn read_scopes<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Vec<String>, Refusal> {
    let scopes = scopes::split(get("scope"));
    if scopes::all_known(&scopes) { Ok(scopes) } else { Err(Refusal::ScopeUnknown) }
}

fn read_prompts<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Vec<Prompt>, Refusal> {
    Prompt::read_all(get("prompt"))
}

pub(super) async fn authorize(
    State(salesforce): State<Arc<Salesforce>>,
    host: Host,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Response {
    let world = &salesforce.world;
    let asked = match Asked::read(world, host, &parameters) {
        Ok(asked) => asked,
        Err(Unusable::ShowPage(refusal)) => return pages::dead_end(refusal),
        Err(Unusable::SendBack(callback, refusal)) => return pages::redirect(&callback.refuse(refusal)),
    };
    salesforce.records().counters.authorizations += 1;
    let known = cookie(&headers, COOKIE).map(str::to_owned);
    let browser = known.unwrap_or_else(|| world.issue(SecretKind::BrowserCookie, world.entropy.token()));
    let id = world.entropy.token();
    let mut attempt = salesforce.attempts().begin(id.clone(), browser.clone(), asked, world.now());
    let step = salesforce.first_step(&mut attempt);
    let mut response = salesforce.take_step(&id, &attempt, &step);
    // Lax, because a browser comes here from the program's own site. Strict would hide the session from it.
    let secure = if world.origin().starts_with("https:") { "; Secure" } else { "" };
    let set = format!("{COOKIE}={browser}; Path=/salesforce; HttpOnly; SameSite=Lax{secure}");
    if let Ok(set) = HeaderValue::from_str(&set) {
        response.headers_mut().append(header::SET_COOKIE, set);
    }
    response
}
