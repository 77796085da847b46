//! A stand-in for the Microsoft identity platform (v2.0 endpoints) and for Microsoft Graph's `/me`.
//!
//! The addresses below `/microsoft` are those below `https://login.microsoftonline.com`. The addresses below
//! `/microsoft/graph` are those of `https://graph.microsoft.com`. The pages' own forms post to `/{tenant}/sign-in/…`.
//!
//! Sign-ins: <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>.
//!
//! # To add an error
//! Add a row to [`refusal`] with its AADSTS number, and a cause to [`OAuthRefusal`] if no provider has it yet.

mod challenge;
mod directory;
mod discovery;
mod graph;
mod id_token;
mod office;
mod pages;
mod people;
mod refusal;
mod scopes;
mod tenant;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::response::Response;
use axum::routing::get;

use crate::authorize_request::BrowserCookie;
use crate::context::PracticeContext;
use crate::fault_layer;
use crate::faults::{Condition, Quirk};
use crate::grants::IssuedGrant;
use crate::oauth::{
    self, AuthorizeRequest, Dialect, DialectTable, OAuthRefusal, OAuthSite, Obstacle, OngoingSignIn, Prompt,
    RefreshTokenLife, SecretShape, SignInStep, TokenIssuance, TokenRotation,
};
use crate::people::{PracticePerson, PracticePersonId};
use crate::records::Records;
use crate::start_error::PracticeStartError;
use tenant::Tenant;

pub use directory::{DirectoryEntry, EmailClaim, MailboxState};

/// The name on its pages.
const NAME: &str = "Practice Microsoft";

/// The practice Microsoft.
pub(crate) type PracticeMicrosoft = OAuthSite<MicrosoftDialect>;

/// Microsoft's dialect.
pub(crate) struct MicrosoftDialect {
    /// Entries that differ from the person's own name and address.
    directory: Mutex<BTreeMap<PracticePersonId, DirectoryEntry>>,
}

impl Dialect for MicrosoftDialect {
    type Realm = Tenant;

    const TABLE: DialectTable = DialectTable {
        label: "Microsoft",
        slug: "microsoft",
        name: NAME,
        cookie: BrowserCookie { name: "practice-microsoft", path: "/microsoft" },
        conditions: &[
            Condition::ExtraVerification,
            Condition::BlockedByPolicy,
            Condition::Disabled,
            Condition::AdminApproval,
            Condition::PasswordExpired,
            Condition::MailboxMissing,
            Condition::LicenceEnded,
            Condition::ApiForbidden,
            Condition::ApiLimitReached,
            Condition::ClaimsChallenge,
        ],
        quirks: &[Quirk::KeysByAppId],
        refusal_numbers: &refusal::SELECTABLE,
        ways: &[],
        consent_behind_grants: false,
        code: SecretShape { prefix: "1.", length: 600, suffix: "" },
        access_token: SecretShape { prefix: "EwB", length: 1_500, suffix: "" },
        refresh_token: SecretShape { prefix: "1.AR", length: 1_000, suffix: "" },
        // 90 days.
        refresh_token_life: RefreshTokenLife::FromIssue(90 * 24 * 3600),
        max_grants: None,
        says_expiry: true,
        errors_on_page: false,
        requires_challenge: false,
        picks_accounts: true,
        error_page: OAuthRefusal::ServiceTrouble,
        wrong_password: "The email or the password is not right. Please try again.",
        unknown_hint: Some("There is no account with this name (AADSTS50034). Type another one."),
        wrong_realm: "{email} can't sign in here: the account belongs elsewhere (AADSTS50020).",
        obstacles: &[
            (
                Condition::Disabled,
                Obstacle::Stay("The account {email} is disabled (AADSTS50057). Ask your administrator."),
            ),
            (Condition::PasswordExpired, Obstacle::NewPassword),
            (Condition::BlockedByPolicy, Obstacle::ErrorPage),
            (Condition::ExtraVerification, Obstacle::ExtraCheck),
            (Condition::AdminApproval, Obstacle::AdminApproval),
        ],
        refuses_renewal: &[
            Condition::Disabled,
            Condition::PasswordExpired,
            Condition::AdminApproval,
            Condition::BlockedByPolicy,
            Condition::ExtraVerification,
        ],
    };

