//! `POST {host}/services/oauth2/token`: codes become tokens here; refresh tokens do in [`super::refresh`].
//! <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm>

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::login_host::LoginHost;
use super::orgs::User;
use super::refusal::OAuthRefusal;
use super::{PracticeSalesforce, scopes};
use crate::fault_layer;
use crate::faults::Quirk;
use crate::grants::{CODE_LIFE_S, GrantId, IssuedAccessToken, IssuedCode};
use crate::records::Records;
use crate::secret_log::SecretKind;
use crate::token_request::{Fields, verifier_fits};

/// Real tokens have about these lengths.
const ACCESS_TOKEN_LENGTH: usize = 112;
const REFRESH_TOKEN_LENGTH: usize = 87;

/// A user's sixth grant to the same program revokes the first without notice.
/// <https://help.salesforce.com/s/articleView?id=xcloud.connected_app_manage_oauth.htm>
const MAX_GRANTS_PER_USER_AND_CLIENT: usize = 5;

/// The address that a program would send tokens to if it trusted every `instance_url`.
const HOSTILE_ADDRESS: &str = "https://evil.example";

/// A successful token response. There is no `expires_in`: the administrator's session settings decide.
#[derive(Serialize)]
pub(super) struct IssuedTokens {
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    signature: String,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    instance_url: String,
    id: String,
    token_type: &'static str,
    issued_at: String,
}

/// The grant and the scopes that tokens are issued for.
pub(super) struct TokenIssuance<'a> {
    pub(super) host: LoginHost,
    pub(super) grant: GrantId,
    pub(super) user: &'a User,
    pub(super) client_id: &'a str,
    pub(super) scopes: &'a [String],
    pub(super) nonce: Option<&'a str>,
    /// Whether the answer has a refresh token.
    pub(super) lasting: bool,
}

