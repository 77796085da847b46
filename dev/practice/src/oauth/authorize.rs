//! The address where sign-ins begin (RFC 6749, 4.1.1): what a request may ask for.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::{Dialect, OAuthRefusal, OAuthSite};
use crate::authorize_request::{Callback, Parameters, read_challenge};
use crate::forms::redirect;

/// A sign-in that may begin.
#[derive(Clone)]
pub(crate) struct AuthorizeRequest<R> {
    /// Where it began, and where its code must be exchanged.
    pub(crate) realm: R,
    /// Where the person is now.
    pub(crate) at: R,
    pub(crate) client_id: String,
    /// After the consent page, only the allowed ones.
    pub(crate) scopes: Vec<String>,
    pub(crate) nonce: Option<String>,
    /// PKCE, method S256.
    pub(crate) challenge: Option<String>,
    /// The parameter `claims` (OpenID Connect Core, 5.5).
    pub(crate) claims: Option<String>,
    /// Whether the program asks for a refresh token by `access_type`.
    pub(crate) offline: bool,
    /// Whether the tokens also include the scopes that were allowed earlier (`include_granted_scopes`).
    pub(crate) include_granted: bool,
    pub(crate) prompts: Vec<Prompt>,
    /// Fills in the address, or picks an account.
    pub(crate) login_hint: Option<String>,
    pub(crate) callback: Callback,
}

/// Which pages a person must see (OpenID Connect Core, 3.1.2.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Prompt {
    /// The password, even if a person is signed in.
    Login,
    /// No page.
    Nothing,
    /// The consent page, even if everything was allowed before.
    Consent,
    /// The choice of an account.
    SelectAccount,
}

impl Prompt {
    /// The prompts in a parameter, as far as they are among the `known`.
    pub(crate) fn read_all(text: Option<&str>, known: &[(&str, Self)]) -> Result<Vec<Self>, OAuthRefusal> {
        let find = |word| known.iter().find(|(name, _)| *name == word).map(|(_, prompt)| *prompt);
        let words = text.unwrap_or_default().split_ascii_whitespace();
        words.map(|word| find(word).ok_or(OAuthRefusal::InvalidParameter("prompt"))).collect()
    }
}

/// A request that cannot start a sign-in. Until client and callback are known to belong together, the browser is not
/// redirected (RFC 9700, 4.11.2).
enum UnusableRequest {
    ShowPage(OAuthRefusal),
    SendBack(Box<Callback>, OAuthRefusal),
}

impl From<OAuthRefusal> for UnusableRequest {
    fn from(refusal: OAuthRefusal) -> Self {
        Self::ShowPage(refusal)
    }
}

impl<R: Clone> AuthorizeRequest<R> {
    pub(crate) fn prompts(&self, prompt: Prompt) -> bool {
        self.prompts.contains(&prompt)
    }

    fn read<D>(site: &OAuthSite<D>, realm: R, parameters: &Parameters) -> Result<Self, UnusableRequest>
    where
        D: Dialect<Realm = R>,
    {
        let context = &site.context;
        let get = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let require = |name| get(name).ok_or(OAuthRefusal::MissingParameter(name));
        D::check_realm(&realm)?;
        let client_id = require("client_id")?;
        if !context.client.has_id(client_id) {
            return Err(OAuthRefusal::ClientUnknown.into());
        }
        let callback = Callback::read(context, require("redirect_uri")?, get("state"));
        let callback = callback.ok_or(OAuthRefusal::RedirectNotRegistered)?;
        let yes_or_no = |name, yes, no| match get(name) {
            None => Ok(false),
            Some(value) if value == yes => Ok(true),
            Some(value) if value == no => Ok(false),
            Some(_) => Err(OAuthRefusal::InvalidParameter(name)),
        };
        let read = || {
            match (require("response_type")?, get("response_mode")) {
                ("code", None | Some("query")) => {}
                ("code", Some(_)) => return Err(OAuthRefusal::InvalidParameter("response_mode")),
                _ => return Err(OAuthRefusal::ResponseTypeUnsupported),
            }
            if D::TABLE.requires_challenge && get("code_challenge").is_none() {
                return Err(OAuthRefusal::MissingParameter("code_challenge"));
            }
            let scopes = D::read_scopes(get("scope"))?;
            D::check_scopes(site, &scopes)?;
            let challenge = read_challenge(&get).map_err(OAuthRefusal::InvalidParameter)?;
            Ok(Self {
                at: realm.clone(),
                realm: realm.clone(),
                client_id: client_id.to_owned(),
                scopes,
                nonce: get("nonce").map(str::to_owned),
                challenge,
                claims: get("claims").map(str::to_owned),
                offline: yes_or_no("access_type", "offline", "online")?,
                include_granted: yes_or_no("include_granted_scopes", "true", "false")?,
                prompts: D::read_prompts(get("prompt"))?,
                login_hint: get("login_hint").map(str::to_owned),
                callback: callback.clone(),
            })
        };
        read().map_err(|refusal| {
            if D::TABLE.errors_on_page {
                UnusableRequest::ShowPage(refusal)
            } else {
                UnusableRequest::SendBack(Box::new(callback.clone()), refusal)
            }
        })
    }
}

pub(super) async fn authorize<D: Dialect>(
    State(site): State<Arc<OAuthSite<D>>>,
    realm: D::Realm,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Response {
    let context = &site.context;
    let request = match AuthorizeRequest::read(&site, realm, &parameters) {
        Ok(request) => request,
        Err(UnusableRequest::ShowPage(refusal)) => return D::dead_end(&site, refusal, None),
        Err(UnusableRequest::SendBack(callback, refusal)) => return redirect(&site.refuse(&callback, refusal)),
    };
    site.records().counters.authorizations += 1;
    let cookie = D::TABLE.cookie;
    let browser = cookie.recognise(context, &headers);
    let id = context.entropy.token();
    let mut attempt = site.attempts().begin(id.clone(), browser.clone(), request, context.now());
    let step = site.first_step(&mut attempt);
    let mut response = site.answer_with_step(&id, &attempt, &step);
    cookie.set(&mut response, context, &browser);
    response
}
