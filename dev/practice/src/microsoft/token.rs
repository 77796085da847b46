//! `POST /{tenant}/oauth2/v2.0/token`: codes become tokens here; refresh tokens do in [`super::refresh`].
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token>

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::refusal::OAuthRefusal;
use super::tenant::Tenant;
use super::{PracticeMicrosoft, scopes};
use crate::fault_layer;
use crate::grants::{CODE_LIFE_S, GrantId, IssuedAccessToken, IssuedCode};
use crate::people::PracticePersonId;
use crate::records::Records;
use crate::secret_log::SecretKind;
use crate::token_request::{Fields, verifier_fits};

/// Real tokens have about these lengths.
const ACCESS_TOKEN_LENGTH: usize = 1_500;
const REFRESH_TOKEN_LENGTH: usize = 1_000;

/// A successful token response.
#[derive(Serialize)]
pub(super) struct IssuedTokens {
    token_type: &'static str,
    scope: String,
    expires_in: u32,
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

/// The grant and the scopes that tokens are issued for.
pub(super) struct TokenIssuance<'a> {
    pub(super) grant: GrantId,
    pub(super) person: &'a PracticePersonId,
    pub(super) client_id: &'a str,
    /// All granted scopes.
    pub(super) granted: &'a [String],
    /// The scopes of the access token.
    pub(super) scopes: &'a [String],
    pub(super) nonce: Option<&'a str>,
    /// Whether the answer has a refresh token.
    pub(super) lasting: bool,
}

pub(super) async fn token(
    State(microsoft): State<Arc<PracticeMicrosoft>>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let too_many = |retry_after_s| OAuthRefusal::TooManyRequests { retry_after_s }.respond(&microsoft.context);
    if let Some(faulty_answer) = fault_layer::faulty_answer(microsoft.provider.faults().token_answers, too_many) {
        return faulty_answer;
    }
    match microsoft.answer(&tenant, &headers, &Fields::read(&body)) {
        Ok(tokens) => ([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response(),
        Err(refusal) => refusal.respond(&microsoft.context),
    }
}

impl PracticeMicrosoft {
    fn answer(&self, tenant: &str, headers: &HeaderMap, parameters: &Fields) -> Result<IssuedTokens, OAuthRefusal> {
        let tenant = Tenant::find(&self.context, tenant).ok_or(OAuthRefusal::TenantUnknown)?;
        let grant_type = parameters.require("grant_type")?;
        // A refused client counts as a refusal of the grant type that it asked for.
        let client = self.authenticate(headers, parameters);
        let mut records = self.records();
        match grant_type {
            "authorization_code" => {
                let answer = client.and_then(|id| self.exchange(&mut records, &tenant, &id, parameters));
                records.counters.count_code_exchange(answer.is_ok());
                answer
            }
            "refresh_token" => {
                let answer = client.and_then(|id| self.refresh(&mut records, &id, parameters));
                records.counters.count_refresh(answer.is_ok());
                answer
            }
            _ => Err(OAuthRefusal::GrantTypeUnsupported),
        }
    }

    /// Authenticates the client.
    fn authenticate(&self, headers: &HeaderMap, parameters: &Fields) -> Result<String, OAuthRefusal> {
        let (id, secret) = parameters.client(headers)?;
        if !self.context.client.has_id(&id) {
            return Err(OAuthRefusal::ClientUnknown);
        }
        let secret = secret.ok_or(OAuthRefusal::ClientSecretMissing)?;
        if self.provider.faults().client_secret_rotated || !self.context.client.has_secret(&secret) {
            return Err(OAuthRefusal::ClientSecretWrong);
        }
        Ok(id)
    }

    fn exchange(
        &self,
        records: &mut Records,
        tenant: &Tenant,
        client_id: &str,
        parameters: &Fields,
    ) -> Result<IssuedTokens, OAuthRefusal> {
        if let Some(verifier) = parameters.get("code_verifier") {
            self.context.record_secret(SecretKind::CodeVerifier, verifier);
        }
        let text = parameters.require("code")?;
        let code = records.grants.code(text).filter(|code| code.client_id == client_id);
        let code = code.ok_or(OAuthRefusal::CodeUnknown)?.clone();
        self.check(&code, tenant, parameters)?;
        let scopes = match parameters.get("scope").map(scopes::split) {
            None => scopes::of_first_resource(&code.scopes),
            Some(scopes) if scopes::span_resources(&scopes) => return Err(OAuthRefusal::SeveralResources),
            Some(scopes) if scopes.iter().all(|scope| scopes::include(&code.scopes, scopes::canonical(scope))) => {
                scopes
            }
            Some(_) => return Err(OAuthRefusal::ConsentMissing),
        };
        let grant = records.grants.redeem(text, self.context.now()).ok_or(OAuthRefusal::CodeUnknown)?;
        let IssuedCode { person, scopes: granted, nonce, lasting, .. } = &code;
        let (nonce, lasting) = (nonce.as_deref(), *lasting);
        Ok(self.issue(records, &TokenIssuance { grant, person, client_id, granted, scopes: &scopes, nonce, lasting }))
    }

    fn check(&self, code: &IssuedCode, tenant: &Tenant, parameters: &Fields) -> Result<(), OAuthRefusal> {
        if code.realm != tenant.realm() {
            return Err(OAuthRefusal::CodeOfOtherTenant);
        }
        if code.redeemed {
            return Err(OAuthRefusal::CodeRedeemed);
        }
        if self.context.now() - code.issued_at >= CODE_LIFE_S {
            return Err(OAuthRefusal::CodeExpired);
        }
        if parameters.require("redirect_uri")? != code.redirect_uri {
            return Err(OAuthRefusal::RedirectNotTheCodes);
        }
        let fits = verifier_fits(code.challenge.as_deref(), parameters.get("code_verifier"));
        if fits { Ok(()) } else { Err(OAuthRefusal::VerifierWrong) }
    }

    /// Issues tokens. They are persisted before the answer is sent.
    pub(super) fn issue(&self, records: &mut Records, issue: &TokenIssuance) -> IssuedTokens {
        let now = self.context.now();
        let life_s = self.context.access_token_life_s;
        let access_token = self.context.long_secret(SecretKind::AccessToken, "EwB", ACCESS_TOKEN_LENGTH);
        let access = IssuedAccessToken {
            grant: issue.grant,
            person: issue.person.clone(),
            client_id: issue.client_id.to_owned(),
            scopes: issue.scopes.to_vec(),
            expires_at: now + i64::from(life_s),
        };
        records.grants.add_access_token(access_token.clone(), access, now);
        let refresh_token = issue.lasting.then(|| {
            let text = self.context.long_secret(SecretKind::RefreshToken, "1.AR", REFRESH_TOKEN_LENGTH);
            records.grants.add_refresh_token(text.clone(), issue.grant, now);
            text
        });
        let person = self.context.people.by_id(issue.person).filter(|_| scopes::include(issue.granted, "openid"));
        let id_token = person.map(|person| self.id_token(person, issue.client_id, issue.granted, issue.nonce));
        self.provider.save(records);
        let scope: Vec<&str> =
            issue.scopes.iter().map(String::as_str).filter(|&scope| scope != "offline_access").collect();
        let scope = scope.join(" ");
        IssuedTokens { token_type: "Bearer", scope, expires_in: life_s, access_token, refresh_token, id_token }
    }
}
