//! A stand-in for Salesforce: several login hosts, three orgs, and the part of the data API that shows whether a token works.
//!
//! Below `/salesforce` each login host is a prefix of its own: `/login` stands for `login.salesforce.com`, `/test` for
//! `test.salesforce.com`, `/my/{domain}` for a My Domain and `/site/{name}` for an Experience Cloud site. The data API
//! of an org stands below `/instance/{domain}`. The pages' own forms post to `/sign-in/…` below their host.
//!
//! Sign-ins: <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm>.
//!
//! # To add an error
//! Add a row to [`refusal`], and a cause to [`OAuthRefusal`] if no provider has it yet.
//!
//! # To add an org, a site, or a user of a sandbox
//! A line in [`orgs`].

mod custom_domain;
mod data;
mod discovery;
mod id_token;
mod identity;
mod introspect;
mod login_host;
mod orgs;
mod pages;
mod refusal;
mod revoke;
mod scopes;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Map, Value};

use crate::authorize_request::BrowserCookie;
use crate::browsers::Browsers;
use crate::context::PracticeContext;
use crate::fault_layer;
use crate::faults::{Condition, Quirk};
use crate::oauth::{
    self, AuthorizeRequest, Dialect, DialectTable, OAuthRefusal, OAuthSite, Obstacle, OngoingSignIn, Prompt,
    RefreshTokenLife, SecretShape, SignInStep, TokenIssuance, TokenRotation,
};
use crate::people::{PracticePerson, PracticePersonId};
use crate::records::Records;
use crate::start_error::PracticeStartError;
use login_host::LoginHost;
use orgs::{Directory, Org, User};

/// The name on its pages.
const NAME: &str = "Practice Salesforce";

/// One message for every failed log-in, so that it does not reveal which usernames exist.
const CANNOT_LOG_IN: &str =
    "That didn't work. Check the username and the password; if they are right, ask your administrator.";

/// The shortest session that an administrator can choose.
const SHORT_SESSION_S: u32 = 15 * 60;

/// The address that a program would send tokens to if it trusted every `instance_url`.
const HOSTILE_ADDRESS: &str = "https://evil.example";

/// The practice Salesforce.
pub(crate) type PracticeSalesforce = OAuthSite<SalesforceDialect>;

/// Salesforce's dialect. Its users are people whose address is the username.
pub(crate) struct SalesforceDialect {
    directory: Directory,
    /// How long the sessions of an org last, by its domain, where an administrator has set it. In seconds.
    session_lengths: Mutex<BTreeMap<&'static str, u32>>,
    /// All users who have signed in, by browser and host. Signing out ends the session and keeps the saved names.
    saved_usernames: Mutex<Browsers>,
}

impl Dialect for SalesforceDialect {
    type Realm = LoginHost;

    const TABLE: DialectTable = DialectTable {
        label: "Salesforce",
        slug: "salesforce",
        name: NAME,
        cookie: BrowserCookie { name: "practice-salesforce", path: "/salesforce" },
        // Expired passwords and extra checks don't touch tokens here.
        conditions: &[
            Condition::AppNotInstalled,
            Condition::AdminApproval,
            Condition::BlockedByPolicy,
            Condition::AddressRestricted,
            Condition::ApiAccessRemoved,
            Condition::Disabled,
            Condition::OrganisationInactive,
            Condition::ApiForbidden,
            Condition::OutsideLoginHours,
            Condition::OutsideLoginDomain,
            Condition::ApiLimitReached,
            Condition::SessionsRefused,
        ],
        quirks: &[
            Quirk::RefreshTokenRotation,
            Quirk::RenewalUnderWay,
            Quirk::OutageLikeRefusal,
            Quirk::HyphenatedDenial,
            Quirk::HostileApiAddress,
            Quirk::ShortSessions,
            Quirk::InactiveAsInvalidGrant,
        ],
        refusal_numbers: &[],
        ways: &[],
        consent_behind_grants: false,
        // Real codes end with `==`, too: a program that does not encode them in a form breaks them.
        code: SecretShape { prefix: "aPrx", length: 80, suffix: "==" },
        access_token: SecretShape { prefix: "", length: 112, suffix: "" },
        refresh_token: SecretShape { prefix: "5Aep861", length: 87, suffix: "" },
        refresh_token_life: RefreshTokenLife::Unlimited,
        // help.salesforce.com/s/articleView?id=xcloud.connected_app_manage_oauth.htm
        max_grants: Some(5),
        // The administrator's session settings decide.
        says_expiry: false,
        errors_on_page: false,
        // The program is registered as one that must use PKCE, as partners' programs are.
        requires_challenge: true,
        picks_accounts: false,
        error_page: OAuthRefusal::Condition(Condition::AppNotInstalled),
        wrong_password: CANNOT_LOG_IN,
        unknown_hint: None,
        wrong_realm: CANNOT_LOG_IN,
        obstacles: &[
            (Condition::AppNotInstalled, Obstacle::ErrorPage),
            (Condition::Disabled, Obstacle::Stay(CANNOT_LOG_IN)),
            (Condition::OrganisationInactive, Obstacle::Stay(CANNOT_LOG_IN)),
            (Condition::AddressRestricted, Obstacle::ErrorPage),
            (Condition::BlockedByPolicy, Obstacle::SendBack),
            (Condition::AdminApproval, Obstacle::SendBack),
        ],
        // Blocking an app ends its sessions.
        refuses_renewal: &[
            Condition::OrganisationInactive,
            Condition::Disabled,
            Condition::BlockedByPolicy,
            Condition::AdminApproval,
            Condition::AddressRestricted,
        ],
    };

