//! The token endpoint (RFC 6749, 3.2): codes become tokens here; refresh tokens do in [`super::refresh`].

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value};

use super::{Dialect, OAuthRefusal, OAuthSite};
use crate::fault_layer;
use crate::faults::Quirk;
use crate::grants::{CODE_LIFE_S, GrantId, IssuedAccessToken, IssuedCode};
use crate::people::PracticePersonId;
use crate::records::Records;
use crate::secret_log::SecretKind;
use crate::token_request::{Fields, verifier_fits};

/// The grant and the scopes that tokens are issued for.
pub(crate) struct TokenIssuance<'a, D: Dialect> {
    pub(crate) realm: &'a D::Realm,
    pub(crate) grant: GrantId,
    pub(crate) person: &'a PracticePersonId,
    pub(crate) client_id: &'a str,
    /// All granted scopes.
    pub(crate) granted: &'a [String],
    /// The scopes of the access token.
    pub(crate) scopes: &'a [String],
    pub(crate) nonce: Option<&'a str>,
    /// Whether the answer has a refresh token.
    pub(crate) lasting: bool,
}

/// A successful answer.
pub(super) type IssuedTokens = Map<String, Value>;

pub(super) async fn token<D: Dialect>(
    State(site): State<Arc<OAuthSite<D>>>,
    realm: D::Realm,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let too_many = |retry_after_s| D::respond(&site, OAuthRefusal::TooManyRequests { retry_after_s });
    if let Some(faulty_answer) = fault_layer::faulty_answer(site.provider.faults().token_answers, too_many) {
        return faulty_answer;
    }
    match site.answer(&realm, &headers, &Fields::read(&body)) {
        Ok(tokens) => ([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response(),
        Err(refusal) => D::respond(&site, refusal),
    }
}

impl<D: Dialect> OAuthSite<D> {
    fn answer(&self, realm: &D::Realm, headers: &HeaderMap, fields: &Fields) -> Result<IssuedTokens, OAuthRefusal> {
        if self.provider.has_quirk(Quirk::OutageLikeRefusal) {
            return Err(OAuthRefusal::Unavailable);
        }
        D::check_realm(realm)?;
        let grant_type = fields.require("grant_type")?;
        // A refused client counts as a refusal of the grant type that it asked for.
        let client = self.authenticate(headers, fields);
        let mut records = self.records();
        match grant_type {
            "authorization_code" => {
                let answer = client.and_then(|id| self.exchange(&mut records, realm, &id, fields));
                records.counters.count_code_exchange(answer.is_ok());
                answer
            }
            "refresh_token" => {
                let answer = client.and_then(|id| self.refresh(&mut records, realm, &id, fields));
                records.counters.count_refresh(answer.is_ok());
                answer
            }
            _ => Err(OAuthRefusal::GrantTypeUnsupported),
        }
    }

    /// Authenticates the client. It must send its secret beside the verifier.
    pub(crate) fn authenticate(&self, headers: &HeaderMap, fields: &Fields) -> Result<String, OAuthRefusal> {
        D::check_client(self, headers, fields)?;
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

    fn exchange(
        &self,
        records: &mut Records,
        realm: &D::Realm,
        client_id: &str,
        fields: &Fields,
    ) -> Result<IssuedTokens, OAuthRefusal> {
        if let Some(verifier) = fields.get("code_verifier") {
            self.context.record_secret(SecretKind::CodeVerifier, verifier);
        }
        let text = fields.require("code")?;
        let code = records.grants.code(text).filter(|code| code.client_id == client_id);
        let code = code.ok_or(OAuthRefusal::CodeUnknown)?.clone();
        self.check(&code, realm, fields)?;
        let IssuedCode { person, scopes: granted, nonce, lasting, .. } = &code;
        let allowed = D::canonical_scopes(granted);
        let may = |scope: &str| allowed.iter().any(|allowed| allowed == scope);
        let scopes = D::token_scopes(records, person, granted, fields.get("scope"), &may)?;
        let now = self.context.now();
        let grant = records.grants.redeem(text, now).ok_or(OAuthRefusal::CodeUnknown)?;
        if let Some(max_grants) = D::TABLE.max_grants.filter(|_| *lasting) {
            let live = records.grants.renewable(person, client_id);
            let too_many = (live.len() + 1).saturating_sub(max_grants);
            for oldest in live.into_iter().take(too_many) {
                records.grants.revoke_one(oldest, now);
            }
        }
        let (nonce, lasting) = (nonce.as_deref(), *lasting);
        self.issue(
            records,
            &TokenIssuance { realm, grant, person, client_id, granted, scopes: &scopes, nonce, lasting },
        )
    }

    fn check(&self, code: &IssuedCode, realm: &D::Realm, fields: &Fields) -> Result<(), OAuthRefusal> {
        if code.realm != D::realm_key(realm) {
            return Err(OAuthRefusal::CodeOfOtherRealm);
        }
        if code.redeemed {
            return Err(OAuthRefusal::CodeRedeemed);
        }
        if self.context.now() - code.issued_at >= CODE_LIFE_S {
            return Err(OAuthRefusal::CodeExpired);
        }
        if fields.require("redirect_uri")? != code.redirect_uri {
            return Err(OAuthRefusal::RedirectNotTheCodes);
        }
        let verifier = fields.get("code_verifier");
        if verifier.is_none() && code.challenge.is_some() {
            return Err(OAuthRefusal::VerifierMissing);
        }
        if verifier_fits(code.challenge.as_deref(), verifier) { Ok(()) } else { Err(OAuthRefusal::VerifierWrong) }
    }

    /// Issues tokens. They are persisted before the answer is sent.
    pub(super) fn issue(
        &self,
        records: &mut Records,
        issuance: &TokenIssuance<D>,
    ) -> Result<IssuedTokens, OAuthRefusal> {
        let table = D::TABLE;
        let now = self.context.now();
        let person = self.person(issuance.person).ok_or(OAuthRefusal::CodeUnknown)?;
        let life_s = D::access_token_life_s(self, records, person);
        let prefix = D::access_token_prefix(self, person);
        let access_token = self.context.long_secret(SecretKind::AccessToken, &prefix, table.access_token.length, "");
        let access = IssuedAccessToken {
            grant: issuance.grant,
            person: person.key(),
            client_id: issuance.client_id.to_owned(),
            scopes: issuance.scopes.to_vec(),
            issued_at: now,
            expires_at: now + i64::from(life_s),
        };
        records.grants.add_access_token(access_token.clone(), access, now);
        let mut answer = IssuedTokens::new();
        let mut say = |name: &str, value: Value| answer.insert(name.to_owned(), value);
        say("token_type", "Bearer".into());
        say("scope", D::scope_text(issuance.scopes).into());
        if table.says_expiry {
            say("expires_in", life_s.into());
        }
        if issuance.lasting {
            let shape = table.refresh_token;
            let text = self.context.long_secret(SecretKind::RefreshToken, shape.prefix, shape.length, shape.suffix);
            records.grants.add_refresh_token(text.clone(), issuance.grant, now);
            say("refresh_token", text.into());
        }
        if let Some(id_token) = D::id_token(self, issuance, &access_token) {
            say("id_token", id_token.into());
        }
        say("access_token", access_token.into());
        self.provider.save(records);
        D::add_to_token_answer(self, records, issuance, &mut answer);
        Ok(answer)
    }
}
