//! What all providers with OAuth share: the sign-in (RFC 6749, 4.1), the exchange of codes (4.1.3), and renewal (6), with PKCE
//! (RFC 7636) and ID tokens. What one provider does in another way is its [`Dialect`].
//!
//! # To let a provider differ in something
//! If a value says it, add a field to [`DialectTable`]. If it takes code, add a function to [`Dialect`] whose default is
//! what the others do.

mod authorize;
mod everywhere;
mod flow;
mod forms;
mod refresh;
mod refusal;
mod table;
mod token;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use serde_json::{Map, Value};

use crate::browsers;
use crate::context::PracticeContext;
use crate::faults::Condition;
use crate::grants::{IssuedAccessToken, IssuedGrant};
use crate::people::{PracticePerson, PracticePersonId};
use crate::provider::PracticeProvider;
use crate::records::Records;
use crate::start_error::PracticeStartError;
use crate::token_request::{Fields, bearer};

pub(crate) use authorize::{AuthorizeRequest, Prompt};
pub(crate) use everywhere::Everywhere;
pub(crate) use flow::{Obstacle, SignInStep};
pub(crate) use forms::SignInForm;
pub(crate) use refusal::OAuthRefusal;
pub(crate) use table::{DialectTable, RefreshTokenLife, SecretShape, TokenRotation};
pub(crate) use token::TokenIssuance;

/// One sign-in under way.
pub(crate) type OngoingSignIn<D> = browsers::BrowserSignIn<AuthorizeRequest<<D as Dialect>::Realm>>;

type OngoingSignIns<D> = browsers::BrowserSignIns<AuthorizeRequest<<D as Dialect>::Realm>>;

