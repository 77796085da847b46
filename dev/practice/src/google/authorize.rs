//! `GET /o/oauth2/v2/auth`: what a sign-in may be asked for, and where it begins.
//! <https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient>
//!
//! An error in the request itself ends on a page of Google's. Only a person's own refusal, and a page that `prompt=none`
//! rules out, lead back to the program.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use url::Url;

use super::refusal::OAuthRefusal;
use super::{PracticeGoogle, pages, scopes};
use crate::authorize_request::{BrowserCookie, Callback, Parameters, read_challenge};
use crate::context::PracticeContext;

/// The cookie that ties a browser to its sign-ins.
pub(super) const COOKIE: BrowserCookie = BrowserCookie { name: "practice-google", path: "/google" };

/// A sign-in that may begin.
#[derive(Clone)]
pub(super) struct AuthorizeRequest {
    pub(super) client_id: String,
    /// In the spelling of answers. After the consent page, only the allowed ones.
    pub(super) scopes: Vec<String>,
    pub(super) nonce: Option<String>,
    /// PKCE, method S256.
    pub(super) challenge: Option<String>,
    /// Whether the program gets a refresh token (`access_type`).
    pub(super) offline: bool,
    /// Whether the tokens also include the scopes that were allowed earlier (`include_granted_scopes`).
    pub(super) include_granted: bool,
    pub(super) prompts: Vec<Prompt>,
    /// Fills in the address, or picks an account: an address or the `sub` of an ID token.
    pub(super) login_hint: Option<String>,
    pub(super) callback: Callback,
}

/// Which pages a person must see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Prompt {
    /// No page.
    Nothing,
    /// The consent page, even if everything was allowed before.
    Consent,
    /// The choice of an account.
    SelectAccount,
}

impl Prompt {
    fn read_all(text: Option<&str>) -> Result<Vec<Self>, OAuthRefusal> {
        let words = text.unwrap_or_default().split_ascii_whitespace();
        let prompts: Result<Vec<_>, _> = words
            .map(|word| match word {
                "none" => Ok(Self::Nothing),
                "consent" => Ok(Self::Consent),
                "select_account" => Ok(Self::SelectAccount),
                _ => Err(OAuthRefusal::InvalidParameter("prompt")),
            })
            .collect();
        // `none` can't be combined (OpenID Connect Core, 3.1.2.1).
        prompts.and_then(|prompts| match prompts.as_slice() {
            [_, _, ..] if prompts.contains(&Self::Nothing) => Err(OAuthRefusal::InvalidParameter("prompt")),
            _ => Ok(prompts),
        })
    }
}

impl AuthorizeRequest {
    pub(super) fn prompts(&self, prompt: Prompt) -> bool {
        self.prompts.contains(&prompt)
    }

    fn read(context: &PracticeContext, parameters: &Parameters) -> Result<Self, OAuthRefusal> {
        let get = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let require = |name| get(name).ok_or(OAuthRefusal::MissingParameter(name));
        let client_id = require("client_id")?;
        if !context.client.has_id(client_id) {
            return Err(OAuthRefusal::ClientUnknown);
        }
        let callback = Callback::read(context, require("redirect_uri")?, get("state"));
        let callback = callback.ok_or(OAuthRefusal::RedirectNotRegistered)?;
        match (require("response_type")?, get("response_mode")) {
            ("code", None | Some("query")) => {}
            ("code", Some(_)) => return Err(OAuthRefusal::InvalidParameter("response_mode")),
            _ => return Err(OAuthRefusal::ResponseTypeUnsupported),
        }
        let scopes = scopes::split(require("scope")?);
        if !scopes::all_known(&scopes) {
            return Err(OAuthRefusal::ScopeUnknown);
        }
        let yes_or_no = |name, yes, no| match get(name) {
            None => Ok(false),
            Some(value) if value == yes => Ok(true),
            Some(value) if value == no => Ok(false),
            Some(_) => Err(OAuthRefusal::InvalidParameter(name)),
        };
        Ok(Self {
            client_id: client_id.to_owned(),
            scopes,
            nonce: get("nonce").map(str::to_owned),
            challenge: read_challenge(&get).map_err(OAuthRefusal::InvalidParameter)?,
            offline: yes_or_no("access_type", "offline", "online")?,
            include_granted: yes_or_no("include_granted_scopes", "true", "false")?,
            prompts: Prompt::read_all(get("prompt"))?,
            login_hint: get("login_hint").map(str::to_owned),
            callback,
        })
    }
}

/// The redirect back to the program with a refusal.
pub(super) fn refuse(callback: &Callback, refusal: OAuthRefusal) -> Url {
    let (_, error) = refusal.code();
    tracing::info!(error, "sent back without a code");
    callback.with_answer(&[("error", error)])
}

pub(super) async fn authorize(
    State(google): State<Arc<PracticeGoogle>>,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Response {
    let context = &google.context;
    let request = match AuthorizeRequest::read(context, &parameters) {
        Ok(request) => request,
        Err(refusal) => return pages::dead_end(refusal, None, context),
    };
    google.records().counters.authorizations += 1;
    let browser = COOKIE.recognise(context, &headers);
    let id = context.entropy.token();
    let mut attempt = google.attempts().begin(id.clone(), browser.clone(), request, context.now());
    let step = google.first_step(&mut attempt);
    let mut response = google.answer_with_step(&id, &attempt, &step);
    COOKIE.set(&mut response, context, &browser);
    response
}
