//! A stand-in for any other OpenID server: a company's own. It speaks by the standard, or like one of the servers of
//! [`SpeaksLike`].
//!
//! Below `/openid`: `/authorize`, `/token`, `/userinfo`, `/keys`, `/introspect` and `/revoke`, and the discovery document. A server
//! that moved has them below `/openid/v2`. The pages' own forms post to `/sign-in/…`.
//!
//! Sign-ins: OpenID Connect Core 1.0, 3.1.
//!
//! # To let it speak in another way
//! See [`crate::speaks_like`].

mod claims;
mod discovery;
mod ec_key;
mod keys;
mod pages;
mod place;
mod refusal;
mod tokens;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Map, Value};

use crate::authorize_request::BrowserCookie;
use crate::context::PracticeContext;
use crate::fault_layer;
use crate::faults::{Condition, Quirk};
use crate::oauth::{
    self, AuthorizeRequest, Dialect, DialectTable, Everywhere, OAuthRefusal, OAuthSite, Obstacle, OngoingSignIn,
    Prompt, RefreshTokenLife, SecretShape, SignInStep, TokenIssuance, TokenRotation,
};
use crate::people::PracticePerson;
use crate::records::Records;
use crate::speaks_like::SpeaksLike;
use crate::start_error::PracticeStartError;
use crate::token_request::Fields;

/// The name on its pages.
const NAME: &str = "Practice OpenID";

/// Asks for a refresh token (OpenID Connect Core, 11).
const OFFLINE: &str = "offline_access";
/// The scopes of the standard (OpenID Connect Core, 5.4), and what they mean for a person.
const KNOWN: [(&str, &str); 4] = [
    ("openid", "Know who you are"),
    ("profile", "See your name"),
    ("email", "See your email address"),
    (OFFLINE, "Keep this access while you are away"),
];

/// The practice OpenID server.
pub(crate) type PracticeOpenId = OAuthSite<OpenIdDialect>;

/// Its dialect.
pub(crate) struct OpenIdDialect;

impl Dialect for OpenIdDialect {
    type Realm = Everywhere;

    const TABLE: DialectTable = DialectTable {
        label: "OpenID",
        slug: "openid",
        name: NAME,
        cookie: BrowserCookie { name: "practice-openid", path: "/openid" },
        conditions: &[Condition::Disabled, Condition::BlockedByPolicy],
        quirks: &[Quirk::RefreshTokenRotation],
        refusal_numbers: &[],
        ways: &SpeaksLike::ALL,
        consent_behind_grants: false,
        code: SecretShape { prefix: "", length: 64, suffix: "" },
        access_token: SecretShape { prefix: "", length: 800, suffix: "" },
        refresh_token: SecretShape { prefix: "", length: 400, suffix: "" },
        refresh_token_life: RefreshTokenLife::Unlimited,
        max_grants: None,
        says_expiry: true,
        errors_on_page: false,
        requires_challenge: false,
        picks_accounts: true,
        error_page: OAuthRefusal::ServiceTrouble,
        wrong_password: "The email or the password is not right. Please try again.",
        unknown_hint: None,
        wrong_realm: "",
        obstacles: &[
            (Condition::Disabled, Obstacle::Stay("The account {email} is disabled. Ask your administrator.")),
            (Condition::BlockedByPolicy, Obstacle::SendBack),
        ],
        refuses_renewal: &[Condition::Disabled, Condition::BlockedByPolicy],
    };

    fn realm_key(_: &Everywhere) -> String {
        String::new()
    }

    fn read_prompts(text: Option<&str>) -> Result<Vec<Prompt>, OAuthRefusal> {
        let known = [
            ("login", Prompt::Login),
            ("none", Prompt::Nothing),
            ("consent", Prompt::Consent),
            ("select_account", Prompt::SelectAccount),
        ];
        Prompt::read_all(text, &known)
    }

    /// Scopes that it does not know stay without effect (OpenID Connect Core, 3.1.2.1).
    fn read_scopes(text: Option<&str>) -> Result<Vec<String>, OAuthRefusal> {
        let text = text.ok_or(OAuthRefusal::MissingParameter("scope"))?;
        Ok(text.split_ascii_whitespace().map(str::to_owned).collect())
    }

    fn check_scopes(site: &PracticeOpenId, scopes: &[String]) -> Result<(), OAuthRefusal> {
        let known = |scope: &String| discovery::scopes(site.speaks_like()).contains(&scope.as_str());
        let refuses = site.speaks_like() == SpeaksLike::Okta && !scopes.iter().all(known);
        if refuses { Err(OAuthRefusal::ScopeUnknown) } else { Ok(()) }
    }

