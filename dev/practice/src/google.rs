//! A stand-in for Google's OAuth 2.0 and OpenID Connect endpoints, and for one call of the Gmail API.
//!
//! The addresses below `/google` are those of the hosts `accounts.google.com` (sign-in),
//! `oauth2.googleapis.com` (tokens), `www.googleapis.com` (keys), `openidconnect.googleapis.com` (userinfo) and
//! `gmail.googleapis.com`. The pages' own forms post to `/sign-in/…`.
//!
//! Sign-ins: <https://developers.google.com/identity/protocols/oauth2/web-server>.
//!
//! # To add an error
//! Add a row to [`refusal`], and a cause to [`OAuthRefusal`] if no provider has it yet.
//!
//! # To add a scope
//! A line in [`scopes`].

mod api;
mod claims;
mod discovery;
mod id_token;
mod pages;
mod refusal;
mod revoke;
mod scopes;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use crate::authorize_request::BrowserCookie;
use crate::context::PracticeContext;
use crate::fault_layer;
use crate::faults::{Condition, Quirk};
use crate::oauth::{
    self, AuthorizeRequest, Dialect, DialectTable, Everywhere, OAuthRefusal, OAuthSite, Obstacle, OngoingSignIn,
    Prompt, RefreshTokenLife, SecretShape, SignInStep, TokenIssuance, TokenRotation,
};
use crate::people::{PracticePerson, PracticePersonId};
use crate::records::Records;
use crate::start_error::PracticeStartError;

pub use claims::AddressClaims;

/// The name on its pages.
const NAME: &str = "Practice Google";

/// The practice Google.
pub(crate) type PracticeGoogle = OAuthSite<GoogleDialect>;

/// Google's dialect.
#[derive(Default)]
pub(crate) struct GoogleDialect {
    /// Claims about addresses that differ from the person's own.
    claims: Mutex<BTreeMap<PracticePersonId, AddressClaims>>,
}

/// Shown for an account that needs a fresh sign-in.
const VERIFY: Obstacle = Obstacle::Stay("To continue, first verify that it is you.");

impl Dialect for GoogleDialect {
    type Realm = Everywhere;

    const TABLE: DialectTable = DialectTable {
        label: "Google",
        slug: "google",
        name: NAME,
        cookie: BrowserCookie { name: "practice-google", path: "/google" },
        conditions: &[
            Condition::ExtraVerification,
            Condition::PasswordChanged,
            Condition::AdminApproval,
            Condition::Disabled,
            Condition::AccountDeleted,
            Condition::MailboxMissing,
            Condition::ApiForbidden,
            Condition::ApiLimitReached,
        ],
        quirks: &[Quirk::OlderConsentPage, Quirk::ApiNotEnabled],
        refusal_numbers: &[],
        ways: &[],
        consent_behind_grants: true,
        // At most 256, 2,048 and 512 characters.
        code: SecretShape { prefix: "4/0A", length: 73, suffix: "" },
        access_token: SecretShape { prefix: "ya29.a0A", length: 220, suffix: "" },
        refresh_token: SecretShape { prefix: "1//0", length: 103, suffix: "" },
        // Six months.
        refresh_token_life: RefreshTokenLife::FromLastUse(183 * 24 * 3600),
        // developers.google.com/identity/protocols/oauth2#expiration
        max_grants: Some(100),
        says_expiry: true,
        errors_on_page: true,
        requires_challenge: false,
        picks_accounts: true,
        error_page: OAuthRefusal::ServiceTrouble,
        wrong_password: "The email or the password is not right. Please try again.",
        unknown_hint: None,
        wrong_realm: "",
        obstacles: &[
            (Condition::AccountDeleted, Obstacle::Stay("Google can't find the account {email}.")),
            (Condition::Disabled, Obstacle::Stay("The account {email} is disabled. Ask your administrator.")),
            (Condition::ExtraVerification, VERIFY),
            (Condition::PasswordChanged, VERIFY),
            (Condition::AdminApproval, Obstacle::ErrorPage),
        ],
        refuses_renewal: &[
            Condition::AccountDeleted,
            Condition::PasswordChanged,
            Condition::Disabled,
            Condition::AdminApproval,
            Condition::ExtraVerification,
        ],
    };

    fn realm_key(_: &Everywhere) -> String {
        String::new()
    }

    fn is_meant(person: &PracticePerson, hint: &str) -> bool {
        person.email.eq_ignore_ascii_case(hint) || id_token::subject(person) == hint
    }

