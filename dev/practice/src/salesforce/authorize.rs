//! `GET {host}/services/oauth2/authorize`: what a sign-in may be asked for, and where it begins.
//! <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm>

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use url::Url;

use super::login_host::LoginHost;
use super::refusal::OAuthRefusal;
use super::{PracticeSalesforce, pages, scopes};
use crate::authorize_request::{BrowserCookie, CHALLENGE_LENGTH, Callback, Parameters};
use crate::context::PracticeContext;
use crate::forms::redirect;

/// The cookie that ties a browser to its sign-ins.
pub(super) const COOKIE: BrowserCookie = BrowserCookie { name: "practice-salesforce", path: "/salesforce" };

/// A sign-in that may begin.
#[derive(Clone)]
pub(super) struct AuthorizeRequest {
    /// The host where it began, and where its code must be exchanged.
    pub(super) host: LoginHost,
    /// The host where the person is now: another one after **Use Custom Domain**.
    pub(super) at: LoginHost,
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

impl AuthorizeRequest {
    pub(super) fn prompts(&self, prompt: Prompt) -> bool {
        self.prompts.contains(&prompt)
    }
}

/// Which pages a person must see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Prompt {
    /// The password, even if a person is signed in.
    Login,
    /// No page.
    Nothing,
    /// The approval page, even if everything was approved before.
    Consent,
    /// The choice of a username.
    SelectAccount,
}

impl Prompt {
    fn read_all(text: Option<&str>) -> Result<Vec<Self>, OAuthRefusal> {
        let words = text.unwrap_or_default().split_ascii_whitespace();
        words
            .map(|word| match word {
                "login" => Ok(Self::Login),
                "none" => Ok(Self::Nothing),
                "consent" => Ok(Self::Consent),
                "select_account" => Ok(Self::SelectAccount),
                _ => Err(OAuthRefusal::PromptUnknown),
            })
            .collect()
    }
}

/// The redirect back to the program with a refusal.
pub(super) fn refuse(callback: &Callback, refusal: OAuthRefusal) -> Url {
    let (error, description) = refusal.error_and_description();
    tracing::info!(error, description, "sent back without a code");
    callback.with_answer(&[("error", error), ("error_description", &description)])
}

/// A request that cannot start a sign-in. Until client and callback are known to belong together, the browser
/// is not redirected (RFC 9700, 4.11.2).
enum UnusableRequest {
    ShowPage(OAuthRefusal),
    SendBack(Box<Callback>, OAuthRefusal),
}

impl AuthorizeRequest {
    fn read(context: &PracticeContext, host: LoginHost, parameters: &Parameters) -> Result<Self, UnusableRequest> {
        let get = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let client_id =
            get("client_id").ok_or(UnusableRequest::ShowPage(OAuthRefusal::MissingParameter("client_id")))?;
        if !context.client.has_id(client_id) {
            return Err(UnusableRequest::ShowPage(OAuthRefusal::ClientUnknown));
        }
        let redirect_uri =
            get("redirect_uri").ok_or(UnusableRequest::ShowPage(OAuthRefusal::MissingParameter("redirect_uri")))?;
        let callback = Callback::read(context, redirect_uri, get("state"));
        let callback = callback.ok_or(UnusableRequest::ShowPage(OAuthRefusal::RedirectNotRegistered))?;
        let read = || Ok((read_response_type(&get)?, read_challenge(&get)?, read_scopes(&get)?, read_prompts(&get)?));
        match read() {
            Err(refusal) => Err(UnusableRequest::SendBack(Box::new(callback), refusal)),
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

fn read_response_type<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<(), OAuthRefusal> {
    match get("response_type") {
        Some("code") => Ok(()),
        Some(_) => Err(OAuthRefusal::ResponseTypeUnsupported),
        None => Err(OAuthRefusal::MissingParameter("response_type")),
    }
}

/// The program is registered as one that must use PKCE, as partners' programs are.
fn read_challenge<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<String, OAuthRefusal> {
    let challenge = get("code_challenge").ok_or(OAuthRefusal::ChallengeMissing)?;
    // Salesforce knows no other method than S256 and takes it for granted.
    let method = get("code_challenge_method").unwrap_or("S256");
    if method != "S256" || challenge.len() != CHALLENGE_LENGTH {
        return Err(OAuthRefusal::ChallengeInvalid);
    }
    Ok(challenge.to_owned())
}

fn read_scopes<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Vec<String>, OAuthRefusal> {
    let scopes = scopes::split(get("scope"));
    if scopes::all_known(&scopes) { Ok(scopes) } else { Err(OAuthRefusal::ScopeUnknown) }
}

fn read_prompts<'a>(get: &impl Fn(&str) -> Option<&'a str>) -> Result<Vec<Prompt>, OAuthRefusal> {
    Prompt::read_all(get("prompt"))
}

pub(super) async fn authorize(
    State(salesforce): State<Arc<PracticeSalesforce>>,
    host: LoginHost,
    Query(parameters): Query<Parameters>,
    headers: HeaderMap,
) -> Response {
    let context = &salesforce.context;
    let request = match AuthorizeRequest::read(context, host, &parameters) {
        Ok(request) => request,
        Err(UnusableRequest::ShowPage(refusal)) => return pages::dead_end(refusal),
        Err(UnusableRequest::SendBack(callback, refusal)) => return redirect(&refuse(&callback, refusal)),
    };
    salesforce.records().counters.authorizations += 1;
    let browser = COOKIE.recognise(context, &headers);
    let id = context.entropy.token();
    let mut attempt = salesforce.attempts().begin(id.clone(), browser.clone(), request, context.now());
    let step = salesforce.first_step(&mut attempt);
    let mut response = salesforce.answer_with_step(&id, &attempt, &step);
    COOKIE.set(&mut response, context, &browser);
    response
}