    fn realm_key(tenant: &Tenant) -> String {
        tenant.realm().to_owned()
    }

    fn check_realm(tenant: &Tenant) -> Result<(), OAuthRefusal> {
        if matches!(tenant, Tenant::Unknown) { Err(OAuthRefusal::RealmUnknown) } else { Ok(()) }
    }

    /// A guest's account exists at its tenant alone.
    fn admits(site: &PracticeMicrosoft, tenant: &Tenant, person: &PracticePerson) -> bool {
        let is_elsewhere = !matches!(tenant, Tenant::One(_)) && site.entry(person).guest_of.is_some();
        tenant.admits(person) && !is_elsewhere
    }

    fn wrong_realm(_: &Tenant, person: &PracticePerson) -> &'static str {
        if person.organisation.id == tenant::PERSONAL {
            return "You can't sign in here with a personal account. Use your work or school account instead.";
        }
        Self::TABLE.wrong_realm
    }

    /// The name is the UPN. Another address of the mailbox is not found.
    fn find_person(site: &PracticeMicrosoft, tenant: &Tenant, name: &str, password: &str) -> Option<PracticePerson> {
        let mut people = site.provider().people().iter();
        let home = people.find(|person| person.email.eq_ignore_ascii_case(name.trim()))?;
        let accepts = site.context.people.accepts(home, password) && site.entry(home).guest_of.is_none();
        let account = || match tenant {
            Tenant::One(organisation) => site.account_at(&organisation.id, home),
            _ => home.clone(),
        };
        accepts.then(account)
    }

    /// The session is that of the account at home, so a guest types the password again.
    fn record_sign_in(site: &PracticeMicrosoft, attempt: &OngoingSignIn<Self>, person: &PracticePerson) {
        if site.entry(person).guest_of.is_none() {
            site.records().browsers.sign_in(&attempt.browser, &person.key(), site.context.now());
        }
    }

    fn read_prompts(text: Option<&str>) -> Result<Vec<Prompt>, OAuthRefusal> {
        let known = [
            ("login", Prompt::Login),
            // OpenID Connect (Core, 3.1.2.1) allows several values. A program that supports any OpenID provider sends them.
            ("login consent", Prompt::Login),
            ("none", Prompt::Nothing),
            ("consent", Prompt::Consent),
            ("select_account", Prompt::SelectAccount),
        ];
        let find = |text| known.iter().find(|(name, _)| *name == text).map(|(_, prompt)| *prompt);
        match text {
            None => Ok(Vec::new()),
            Some(text) => Ok(vec![find(text).ok_or(OAuthRefusal::InvalidParameter("prompt"))?]),
        }
    }

    fn read_scopes(text: Option<&str>) -> Result<Vec<String>, OAuthRefusal> {
        let scopes = scopes::split(text.ok_or(OAuthRefusal::MissingParameter("scope"))?);
        match scopes::unknown(&scopes) {
            Some(_) => Err(OAuthRefusal::ScopeUnknown),
            None if scopes.is_empty() => Err(OAuthRefusal::MissingParameter("scope")),
            None => Ok(scopes),
        }
    }

    fn canonical_scopes(scopes: &[String]) -> Vec<String> {
        scopes::all_canonical(scopes)
    }

    fn is_lasting(_: &PracticeMicrosoft, request: &AuthorizeRequest<Tenant>, _: bool) -> bool {
        scopes::include(&request.scopes, "offline_access")
    }

    fn code_answer(
        site: &PracticeMicrosoft,
        _: &OngoingSignIn<Self>,
        _: &[String],
        _: &PracticePerson,
    ) -> Vec<(&'static str, String)> {
        vec![("session_state", site.context.entropy.uuid())]
    }

    /// An access token is for one API.
    fn token_scopes(
        _: &Records,
        _: &PracticePersonId,
        granted: &[String],
        asked: Option<&str>,
        may: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<String>, OAuthRefusal> {
        let Some(asked) = asked else { return Ok(scopes::of_first_resource(granted)) };
        let scopes = scopes::split(asked);
        if scopes::span_resources(&scopes) {
            return Err(OAuthRefusal::SeveralResources);
        }
        let are_allowed = scopes.iter().all(|scope| may(scopes::canonical(scope)));
        if are_allowed { Ok(scopes) } else { Err(OAuthRefusal::ConsentMissing) }
    }

    fn refuses_grant(records: &Records, grant: &IssuedGrant, claims: Option<&str>) -> Option<OAuthRefusal> {
        if claims.is_some_and(challenge::is_unreadable) {
            return Some(OAuthRefusal::InvalidParameter("claims"));
        }
        challenge::concerns(records, grant).then_some(OAuthRefusal::Condition(Condition::ClaimsChallenge))
    }

    /// <https://learn.microsoft.com/entra/identity-platform/refresh-tokens>
    fn rotation(_: &PracticeMicrosoft, _: &Records) -> TokenRotation {
        TokenRotation::Adds
    }

    fn id_token(site: &PracticeMicrosoft, issuance: &TokenIssuance<Self>, _: &str) -> Option<String> {
        id_token::id_token(site, issuance)
    }

    fn scope_text(scopes: &[String]) -> String {
        let named: Vec<&str> = scopes.iter().map(String::as_str).filter(|scope| *scope != "offline_access").collect();
        named.join(" ")
    }

    fn respond(site: &PracticeMicrosoft, refusal: OAuthRefusal) -> Response {
        refusal::respond(refusal, &site.context)
    }

    fn error_parameters(site: &PracticeMicrosoft, refusal: OAuthRefusal) -> Vec<(&'static str, String)> {
        let description = refusal::describe(refusal, &site.context);
        vec![("error", refusal::error_at_authorize(refusal).to_owned()), ("error_description", description)]
    }

    fn cancelled(site: &PracticeMicrosoft, attempt: &OngoingSignIn<Self>) -> Vec<(&'static str, String)> {
        let mut answer = vec![("error", "access_denied".to_owned()), ("error_subcode", "cancel".to_owned())];
        if attempt.person.is_some() {
            let description = refusal::describe(OAuthRefusal::ConsentDeclined, &site.context);
            answer.push(("error_description", description));
        }
        answer
    }

    fn show(site: &PracticeMicrosoft, step: &SignInStep, id: &str, attempt: &OngoingSignIn<Self>) -> Response {
        pages::show(step, id, &attempt.request, &site.context)
    }

    fn dead_end(site: &PracticeMicrosoft, refusal: OAuthRefusal, _: Option<&PracticePerson>) -> Response {
        pages::dead_end(refusal, &site.context)
    }

    fn signed_out() -> Response {
        crate::forms::signed_out(NAME, "Signed out", "You are signed out in this browser.")
    }
}

