//! Authentication of requests. Refusals name the ways to sign in, as the switches say; every
//! password is counted, accepted or not.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::PracticeExchange;
use super::accounts::{self, DenialReason};
use super::authentication_log::{Authentication, AuthenticationScheme, Binding};
use super::connection::{Handshake, TlsConnectionState};
use super::ntlm::{AuthenticateMessage, IssuedChallenge};
use super::switches::{EwsAnswers, SignInOffer};
use crate::people::PracticePerson;
use crate::secret_log::SecretKind;

/// The `WWW-Authenticate` value of Exchange Online.
const BEARER: &str = "Bearer client_id=\"00000002-0000-0ff1-ce00-000000000000\", \
    trusted_issuers=\"00000001-0000-0000-c000-000000000000@*\", \
    token_types=\"app_asserted_user_v1 service_asserted_app_v1\", \
    authorization_uri=\"https://login.windows.net/common/oauth2/authorize\"";

/// A refused request. Each service words the cause itself.
pub(super) enum SignInRefusal {
    /// The request has no credentials: the answer lists the schemes.
    Anonymous,
    /// NTLM continues with this message.
    Challenge(Vec<u8>),
    /// The credentials were denied.
    Denied(DenialReason),
    /// The connection ends without an answer.
    HungUp,
}

/// A request's headers, and where they came.
pub(super) struct ExchangeRequest<'a> {
    pub(super) headers: &'a HeaderMap,
    pub(super) path: &'a str,
    pub(super) connection: &'a TlsConnectionState,
}

impl PracticeExchange {
    /// The person who sends the request.
    pub(super) fn caller(&self, request: &ExchangeRequest<'_>) -> Result<&PracticePerson, SignInRefusal> {
        let Some(value) = request.headers.get(header::AUTHORIZATION) else {
            return self.signed_in_before(request.connection);
        };
        let (scheme, credentials) = value.to_str().ok().and_then(|value| value.split_once(' ')).unwrap_or_default();
        let offer = self.switches().offer;
        let decoded = STANDARD.decode(credentials.trim()).map_err(|_| SignInRefusal::Denied(DenialReason::Wrong))?;
        let basic = matches!(offer, SignInOffer::Everything | SignInOffer::BasicOnly | SignInOffer::BasicAfterNtlm);
        let ntlm = matches!(offer, SignInOffer::Everything | SignInOffer::WithoutBasic | SignInOffer::BasicAfterNtlm);
        if scheme.eq_ignore_ascii_case("Basic") && basic {
            self.record_password(credentials);
            self.basic(request, &decoded)
        } else if scheme.eq_ignore_ascii_case("NTLM") && ntlm {
            self.ntlm(request, &decoded, credentials)
        } else {
            Err(SignInRefusal::Denied(DenialReason::Wrong))
        }
    }

    fn record_password(&self, credentials: &str) {
        self.context().record_secret(SecretKind::Password, credentials.trim());
    }

    fn signed_in_before(&self, connection: &TlsConnectionState) -> Result<&PracticePerson, SignInRefusal> {
        let handshake = connection.handshake();
        let Handshake::SignedIn(id) = &*handshake else {
            drop(handshake);
            self.state().log.counters.anonymous_probes += 1;
            return Err(SignInRefusal::Anonymous);
        };
        if let Some(stop) = self.state().accounts.stop(id) {
            return Err(SignInRefusal::Denied(stop));
        }
        self.context().people.by_id(id).ok_or(SignInRefusal::Anonymous)
    }

    fn basic(&self, request: &ExchangeRequest<'_>, decoded: &[u8]) -> Result<&PracticePerson, SignInRefusal> {
        let text = String::from_utf8_lossy(decoded);
        let (user, password) = text.split_once(':').ok_or(SignInRefusal::Denied(DenialReason::Wrong))?;
        let (domain, name) = user.split_once('\\').unwrap_or(("", user));
        let person = accounts::find(self.people(), domain, name);
        let right = person.is_some_and(|person| self.state().accounts.password(person) == password);
        self.log_authentication(request, AuthenticationScheme::Basic, user, person, right, Binding::Missing);
        self.admit(request, person, right)
    }

