//! The handlers of the pages' forms. Each form belongs to a sign-in that was started in the same browser, and to the realm
//! that the person is at.

use std::sync::Arc;

use axum::extract::{FromRequest, RawForm, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;

use super::{Dialect, OAuthRefusal, OAuthSite, OngoingSignIn, SignInStep};
use crate::faults::Condition;
use crate::forms::{ANOTHER, redirect, unknown_sign_in};
use crate::people::PracticePersonId;
use crate::secret_log::SecretKind;

/// Shorter passwords are refused, so that the page has something to refuse.
const MIN_PASSWORD_LENGTH: usize = 8;

/// A form's fields, from its body, or from the address for a page that is opened.
pub(crate) struct SignInForm(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for SignInForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let RawForm(form) = RawForm::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(Self(form_urlencoded::parse(&form).into_owned().collect()))
    }
}

impl SignInForm {
    /// The value of a field; empty if it is missing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The id of the sign-in.
    pub(crate) fn attempt(&self) -> &str {
        self.get("attempt")
    }

    /// Whether the box of a permission is ticked.
    fn is_ticked(&self, scope: &str) -> bool {
        self.0.iter().any(|(field, value)| field == "scope" && value == scope)
    }
}

type AnySite<D> = State<Arc<OAuthSite<D>>>;

pub(super) async fn password<D: Dialect>(
    State(site): AnySite<D>,
    realm: D::Realm,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    site.continue_sign_in(&realm, &headers, form.attempt(), |attempt| {
        let Some(person) = D::find_person(&site, &realm, form.get("email"), form.get("password")) else {
            let problem = Some(D::TABLE.wrong_password.to_owned());
            return SignInStep::SignIn { email: form.get("email").to_owned(), problem };
        };
        D::record_sign_in(&site, attempt, &person);
        attempt.person = Some(person.key());
        site.next_step(attempt)
    })
}

pub(super) async fn pick<D: Dialect>(
    State(site): AnySite<D>,
    realm: D::Realm,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    site.continue_sign_in(&realm, &headers, form.attempt(), |attempt| {
        let picked = PracticePersonId::new(form.get("person"));
        // Only a person who is signed in in this browser can be picked: otherwise the form would be a sign-in without a password.
        let session = D::session(&attempt.browser, &realm);
        let signed_in = site.records().browsers.signed_in(&session).contains(&picked);
        attempt.person = (form.get("person") != ANOTHER && signed_in).then_some(picked);
        site.next_step(attempt)
    })
}

pub(super) async fn new_password<D: Dialect>(
    State(site): AnySite<D>,
    realm: D::Realm,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    site.continue_sign_in(&realm, &headers, form.attempt(), |attempt| {
        let people = &site.context.people;
        let Some(person) = attempt.person.as_ref().and_then(|key| site.person(key)) else {
            return site.next_step(attempt);
        };
        let password = form.get("password");
        let problem = if password != form.get("confirmation") {
            Some("The two passwords are not the same.")
        } else if password.chars().count() < MIN_PASSWORD_LENGTH {
            Some("The new password needs at least 8 characters.")
        } else if people.accepts(person, password) {
            Some("The new password must not be the old one.")
        } else {
            None
        };
        if problem.is_some() {
            return SignInStep::NewPassword { person: person.clone(), problem };
        }
        site.context.record_secret(SecretKind::Password, password);
        people.set_password(&person.key(), password);
        site.records().conditions.lift(&person.key(), Condition::PasswordExpired);
        site.next_step(attempt)
    })
}

pub(super) async fn verify<D: Dialect>(
    State(site): AnySite<D>,
    realm: D::Realm,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    site.continue_sign_in(&realm, &headers, form.attempt(), |attempt| {
        if let Some(person) = &attempt.person {
            site.records().conditions.lift(person, Condition::ExtraVerification);
        }
        site.next_step(attempt)
    })
}

/// The field `scope` is there once for each permission that stayed ticked.
pub(super) async fn consent<D: Dialect>(
    State(site): AnySite<D>,
    realm: D::Realm,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    site.continue_sign_in(&realm, &headers, form.attempt(), |attempt| {
        let Some(person) = &attempt.person else { return site.next_step(attempt) };
        let request = &mut attempt.request;
        request.scopes = D::allowed_scopes(&request.scopes, &|scope| form.is_ticked(scope));
        if request.scopes.is_empty() {
            return SignInStep::Return(site.refuse(&request.callback, OAuthRefusal::ConsentDeclined));
        }
        {
            let mut records = site.records();
            records.consents.give(person, &request.client_id, &D::canonical_scopes(&request.scopes));
            site.provider.save(&records);
        }
        attempt.consented = true;
        site.next_step(attempt)
    })
}

pub(super) async fn cancel<D: Dialect>(
    State(site): AnySite<D>,
    realm: D::Realm,
    headers: HeaderMap,
    form: SignInForm,
) -> Response {
    site.continue_sign_in(&realm, &headers, form.attempt(), |attempt| {
        SignInStep::Return(attempt.request.callback.with_answer(&D::cancelled(&site, attempt)))
    })
}

/// Signs all people out of this browser.
pub(super) async fn sign_out<D: Dialect>(State(site): AnySite<D>, realm: D::Realm, headers: HeaderMap) -> Response {
    if let Some(browser) = D::TABLE.cookie.of(&headers) {
        site.records().browsers.forget(&D::session(browser, &realm));
    }
    D::signed_out()
}

impl<D: Dialect> OAuthSite<D> {
    /// The sign-in with this id, if this browser began it and the person is at this realm.
    pub(crate) fn find_attempt(&self, realm: &D::Realm, headers: &HeaderMap, id: &str) -> Option<OngoingSignIn<D>> {
        let found = self.attempts().find(id, D::TABLE.cookie.of(headers)?);
        found.filter(|attempt| D::realm_key(&attempt.request.at) == D::realm_key(realm))
    }

    /// Finds the sign-in, applies the submitted form to it, and answers with the next step.
    pub(crate) fn continue_sign_in(
        &self,
        realm: &D::Realm,
        headers: &HeaderMap,
        id: &str,
        act: impl FnOnce(&mut OngoingSignIn<D>) -> SignInStep,
    ) -> Response {
        let Some(mut attempt) = self.find_attempt(realm, headers, id) else { return unknown_sign_in(D::TABLE.name) };
        let step = act(&mut attempt);
        self.answer_with_step(id, &attempt, &step)
    }

    /// Answers with the page of a step, or redirects back to the program.
    pub(super) fn answer_with_step(&self, id: &str, attempt: &OngoingSignIn<D>, step: &SignInStep) -> Response {
        match step {
            SignInStep::Return(url) => {
                self.attempts().end(id);
                redirect(url)
            }
            SignInStep::DeadEnd(refusal, person) => {
                self.attempts().update(id, attempt);
                D::dead_end(self, *refusal, person.as_ref())
            }
            _ => {
                self.attempts().update(id, attempt);
                D::show(self, step, id, attempt)
            }
        }
    }
}