    fn check_client(site: &PracticeOpenId, headers: &HeaderMap, fields: &Fields) -> Result<(), OAuthRefusal> {
        let in_header = headers.contains_key(header::AUTHORIZATION);
        let in_form = fields.get("client_secret").is_some();
        match site.speaks_like() {
            SpeaksLike::SecretInForm | SpeaksLike::SecretInFormUnlisted if in_header => {
                Err(OAuthRefusal::ClientSecretMissing)
            }
            SpeaksLike::SecretInHeader | SpeaksLike::SecretInHeaderUnlisted if in_form => {
                Err(OAuthRefusal::ClientSecretMissing)
            }
            SpeaksLike::AdFs if in_header && in_form => Err(OAuthRefusal::InvalidParameter("client_secret")),
            _ => Ok(()),
        }
    }

    /// A server that knows no `offline_access` gives every program a refresh token.
    fn is_lasting(site: &PracticeOpenId, request: &AuthorizeRequest<Everywhere>, _: bool) -> bool {
        let asked = request.scopes.iter().any(|scope| scope == OFFLINE);
        match site.speaks_like() {
            SpeaksLike::Okta => true,
            SpeaksLike::Logto => asked && request.prompts(Prompt::Consent),
            _ => asked,
        }
    }

    fn rotation(site: &PracticeOpenId, records: &Records) -> TokenRotation {
        let rotates = records.quirks.contains(&Quirk::RefreshTokenRotation)
            || matches!(site.speaks_like(), SpeaksLike::Dex | SpeaksLike::Logto);
        if rotates { TokenRotation::Replaces } else { TokenRotation::Keeps }
    }

    fn id_token(site: &PracticeOpenId, issuance: &TokenIssuance<Self>, _: &str) -> Option<String> {
        claims::id_token(site, issuance)
    }

    fn add_to_token_answer(
        site: &PracticeOpenId,
        _: &Records,
        issuance: &TokenIssuance<Self>,
        answer: &mut Map<String, Value>,
    ) {
        let dropped = site.speaks_like() == SpeaksLike::Logto && !issuance.lasting;
        let known = |scope: &&str| KNOWN.iter().any(|(name, _)| name == scope) && !(dropped && *scope == OFFLINE);
        let scopes: Vec<&str> = issuance.scopes.iter().map(String::as_str).filter(known).collect();
        answer.insert("scope".to_owned(), scopes.join(" ").into());
    }

    fn respond(site: &PracticeOpenId, refusal: OAuthRefusal) -> Response {
        refusal::respond(refusal, site.speaks_like(), site.context.now())
    }

    fn error_parameters(_: &PracticeOpenId, refusal: OAuthRefusal) -> Vec<(&'static str, String)> {
        let (error, description) = refusal::at_authorize(refusal);
        vec![("error", error.to_owned()), ("error_description", description)]
    }

    fn show(site: &PracticeOpenId, step: &SignInStep, id: &str, attempt: &OngoingSignIn<Self>) -> Response {
        pages::show(site, step, id, attempt)
    }

    fn dead_end(_: &PracticeOpenId, refusal: OAuthRefusal, _: Option<&PracticePerson>) -> Response {
        pages::dead_end(refusal)
    }

    fn signed_out() -> Response {
        crate::forms::signed_out(NAME, "Signed out", "You are signed out in this browser.")
    }
}

impl PracticeOpenId {
    fn speaks_like(&self) -> SpeaksLike {
        self.provider().speaks_like()
    }

    /// The issuer, as the document spells it.
    fn issuer(&self) -> String {
        let slash = if self.speaks_like() == SpeaksLike::AdFs { "/" } else { "" };
        format!("{}{slash}", self.base())
    }
}

pub(crate) fn new(context: &Arc<PracticeContext>) -> Result<PracticeOpenId, PracticeStartError> {
    OAuthSite::new(Arc::clone(context), OpenIdDialect, context.people.all().to_vec())
}

pub(crate) fn router(openid: &Arc<PracticeOpenId>) -> Router {
    let pages = |router| fault_layer::with_opener_policy(router, openid.provider());
    let endpoints = Router::new()
        .merge(pages(Router::new().route("/authorize", oauth::authorize())))
        .route("/token", oauth::token())
        .route("/userinfo", get(claims::userinfo).post(claims::userinfo))
        .route("/keys", get(keys::keys))
        .route("/introspect", post(tokens::introspect))
        .route("/revoke", post(tokens::revoke))
        .route_layer(from_fn_with_state(Arc::clone(openid), place::only_where_it_is));
    Router::new()
        .merge(endpoints.clone())
        .nest(place::NEW, endpoints)
        .merge(pages(oauth::forms().route("/logout", oauth::sign_out())))
        .route("/.well-known/openid-configuration", get(discovery::configuration))
        .with_state(Arc::clone(openid))
}
