//! `GET /{tenant}/oauth2/v2.0/authorize`: what a sign-in may be asked for, and where it begins.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code>

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use url::Url;

use super::refusal::{OAuthRefusal, Reference};
use super::tenant::Tenant;
use super::{PracticeMicrosoft, pages, scopes};
use crate::authorize_request::{BrowserCookie, Callback, Parameters, read_challenge};
use crate::context::PracticeContext;
use crate::forms::redirect;

/// The cookie that ties a browser to its sign-ins.
pub(super) const COOKIE: BrowserCookie = BrowserCookie { name: "practice-microsoft", path: "/microsoft" };

/// A sign-in that may begin.
#[derive(Clone)]
pub(super) struct AuthorizeRequest {
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

/// Which pages a person must see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Prompt {
    /// Only the pages that are needed.
    Ordinary,
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
    fn read(text: Option<&str>) -> Result<Self, OAuthRefusal> {
        match text {
            None | Some("") => Ok(Self::Ordinary),
            // OpenID Connect (Core, 3.1.2.1) allows several values. A program that supports any OpenID provider sends them.
            Some("login" | "login consent") => Ok(Self::Login),
            Some("none") => Ok(Self::Nothing),
            Some("consent") => Ok(Self::Consent),
            Some("select_account") => Ok(Self::SelectAccount),
            Some(_) => Err(OAuthRefusal::InvalidParameter("prompt")),
        }
    }
}

/// The redirect back to the program with a refusal.
pub(super) fn refuse(callback: &Callback, refusal: &OAuthRefusal, context: &PracticeContext) -> Url {
    let description = refusal.describe(&Reference::new(context));
    tracing::info!(aadsts = refusal.number(), "sent back without a code");
    callback.with_answer(&[("error", refusal.error_at_authorize()), ("error_description", &description)])
}

/// The redirect back to the program after **Cancel**.
pub(super) fn cancel(callback: &Callback, declined: Option<&OAuthRefusal>, context: &PracticeContext) -> Url {
    let description = declined.map(|refusal| refusal.describe(&Reference::new(context)));
    let mut answer = vec![("error", "access_denied"), ("error_subcode", "cancel")];
    answer.extend(description.as_deref().map(|text| ("error_description", text)));
    callback.with_answer(&answer)
}

/// A request that cannot start a sign-in. Until client and callback are known to belong together, the browser
/// is not redirected (RFC 9700, 4.11.2).
enum UnusableRequest {
    ShowPage(OAuthRefusal),
    SendBack(Box<Callback>, OAuthRefusal),
}

impl AuthorizeRequest {
    fn read(context: &PracticeContext, tenant: &str, parameters: &Parameters) -> Result<Self, UnusableRequest> {
        let get = |name: &str| parameters.get(name).map(String::as_str);
        let tenant = Tenant::find(context, tenant).ok_or(UnusableRequest::ShowPage(OAuthRefusal::TenantUnknown))?;
        let client_id =
            get("client_id").ok_or(UnusableRequest::ShowPage(OAuthRefusal::MissingParameter("client_id")))?;
        if !context.client.has_id(client_id) {
            return Err(UnusableRequest::ShowPage(OAuthRefusal::ClientUnknown));
        }
        let redirect_uri =
            get("redirect_uri").ok_or(UnusableRequest::ShowPage(OAuthRefusal::MissingParameter("redirect_uri")))?;
        let callback = Callback::read(context, redirect_uri, get("state"));
        let callback = callback.ok_or(UnusableRequest::ShowPage(OAuthRefusal::RedirectNotRegistered))?;
        let read = || {
            let scopes = scopes::split(get("scope").ok_or(OAuthRefusal::MissingParameter("scope"))?);
            let challenge = read_challenge(&get).map_err(OAuthRefusal::InvalidParameter)?;
            Ok((read_scopes(scopes)?, challenge, read_modes(&get)?, Prompt::read(get("prompt"))?))
        };
        match read() {
            Err(refusal) => Err(UnusableRequest::SendBack(Box::new(callback), refusal)),
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

fn read_scopes(scopes: Vec<String>) -> Result<Vec<String>, OAuthRefusal> {
    if scopes.is_empty() {
        return Err(OAuthRefusal::MissingParameter("scope"));
    }
    if scopes::unknown(&scopes).is_some() {
        return Err(OAuthRefusal::ScopeUnknown);
    }
    Ok(scopes)
}

fn read_modes<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<(), OAuthRefusal> {
    match (get("response_type"), get("response_mode")) {
        (None, _) => Err(OAuthRefusal::MissingParameter("response_type")),
        (Some("code"), None | Some("query")) => Ok(()),
        (Some("code"), Some(_)) => Err(OAuthRefusal::InvalidParameter("response_mode")),
        (Some(_), _) => Err(OAuthRefusal::ResponseTypeUnsupported),
    }
}

pub(super) async fn authorize(
    State(microsoft): State<Arc<PracticeMicrosoft>>,
    Path(tenant): Path<String>,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Response {
    let context = &microsoft.context;
    let request = match AuthorizeRequest::read(context, &tenant, &parameters) {
        Ok(request) => request,
        Err(UnusableRequest::ShowPage(refusal)) => return pages::dead_end(&refusal, context),
        Err(UnusableRequest::SendBack(callback, refusal)) => return redirect(&refuse(&callback, &refusal, context)),
    };
    microsoft.records().counters.authorizations += 1;
    let browser = COOKIE.recognise(context, &headers);
    let id = context.entropy.token();
    let mut attempt = microsoft.attempts().begin(id.clone(), browser.clone(), request, context.now());
    let step = microsoft.first_step(&mut attempt);
    let mut response = microsoft.answer_with_step(&id, &attempt, &step);
    COOKIE.set(&mut response, context, &browser);
    response
}