/// One provider's way of doing what all do.
pub(crate) trait Dialect: Sized + Send + Sync + 'static {
    /// The part of the addresses that says where a person signs in: a tenant or a host.
    type Realm: FromRequestParts<Arc<OAuthSite<Self>>, Rejection = Response> + Clone + Send + Sync + 'static;

    const TABLE: DialectTable;

    /// The same text for every spelling of the same realm.
    fn realm_key(realm: &Self::Realm) -> String;

    /// Refuses a realm that does not exist.
    fn check_realm(_realm: &Self::Realm) -> Result<(), OAuthRefusal> {
        Ok(())
    }

    /// Whether a person's account may sign in at a realm.
    fn admits(_site: &OAuthSite<Self>, _realm: &Self::Realm, _person: &PracticePerson) -> bool {
        true
    }

    /// Shown for an account that may not sign in at a realm.
    fn wrong_realm(_realm: &Self::Realm, _person: &PracticePerson) -> &'static str {
        Self::TABLE.wrong_realm
    }

    /// The key of a browser's session.
    fn session(browser: &str, _realm: &Self::Realm) -> String {
        browser.to_owned()
    }

    /// Whether `login_hint` means this person.
    fn is_meant(person: &PracticePerson, hint: &str) -> bool {
        person.email.eq_ignore_ascii_case(hint)
    }

    fn read_prompts(text: Option<&str>) -> Result<Vec<Prompt>, OAuthRefusal>;

    /// The scopes of a sign-in request.
    fn read_scopes(text: Option<&str>) -> Result<Vec<String>, OAuthRefusal>;

    /// Refuses scopes that are not for this program.
    fn check_scopes(_site: &OAuthSite<Self>, _scopes: &[String]) -> Result<(), OAuthRefusal> {
        Ok(())
    }

    /// Refuses a client that shows its secret in the wrong place.
    fn check_client(_site: &OAuthSite<Self>, _headers: &HeaderMap, _fields: &Fields) -> Result<(), OAuthRefusal> {
        Ok(())
    }

    /// The names under which consent is kept.
    fn canonical_scopes(scopes: &[String]) -> Vec<String> {
        scopes.to_vec()
    }

    /// The scopes that the person allows on the consent page.
    fn allowed_scopes(asked: &[String], _is_ticked: &dyn Fn(&str) -> bool) -> Vec<String> {
        asked.to_vec()
    }

    /// The person with this address and password, if the sign-in page lets them in here.
    fn find_person(
        site: &OAuthSite<Self>,
        _realm: &Self::Realm,
        email: &str,
        password: &str,
    ) -> Option<PracticePerson> {
        let person = site.provider.people().iter().find(|person| person.email.eq_ignore_ascii_case(email.trim()))?;
        site.context.people.accepts(person, password).then(|| person.clone())
    }

    /// Records that a person has typed the right password.
    fn record_sign_in(site: &OAuthSite<Self>, attempt: &OngoingSignIn<Self>, person: &PracticePerson) {
        let session = Self::session(&attempt.browser, &attempt.request.at);
        site.records().browsers.sign_in(&session, &person.key(), site.context.now());
    }

    /// Whether a sign-in leads to a refresh token.
    fn is_lasting(site: &OAuthSite<Self>, request: &AuthorizeRequest<Self::Realm>, consented: bool) -> bool;

    /// What the redirect with the code says beside it.
    fn code_answer(
        _site: &OAuthSite<Self>,
        _attempt: &OngoingSignIn<Self>,
        _scopes: &[String],
        _person: &PracticePerson,
    ) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The scopes of an access token: `granted`, or those that the request asks for if `may` allows each.
    fn token_scopes(
        _records: &Records,
        _person: &PracticePersonId,
        granted: &[String],
        _asked: Option<&str>,
        _may: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<String>, OAuthRefusal> {
        Ok(granted.to_vec())
    }

    /// Whether a condition concerns a grant with these scopes.
    fn is_concerned(_condition: Condition, _scopes: &[String]) -> bool {
        true
    }

    /// Why a renewal is refused besides the conditions of [`DialectTable::refuses_renewal`]. `claims` is that parameter.
    fn refuses_grant(_records: &Records, _grant: &IssuedGrant, _claims: Option<&str>) -> Option<OAuthRefusal> {
        None
    }

    fn rotation(site: &OAuthSite<Self>, records: &Records) -> TokenRotation;

    /// How long an access token works, in seconds.
    fn access_token_life_s(site: &OAuthSite<Self>, _records: &Records, _person: &PracticePerson) -> u32 {
        site.context.access_token_life_s
    }

    fn access_token_prefix(_site: &OAuthSite<Self>, _person: &PracticePerson) -> String {
        Self::TABLE.access_token.prefix.to_owned()
    }

    /// The ID token of a token answer.
    fn id_token(site: &OAuthSite<Self>, issuance: &TokenIssuance<Self>, access_token: &str) -> Option<String>;

    /// The scopes that a token answer names.
    fn scope_text(scopes: &[String]) -> String {
        scopes.join(" ")
    }

    /// What only this provider's token answers say.
    fn add_to_token_answer(
        _site: &OAuthSite<Self>,
        _records: &Records,
        _issuance: &TokenIssuance<Self>,
        _answer: &mut Map<String, Value>,
    ) {
    }

    /// The refusal as an endpoint's answer to a program.
    fn respond(site: &OAuthSite<Self>, refusal: OAuthRefusal) -> Response;

    /// The refusal as parameters of the redirect back to the program.
    fn error_parameters(site: &OAuthSite<Self>, refusal: OAuthRefusal) -> Vec<(&'static str, String)>;

    /// The parameters of the redirect back to the program after **Cancel**.
    fn cancelled(site: &OAuthSite<Self>, _attempt: &OngoingSignIn<Self>) -> Vec<(&'static str, String)> {
        Self::error_parameters(site, OAuthRefusal::ConsentDeclined)
    }

    /// The page of a step. Going back to the program isn't one of them.
    fn show(site: &OAuthSite<Self>, step: &SignInStep, id: &str, attempt: &OngoingSignIn<Self>) -> Response;

    /// An error page without a redirect, for this person if one has signed in.
    fn dead_end(site: &OAuthSite<Self>, refusal: OAuthRefusal, person: Option<&PracticePerson>) -> Response;

    /// The page after signing out.
    fn signed_out() -> Response;
}

/// A provider: its handle, its sign-ins under way, and what only its dialect keeps.
pub(crate) struct OAuthSite<D: Dialect> {
    pub(crate) context: Arc<PracticeContext>,
    pub(crate) dialect: D,
    provider: Arc<PracticeProvider>,
    attempts: Mutex<OngoingSignIns<D>>,
}

/// Why an API does not accept an access token.
pub(crate) enum TokenProblem {
    Missing,
    Unknown,
    Expired,
}

impl<D: Dialect> OAuthSite<D> {
    /// `people` can sign in here.
    pub(crate) fn new(
        context: Arc<PracticeContext>,
        dialect: D,
        people: Vec<PracticePerson>,
    ) -> Result<Self, PracticeStartError> {
        let DialectTable { label, slug, conditions, quirks, consent_behind_grants, refusal_numbers, ways, .. } =
            D::TABLE;
        let provider = PracticeProvider::new(label, slug, Arc::clone(&context))?;
        let provider = provider.with_people(people).with_conditions(conditions).with_quirks(quirks);
        let provider = provider.with_refusal_numbers(refusal_numbers).with_ways(ways);
        let provider = if consent_behind_grants { provider.with_consent_behind_grants() } else { provider };
        Ok(Self { context, dialect, provider: Arc::new(provider), attempts: Mutex::default() })
    }

    /// The handle with its switches and counters.
    pub(crate) fn provider(&self) -> &Arc<PracticeProvider> {
        &self.provider
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Records> {
        self.provider.records()
    }

    pub(crate) fn attempts(&self) -> MutexGuard<'_, OngoingSignIns<D>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where its addresses begin.
    pub(crate) fn base(&self) -> String {
        self.provider.url()
    }

    pub(crate) fn person(&self, key: &PracticePersonId) -> Option<&PracticePerson> {
        self.provider.people().iter().find(|person| person.id == key.as_str())
    }

    /// The live access token in the header, and its owner.
    pub(crate) fn caller(&self, headers: &HeaderMap) -> Result<(PracticePerson, IssuedAccessToken), TokenProblem> {
        let text = bearer(headers).ok_or(TokenProblem::Missing)?;
        let mut records = self.records();
        let token = records.grants.access_token(text).ok_or(TokenProblem::Unknown)?.clone();
        if self.context.now() >= token.expires_at {
            return Err(TokenProblem::Expired);
        }
        let person = self.person(&token.person).ok_or(TokenProblem::Unknown)?.clone();
        records.counters.api_calls += 1;
        Ok((person, token))
    }
}

/// The address where sign-ins begin.
pub(crate) fn authorize<D: Dialect>() -> MethodRouter<Arc<OAuthSite<D>>> {
    get(authorize::authorize::<D>)
}

/// The address that signs a browser out.
pub(crate) fn sign_out<D: Dialect>() -> MethodRouter<Arc<OAuthSite<D>>> {
    get(forms::sign_out::<D>)
}

/// The address where codes and refresh tokens become access tokens.
pub(crate) fn token<D: Dialect>() -> MethodRouter<Arc<OAuthSite<D>>> {
    post(token::token::<D>)
}

/// The addresses that the pages' forms post to.
pub(crate) fn forms<D: Dialect>() -> Router<Arc<OAuthSite<D>>> {
    Router::new()
        .route("/sign-in/password", post(forms::password::<D>))
        .route("/sign-in/pick", post(forms::pick::<D>))
        .route("/sign-in/new-password", post(forms::new_password::<D>))
        .route("/sign-in/verify", post(forms::verify::<D>))
        .route("/sign-in/consent", post(forms::consent::<D>))
        .route("/sign-in/cancel", post(forms::cancel::<D>))
}