pub(crate) fn new(context: &Arc<PracticeContext>) -> Result<PracticeMicrosoft, PracticeStartError> {
    let (more, entries): (Vec<_>, Vec<_>) =
        people::more_people().into_iter().map(|(person, entry)| (person.clone(), (person.key(), entry))).unzip();
    let dialect = MicrosoftDialect { directory: Mutex::new(entries.into_iter().collect()) };
    let people = context.people.all().iter().cloned().chain(more).collect();
    OAuthSite::new(Arc::clone(context), dialect, people)
}

pub(crate) fn router(microsoft: &Arc<PracticeMicrosoft>) -> Router {
    let browser = oauth::forms()
        .route("/oauth2/v2.0/authorize", oauth::authorize())
        .route("/oauth2/v2.0/logout", oauth::sign_out());
    let tenant = Router::new()
        .merge(fault_layer::with_opener_policy(browser, microsoft.provider()))
        .route("/v2.0/.well-known/openid-configuration", get(discovery::configuration))
        .route("/discovery/v2.0/keys", get(discovery::keys))
        .route("/oauth2/v2.0/token", oauth::token());
    Router::new()
        .nest("/{tenant}", tenant)
        .route("/graph/v1.0/me", get(graph::me))
        .route("/graph/v1.0/me/mailFolders/inbox", get(graph::inbox))
        .route("/graph/oidc/userinfo", get(graph::userinfo))
        .with_state(Arc::clone(microsoft))
}