    fn read_prompts(text: Option<&str>) -> Result<Vec<Prompt>, OAuthRefusal> {
        let known =
            [("none", Prompt::Nothing), ("consent", Prompt::Consent), ("select_account", Prompt::SelectAccount)];
        let prompts = Prompt::read_all(text, &known)?;
        // `none` can't be combined (OpenID Connect Core, 3.1.2.1).
        if prompts.len() > 1 && prompts.contains(&Prompt::Nothing) {
            return Err(OAuthRefusal::InvalidParameter("prompt"));
        }
        Ok(prompts)
    }

    fn read_scopes(text: Option<&str>) -> Result<Vec<String>, OAuthRefusal> {
        let scopes = scopes::split(text.ok_or(OAuthRefusal::MissingParameter("scope"))?);
        if scopes::all_known(&scopes) { Ok(scopes) } else { Err(OAuthRefusal::ScopeUnknown) }
    }

    fn allowed_scopes(asked: &[String], is_ticked: &dyn Fn(&str) -> bool) -> Vec<String> {
        asked.iter().filter(|scope| scopes::is_identity(scope) || is_ticked(scope)).cloned().collect()
    }

    fn record_sign_in(site: &PracticeGoogle, attempt: &OngoingSignIn<Self>, person: &PracticePerson) {
        let (now, key) = (site.context.now(), person.key());
        let mut records = site.records();
        records.browsers.sign_in(&attempt.browser, &key, now);
        records.conditions.lift(&key, Condition::ExtraVerification);
        if records.conditions.holds(&key, Condition::PasswordChanged) {
            // Grants from before the change stay revoked; new ones are valid.
            records.conditions.lift(&key, Condition::PasswordChanged);
            records.grants.revoke_if(&key, now, scopes::concern_mail);
            site.provider().save(&records);
        }
    }

    /// Without a consent page, Google supposes that the program has a token from earlier.
    fn is_lasting(_: &PracticeGoogle, request: &AuthorizeRequest<Everywhere>, consented: bool) -> bool {
        request.offline && consented
    }

    fn code_answer(
        _: &PracticeGoogle,
        attempt: &OngoingSignIn<Self>,
        scopes: &[String],
        person: &PracticePerson,
    ) -> Vec<(&'static str, String)> {
        let prompt = if attempt.consented { "consent" } else { "none" };
        vec![
            ("scope", scopes.join(" ")),
            ("authuser", "0".to_owned()),
            ("hd", person.organisation.domain.clone()),
            ("prompt", prompt.to_owned()),
        ]
    }

    fn is_concerned(condition: Condition, scopes: &[String]) -> bool {
        condition != Condition::PasswordChanged || scopes::concern_mail(scopes)
    }

    fn rotation(_: &PracticeGoogle, _: &Records) -> TokenRotation {
        TokenRotation::Keeps
    }

    fn id_token(site: &PracticeGoogle, issuance: &TokenIssuance<Self>, access_token: &str) -> Option<String> {
        id_token::id_token(site, issuance, access_token)
    }

    fn respond(_: &PracticeGoogle, refusal: OAuthRefusal) -> Response {
        refusal::respond(refusal)
    }

    fn error_parameters(_: &PracticeGoogle, refusal: OAuthRefusal) -> Vec<(&'static str, String)> {
        vec![("error", refusal::error_at_authorize(refusal).to_owned())]
    }

    fn show(site: &PracticeGoogle, step: &SignInStep, id: &str, attempt: &OngoingSignIn<Self>) -> Response {
        pages::show(site, step, id, attempt)
    }

    fn dead_end(site: &PracticeGoogle, refusal: OAuthRefusal, person: Option<&PracticePerson>) -> Response {
        pages::dead_end(refusal, person, &site.context)
    }

    fn signed_out() -> Response {
        crate::forms::signed_out(NAME, "Signed out", "You are signed out in this browser.")
    }
}

pub(crate) fn new(context: &Arc<PracticeContext>) -> Result<PracticeGoogle, PracticeStartError> {
    OAuthSite::new(Arc::clone(context), GoogleDialect::default(), context.people.all().to_vec())
}

pub(crate) fn router(google: &Arc<PracticeGoogle>) -> Router {
    let browser = oauth::forms().route("/o/oauth2/v2/auth", oauth::authorize()).route("/Logout", oauth::sign_out());
    Router::new()
        .merge(fault_layer::with_opener_policy(browser, google.provider()))
        .route("/.well-known/openid-configuration", get(discovery::configuration))
        .route("/oauth2/v3/certs", get(discovery::keys))
        .route("/token", oauth::token())
        .route("/revoke", post(revoke::revoke))
        .route("/v1/userinfo", get(api::userinfo))
        // The same at www.googleapis.com.
        .route("/oauth2/v3/userinfo", get(api::userinfo))
        .route("/gmail/v1/users/me/profile", get(api::profile))
        .with_state(Arc::clone(google))
}
