//! `POST /token`: codes become tokens here; refresh tokens do in [`super::refresh`].
//! <https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code>

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::id_token::Audience;
use super::refusal::OAuthRefusal;
use super::{PracticeGoogle, scopes};
use crate::fault_layer;
use crate::grants::{CODE_LIFE_S, GrantId, IssuedAccessToken, IssuedCode};
use crate::people::PracticePersonId;
use crate::records::Records;
use crate::secret_log::SecretKind;
use crate::token_request::{Fields, verifier_fits};

/// Real tokens have about these lengths, and at most 2,048 and 512 characters.
const ACCESS_TOKEN_LENGTH: usize = 220;
const REFRESH_TOKEN_LENGTH: usize = 103;

/// One more refresh token revokes the oldest without notice.
/// <https://developers.google.com/identity/protocols/oauth2#expiration>
const MAX_REFRESH_TOKENS_PER_PERSON_AND_CLIENT: usize = 100;

/// A successful token response.
#[derive(Serialize)]
pub(super) struct IssuedTokens {
    access_token: String,
    expires_in: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    scope: String,
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

/// The grant and the scopes that tokens are issued for.
pub(super) struct TokenIssuance<'a> {
    pub(super) grant: GrantId,
    pub(super) person: &'a PracticePersonId,
    pub(super) client_id: &'a str,
    pub(super) scopes: &'a [String],
    pub(super) nonce: Option<&'a str>,
    /// Whether the answer has a refresh token.
    pub(super) lasting: bool,
}

pub(super) async fn token(State(google): State<Arc<PracticeGoogle>>, headers: HeaderMap, body: Bytes) -> Response {
    let too_many = |retry_after_s| OAuthRefusal::TooManyRequests { retry_after_s }.respond();
    if let Some(faulty_answer) = fault_layer::faulty_answer(google.provider.faults().token_answers, too_many) {
        return faulty_answer;
    }
    match google.answer(&headers, &Fields::read(&body)) {
        Ok(tokens) => ([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response(),
        Err(refusal) => refusal.respond(),
    }
}

impl PracticeGoogle {
    fn answer(&self, headers: &HeaderMap, fields: &Fields) -> Result<IssuedTokens, OAuthRefusal> {
        let grant_type = fields.require("grant_type")?;
        let client_id = self.authenticate(headers, fields)?;
        let mut records = self.records();
        match grant_type {
            "authorization_code" => {
                let answer = self.exchange(&mut records, &client_id, fields);
                records.counters.count_code_exchange(answer.is_ok());
                answer
            }
            "refresh_token" => {
                let answer = self.refresh(&mut records, &client_id, fields);
                records.counters.count_refresh(answer.is_ok());
                answer
            }
            _ => Err(OAuthRefusal::GrantTypeUnsupported),
        }
    }

    /// Authenticates the client.
    fn authenticate(&self, headers: &HeaderMap, fields: &Fields) -> Result<String, OAuthRefusal> {
        let (id, secret) = fields.client(headers)?;
        if !self.context.client.has_id(&id) {
            return Err(OAuthRefusal::ClientUnknown);
        }
        let secret = secret.ok_or(OAuthRefusal::ClientSecretMissing)?;
        if self.provider.faults().client_secret_rotated || !self.context.client.has_secret(&secret) {
            return Err(OAuthRefusal::ClientSecretWrong);
        }
        Ok(id)
    }

    fn exchange(&self, records: &mut Records, client_id: &str, fields: &Fields) -> Result<IssuedTokens, OAuthRefusal> {
        if let Some(verifier) = fields.get("code_verifier") {
            self.context.record_secret(SecretKind::CodeVerifier, verifier);
        }
        let text = fields.require("code")?;
        let code = records.grants.code(text).filter(|code| code.client_id == client_id);
        let code = code.ok_or(OAuthRefusal::CodeUnknown)?.clone();
        self.check(&code, fields)?;
        let now = self.context.now();
        let grant = records.grants.redeem(text, now).ok_or(OAuthRefusal::CodeUnknown)?;
        let IssuedCode { person, scopes, nonce, lasting, .. } = &code;
        if *lasting {
            let live = records.grants.renewable(person, client_id);
            let too_many = (live.len() + 1).saturating_sub(MAX_REFRESH_TOKENS_PER_PERSON_AND_CLIENT);
            for oldest in live.into_iter().take(too_many) {
                records.grants.revoke_one(oldest, now);
            }
        }
        let issue = TokenIssuance { grant, person, client_id, scopes, nonce: nonce.as_deref(), lasting: *lasting };
        Ok(self.issue(records, &issue))
    }

    fn check(&self, code: &IssuedCode, fields: &Fields) -> Result<(), OAuthRefusal> {
        if code.redeemed || self.context.now() - code.issued_at >= CODE_LIFE_S {
            return Err(OAuthRefusal::CodeOver);
        }
        if fields.require("redirect_uri")? != code.redirect_uri {
            return Err(OAuthRefusal::RedirectNotRegistered);
        }
        let verifier = fields.get("code_verifier");
        if verifier.is_none() && code.challenge.is_some() {
            return Err(OAuthRefusal::VerifierMissing);
        }
        if verifier_fits(code.challenge.as_deref(), verifier) { Ok(()) } else { Err(OAuthRefusal::VerifierWrong) }
    }

    /// Issues tokens. They are persisted before the answer is sent.
    pub(super) fn issue(&self, records: &mut Records, issue: &TokenIssuance) -> IssuedTokens {
        let &TokenIssuance { grant, person, client_id, scopes, nonce, lasting } = issue;
        let now = self.context.now();
        let life_s = self.context.access_token_life_s;
        let access_token = self.context.long_secret(SecretKind::AccessToken, "ya29.a0A", ACCESS_TOKEN_LENGTH);
        let access = IssuedAccessToken {
            grant,
            person: person.clone(),
            client_id: client_id.to_owned(),
            scopes: scopes.to_vec(),
            expires_at: now + i64::from(life_s),
        };
        records.grants.add_access_token(access_token.clone(), access, now);
        let refresh_token = lasting.then(|| {
            let text = self.context.long_secret(SecretKind::RefreshToken, "1//0", REFRESH_TOKEN_LENGTH);
            records.grants.add_refresh_token(text.clone(), grant, now);
            text
        });
        let person = self.context.people.by_id(person).filter(|_| scopes::include(scopes, "openid"));
        let audience = Audience { client_id, scopes, nonce, access_token: &access_token };
        let id_token = person.map(|person| self.id_token(person, &audience));
        self.provider.save(records);
        let scope = scopes.join(" ");
        IssuedTokens { access_token, expires_in: life_s, refresh_token, scope, token_type: "Bearer", id_token }
    }
}