    fn ntlm(
        &self,
        request: &ExchangeRequest<'_>,
        decoded: &[u8],
        credentials: &str,
    ) -> Result<&PracticePerson, SignInRefusal> {
        let refused = || SignInRefusal::Denied(DenialReason::Wrong);
        let waiting = std::mem::take(&mut *request.connection.handshake());
        let Handshake::Challenged(challenge) = waiting else {
            let challenge =
                IssuedChallenge::to(decoded, self.context().now(), &*self.context().entropy).map_err(|_| refused())?;
            self.state().log.counters.ntlm_begun += 1;
            if self.switches().offer == SignInOffer::BasicAfterNtlm {
                return Err(SignInRefusal::Denied(DenialReason::Wrong));
            }
            let message = challenge.message().to_vec();
            *request.connection.handshake() = Handshake::Challenged(challenge);
            return Err(SignInRefusal::Challenge(message));
        };
        self.record_password(credentials);
        let answer = AuthenticateMessage::read(decoded).map_err(|_| refused())?;
        let person = accounts::find(self.people(), &answer.domain, &answer.user);
        let right = person.is_some_and(|person| {
            let password = self.state().accounts.password(person);
            challenge.is_met(&answer, &password)
        });
        let binding = match answer.channel_binding() {
            None => Binding::Missing,
            Some(seen) if seen == request.connection.binding => Binding::Right,
            Some(_) => Binding::Wrong,
        };
        let user =
            if answer.domain.is_empty() { answer.user.clone() } else { format!("{}\\{}", answer.domain, answer.user) };
        self.log_authentication(request, AuthenticationScheme::Ntlm, &user, person, right, binding);
        let person = self.admit(request, person, right)?;
        if self.switches().extended_protection && binding != Binding::Right {
            return Err(refused());
        }
        *request.connection.handshake() = Handshake::SignedIn(person.key());
        Ok(person)
    }

    fn log_authentication(
        &self,
        request: &ExchangeRequest<'_>,
        scheme: AuthenticationScheme,
        user: &str,
        person: Option<&PracticePerson>,
        right: bool,
        binding: Binding,
    ) {
        self.state().log.add(Authentication {
            scheme,
            path: request.path.to_owned(),
            user: user.to_owned(),
            person: person.map(|person| person.email.clone()),
            right,
            binding,
            connection: request.connection.number,
        });
    }

    fn admit<'a>(
        &self,
        request: &ExchangeRequest<'_>,
        person: Option<&'a PracticePerson>,
        right: bool,
    ) -> Result<&'a PracticePerson, SignInRefusal> {
        let verdict = person.ok_or(DenialReason::Wrong).and_then(|person| {
            self.state().accounts.judge(person, right)?;
            Ok(person)
        });
        if self.switches().answers == EwsAnswers::HangUp {
            request.connection.cut();
            return Err(SignInRefusal::HungUp);
        }
        verdict.map_err(SignInRefusal::Denied)
    }

    /// 401, with the ways to sign in.
    pub(super) fn unauthorized(&self, request: &ExchangeRequest<'_>, message: &str) -> Response {
        let ntlm_begun =
            request.headers.get(header::AUTHORIZATION).is_some_and(|value| value.as_bytes().starts_with(b"NTLM"));
        let offered: &[&str] = match self.switches().offer {
            SignInOffer::Everything => &["Negotiate", "NTLM", "Basic realm=\"practice\""],
            SignInOffer::BasicAfterNtlm if !ntlm_begun => &["Negotiate", "NTLM"],
            SignInOffer::WithoutBasic => &["Negotiate", "NTLM"],
            SignInOffer::BasicOnly | SignInOffer::BasicAfterNtlm => &["Basic realm=\"practice\""],
            SignInOffer::NegotiateOnly => &["Negotiate"],
            SignInOffer::ModernAuthOnly => &[BEARER],
        };
        let mut response = (StatusCode::UNAUTHORIZED, message.to_owned()).into_response();
        if self.switches().offer == SignInOffer::ModernAuthOnly {
            let reason = HeaderValue::from_static("4000000;reason=\"Modern Auth is required.\"");
            response.headers_mut().insert("ms-diagnostics-public", reason);
        }
        for way in offered {
            response.headers_mut().append(header::WWW_AUTHENTICATE, HeaderValue::from_static(way));
        }
        response
    }
}

/// 401, with NTLM's second message.
pub(super) fn challenge(message: &[u8]) -> Response {
    let value = format!("NTLM {}", STANDARD.encode(message));
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, value)]).into_response()
}