    fn realm_key(host: &LoginHost) -> String {
        host.prefix()
    }

    fn admits(site: &PracticeSalesforce, host: &LoginHost, person: &PracticePerson) -> bool {
        site.user(&person.key()).is_some_and(|user| host.admits(user))
    }

    /// A browser has a session of its own at each host.
    fn session(browser: &str, host: &LoginHost) -> String {
        format!("{browser} {}", host.prefix())
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

    fn read_scopes(text: Option<&str>) -> Result<Vec<String>, OAuthRefusal> {
        let scopes = scopes::split(text);
        if scopes::all_known(&scopes) { Ok(scopes) } else { Err(OAuthRefusal::ScopeUnknown) }
    }

    /// The answer doesn't tell a wrong password from another org's host.
    fn find_person(
        site: &PracticeSalesforce,
        host: &LoginHost,
        username: &str,
        password: &str,
    ) -> Option<PracticePerson> {
        let user = site.dialect.directory.by_username(username)?;
        let accepts = host.admits(user) && site.context.people.accepts(&user.person, password);
        accepts.then(|| user.person.clone())
    }

    /// A log-in replaces the browser's session: there is one for each host.
    fn record_sign_in(site: &PracticeSalesforce, attempt: &OngoingSignIn<Self>, person: &PracticePerson) {
        let (now, key) = (site.context.now(), person.key());
        let session = Self::session(&attempt.browser, &attempt.request.at);
        site.saved_usernames().sign_in(&session, &key, now);
        let mut records = site.records();
        records.browsers.forget(&session);
        records.browsers.sign_in(&session, &key, now);
    }

    fn is_lasting(_: &PracticeSalesforce, request: &AuthorizeRequest<LoginHost>, _: bool) -> bool {
        scopes::ask_for_refresh_token(&request.scopes)
    }

    fn token_scopes(
        records: &Records,
        person: &PracticePersonId,
        granted: &[String],
        _: Option<&str>,
        _: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<String>, OAuthRefusal> {
        let without_the_api = records.conditions.holds(person, Condition::ApiAccessRemoved);
        Ok(if without_the_api { scopes::without_the_api(granted) } else { granted.to_vec() })
    }

    /// <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_refresh_token_flow.htm>
    fn rotation(_: &PracticeSalesforce, records: &Records) -> TokenRotation {
        if records.quirks.contains(&Quirk::RefreshTokenRotation) {
            TokenRotation::Replaces
        } else {
            TokenRotation::Keeps
        }
    }

    /// Sessions end earlier where an administrator has said so.
    /// <https://help.salesforce.com/s/articleView?id=sf.admin_sessions.htm>
    fn access_token_life_s(site: &PracticeSalesforce, records: &Records, person: &PracticePerson) -> u32 {
        let org = site.user(&person.key()).map(|user| user.org);
        let set = org.and_then(|org| site.session_lengths().get(org.domain).copied());
        let short = records.quirks.contains(&Quirk::ShortSessions).then_some(SHORT_SESSION_S);
        set.or(short).unwrap_or(site.context.access_token_life_s)
    }

    /// The org's id in 15 characters, an exclamation mark, and random characters.
    fn access_token_prefix(site: &PracticeSalesforce, person: &PracticePerson) -> String {
        let org = site.user(&person.key()).and_then(|user| user.org.id.get(..15)).unwrap_or_default();
        format!("{org}!AQEAQ")
    }

    fn id_token(site: &PracticeSalesforce, issuance: &TokenIssuance<Self>, _: &str) -> Option<String> {
        id_token::id_token(site, issuance)
    }

    fn add_to_token_answer(
        site: &PracticeSalesforce,
        records: &Records,
        issuance: &TokenIssuance<Self>,
        answer: &mut Map<String, Value>,
    ) {
        let Some(user) = site.user(issuance.person) else { return };
        let hostile = records.quirks.contains(&Quirk::HostileApiAddress);
        let instance_url = if hostile { HOSTILE_ADDRESS.to_owned() } else { site.instance_url(user) };
        let id = site.identity_url(*issuance.realm, user);
        let issued_at = format!("{}000", site.context.now());
        let signature = site.context.client.sign(&format!("{id}{issued_at}"));
        for (name, value) in
            [("instance_url", instance_url), ("id", id), ("issued_at", issued_at), ("signature", signature)]
        {
            answer.insert(name.to_owned(), value.into());
        }
    }

    fn respond(site: &PracticeSalesforce, refusal: OAuthRefusal) -> Response {
        let plain = site.provider().has_quirk(Quirk::InactiveAsInvalidGrant);
        refusal::respond_in(refusal, plain)
    }

    fn error_parameters(_: &PracticeSalesforce, refusal: OAuthRefusal) -> Vec<(&'static str, String)> {
        let (error, description) = refusal::at_authorize(refusal);
        vec![("error", error.to_owned()), ("error_description", description)]
    }

    fn cancelled(site: &PracticeSalesforce, _: &OngoingSignIn<Self>) -> Vec<(&'static str, String)> {
        let mut answer = Self::error_parameters(site, OAuthRefusal::ConsentDeclined);
        if site.provider().has_quirk(Quirk::HyphenatedDenial) {
            // As Salesforce's help spells it.
            answer.retain(|(name, _)| *name != "error");
            answer.push(("error", "access-denied".to_owned()));
        }
        answer
    }

    fn show(site: &PracticeSalesforce, step: &SignInStep, id: &str, attempt: &OngoingSignIn<Self>) -> Response {
        pages::show(site, step, id, attempt)
    }

    fn dead_end(_: &PracticeSalesforce, refusal: OAuthRefusal, _: Option<&PracticePerson>) -> Response {
        pages::dead_end(refusal)
    }

    fn signed_out() -> Response {
        crate::forms::signed_out(NAME, "Logged out", "You are logged out here. Saved usernames stay.")
    }
}

impl PracticeSalesforce {
    fn user(&self, key: &PracticePersonId) -> Option<&User> {
        self.dialect.directory.by_key(key)
    }

    /// Sets how long the sessions of an org last. `None`: as long as elsewhere.
    pub(crate) fn set_session_length(&self, domain: &str, length_s: Option<u32>) {
        let org = Org::by_domain(domain).unwrap_or_else(|| panic!("there is no practice org with the domain {domain}"));
        match length_s {
            Some(length_s) => self.session_lengths().insert(org.domain, length_s),
            None => self.session_lengths().remove(org.domain),
        };
    }

    fn session_lengths(&self) -> MutexGuard<'_, BTreeMap<&'static str, u32>> {
        self.dialect.session_lengths.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn saved_usernames(&self) -> MutexGuard<'_, Browsers> {
        self.dialect.saved_usernames.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn new(context: &Arc<PracticeContext>) -> Result<PracticeSalesforce, PracticeStartError> {
    let directory = Directory::new(context.people.all());
    let people = directory.people();
    let dialect = SalesforceDialect { directory, session_lengths: Mutex::default(), saved_usernames: Mutex::default() };
    OAuthSite::new(Arc::clone(context), dialect, people)
}

pub(crate) fn router(salesforce: &Arc<PracticeSalesforce>) -> Router {
    let host = host_router(salesforce);
    let instance = Router::new()
        .route("/services/oauth2/userinfo", get(identity::userinfo))
        .route("/services/data/{version}/limits", get(data::limits))
        .route("/services/data/{version}/query", get(data::query));
    Router::new()
        .nest("/login", host.clone())
        .nest("/test", host.clone())
        .nest("/my/{name}", host.clone())
        .nest("/site/{name}", host)
        .nest("/instance/{domain}", instance)
        .with_state(Arc::clone(salesforce))
}

/// The routes of one login host. The handlers read from the address which host it is.
fn host_router(salesforce: &Arc<PracticeSalesforce>) -> Router<Arc<PracticeSalesforce>> {
    let browser = oauth::forms()
        .route("/services/oauth2/authorize", oauth::authorize())
        .route("/secur/logout.jsp", oauth::sign_out())
        .route("/sign-in", get(custom_domain::arrive))
        .route("/sign-in/custom-domain", get(custom_domain::ask).post(custom_domain::answer))
        .route("/sign-in/saved", post(custom_domain::saved));
    Router::new()
        .merge(fault_layer::with_opener_policy(browser, salesforce.provider()))
        .route("/.well-known/openid-configuration", get(discovery::configuration))
        .route("/id/keys", get(discovery::keys))
        .route("/id/{org}/{user}", get(identity::identity))
        .route("/services/oauth2/token", oauth::token())
        .route("/services/oauth2/revoke", post(revoke::revoke))
        .route("/services/oauth2/introspect", post(introspect::introspect))
        .route("/services/oauth2/userinfo", get(identity::userinfo))
}