pub(super) async fn token(
    State(salesforce): State<Arc<PracticeSalesforce>>,
    host: LoginHost,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let too_many = |_| OAuthRefusal::TooManyRequests.respond();
    if let Some(faulty_answer) = fault_layer::faulty_answer(salesforce.provider.faults().token_answers, too_many) {
        return faulty_answer;
    }
    if salesforce.provider.has_quirk(Quirk::OutageLikeRefusal) {
        return OAuthRefusal::Unavailable.respond();
    }
    match salesforce.answer(host, &headers, &Fields::read(&body)) {
        Ok(tokens) => ([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response(),
        Err(refusal) => refusal.respond(),
    }
}

impl PracticeSalesforce {
    fn answer(&self, host: LoginHost, headers: &HeaderMap, fields: &Fields) -> Result<IssuedTokens, OAuthRefusal> {
        let grant_type = fields.require("grant_type")?;
        let client_id = self.authenticate(headers, fields)?;
        let mut records = self.records();
        match grant_type {
            "authorization_code" => {
                let answer = self.exchange(&mut records, host, &client_id, fields);
                records.counters.count_code_exchange(answer.is_ok());
                answer
            }
            "refresh_token" => {
                let answer = self.refresh(&mut records, host, &client_id, fields);
                records.counters.count_refresh(answer.is_ok());
                answer
            }
            _ => Err(OAuthRefusal::GrantTypeUnsupported),
        }
    }

    /// Authenticates the client. It must have its secret beside the verifier.
    fn authenticate(&self, headers: &HeaderMap, fields: &Fields) -> Result<String, OAuthRefusal> {
        let (id, secret) = fields.client(headers)?;
        if !self.context.client.has_id(&id) {
            return Err(OAuthRefusal::ClientUnknown);
        }
        let right = secret.is_some_and(|secret| self.context.client.has_secret(&secret));
        if self.provider.faults().client_secret_rotated || !right {
            return Err(OAuthRefusal::ClientSecretWrong);
        }
        Ok(id)
    }

    fn exchange(
        &self,
        records: &mut Records,
        host: LoginHost,
        client_id: &str,
        fields: &Fields,
    ) -> Result<IssuedTokens, OAuthRefusal> {
        if let Some(verifier) = fields.get("code_verifier") {
            self.context.record_secret(SecretKind::CodeVerifier, verifier);
        }
        let text = fields.require("code")?;
        let code = records.grants.code(text).filter(|code| code.client_id == client_id);
        let code = code.ok_or(OAuthRefusal::CodeUnknown)?.clone();
        self.check(&code, host, fields)?;
        let user = self.directory.by_key(&code.person).ok_or(OAuthRefusal::CodeUnknown)?;
        let now = self.context.now();
        let grant = records.grants.redeem(text, now).ok_or(OAuthRefusal::CodeUnknown)?;
        let lasting = code.lasting;
        if lasting {
            let live = records.grants.renewable(&code.person, client_id);
            let too_many = (live.len() + 1).saturating_sub(MAX_GRANTS_PER_USER_AND_CLIENT);
            for oldest in live.into_iter().take(too_many) {
                records.grants.revoke_one(oldest, now);
            }
        }
        let IssuedCode { scopes, nonce, .. } = &code;
        let issue = TokenIssuance { host, grant, user, client_id, scopes, nonce: nonce.as_deref(), lasting };
        Ok(self.issue(records, &issue))
    }

    fn check(&self, code: &IssuedCode, host: LoginHost, fields: &Fields) -> Result<(), OAuthRefusal> {
        if code.realm != host.prefix() || code.redeemed {
            return Err(OAuthRefusal::CodeUnknown);
        }
        if self.context.now() - code.issued_at >= CODE_LIFE_S {
            return Err(OAuthRefusal::CodeExpired);
        }
        if fields.require("redirect_uri")? != code.redirect_uri {
            return Err(OAuthRefusal::RedirectNotRegistered);
        }
        if !verifier_fits(code.challenge.as_deref(), fields.get("code_verifier")) {
            return Err(OAuthRefusal::VerifierWrong);
        }
        Ok(())
    }

    /// Issues tokens. They are persisted before the answer is sent.
    pub(super) fn issue(&self, records: &mut Records, issue: &TokenIssuance) -> IssuedTokens {
        let &TokenIssuance { host, grant, user, client_id, scopes, nonce, lasting } = issue;
        let now = self.context.now();
        // The org's id in 15 characters, an exclamation mark, and random characters.
        let prefix = format!("{}!AQEAQ", user.org.id.get(..15).unwrap_or_default());
        let access_token = self.context.long_secret(SecretKind::AccessToken, &prefix, ACCESS_TOKEN_LENGTH);
        let access = IssuedAccessToken {
            grant,
            person: user.key(),
            client_id: client_id.to_owned(),
            scopes: scopes.to_vec(),
            expires_at: now + i64::from(self.context.access_token_life_s),
        };
        records.grants.add_access_token(access_token.clone(), access, now);
        let refresh_token = lasting.then(|| {
            let text = self.context.long_secret(SecretKind::RefreshToken, "5Aep861", REFRESH_TOKEN_LENGTH);
            records.grants.add_refresh_token(text.clone(), grant, now);
            text
        });
        let id_token = scopes::include(scopes, "openid").then(|| self.id_token(host, user, client_id, scopes, nonce));
        let instance_url = if records.quirks.contains(&Quirk::HostileApiAddress) {
            HOSTILE_ADDRESS.to_owned()
        } else {
            self.instance_url(user)
        };
        self.provider.save(records);
        let (id, issued_at) = (self.identity_url(host, user), format!("{now}000"));
        let signature = self.context.client.sign(&format!("{id}{issued_at}"));
        let scope = scopes.join(" ");
        IssuedTokens {
            access_token,
            refresh_token,
            signature,
            scope,
            id_token,
            instance_url,
            id,
            token_type: "Bearer",
            issued_at,
        }
    }
}
