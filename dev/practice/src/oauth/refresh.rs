//! The grant type `refresh_token` (RFC 6749, 6).

use super::token::IssuedTokens;
use super::{Dialect, OAuthRefusal, OAuthSite, RefreshTokenLife, TokenIssuance, TokenRotation};
use crate::faults::Quirk;
use crate::grants::{IssuedGrant, IssuedRefreshToken};
use crate::records::Records;
use crate::token_request::Fields;

impl<D: Dialect> OAuthSite<D> {
    pub(super) fn refresh(
        &self,
        records: &mut Records,
        realm: &D::Realm,
        client_id: &str,
        fields: &Fields,
    ) -> Result<IssuedTokens, OAuthRefusal> {
        let text = fields.require("refresh_token")?;
        if records.quirks.contains(&Quirk::RenewalUnderWay) {
            return Err(OAuthRefusal::AlreadyProcessed);
        }
        // Where the token stays the same, a program presents it again and again. Elsewhere a second use is a mistake.
        let rotation = D::rotation(self, records);
        let found = match rotation {
            TokenRotation::Keeps => records.grants.refresh_token(text),
            TokenRotation::Adds | TokenRotation::Replaces => records.grants.present(text),
        };
        let (token, grant) = found.ok_or(OAuthRefusal::RefreshTokenUnknown)?;
        if token.presented == 2 && rotation != TokenRotation::Keeps {
            records.counters.refresh_tokens_presented_twice += 1;
        }
        self.check_grant(records, realm, client_id, &token, &grant)?;
        if let Some(refusal) = D::refuses_grant(records, &grant, fields.get("claims")) {
            return Err(refusal);
        }
        if let Some(number) = records.take_refusal(&grant.person) {
            return Err(OAuthRefusal::Numbered(number));
        }
        let IssuedGrant { person, scopes: granted, .. } = &grant;
        let scopes = {
            let may = |scope: &str| records.consents.given(person, client_id).any(|given| given == scope);
            D::token_scopes(records, person, granted, fields.get("scope"), &may)?
        };
        match rotation {
            TokenRotation::Keeps => records.grants.mark_used(text, self.context.now()),
            TokenRotation::Adds => {}
            TokenRotation::Replaces => records.grants.replace(text),
        }
        let (grant, lasting) = (token.grant, rotation != TokenRotation::Keeps);
        self.issue(
            records,
            &TokenIssuance { realm, grant, person, client_id, granted, scopes: &scopes, nonce: None, lasting },
        )
    }

    fn check_grant(
        &self,
        records: &Records,
        realm: &D::Realm,
        client_id: &str,
        token: &IssuedRefreshToken,
        grant: &IssuedGrant,
    ) -> Result<(), OAuthRefusal> {
        let person = self.person(&grant.person).ok_or(OAuthRefusal::RefreshTokenUnknown)?;
        let at_home = D::realm_key(realm) == grant.realm || D::admits(self, realm, person);
        if grant.client_id != client_id || !at_home {
            return Err(OAuthRefusal::RefreshTokenUnknown);
        }
        if let Some(revoked_at) = grant.revoked_at {
            return Err(OAuthRefusal::Revoked { granted_at: grant.granted_at, revoked_at });
        }
        if token.replaced {
            return Err(OAuthRefusal::RefreshTokenReplaced);
        }
        let now = self.context.now();
        let is_over = match D::TABLE.refresh_token_life {
            RefreshTokenLife::Unlimited => false,
            RefreshTokenLife::FromIssue(life_s) => now - token.issued_at >= life_s,
            RefreshTokenLife::FromLastUse(life_s) => now - token.used_at.unwrap_or(token.issued_at) >= life_s,
        };
        if is_over {
            return Err(OAuthRefusal::RefreshTokenUnused { issued_at: token.issued_at });
        }
        let holds =
            |condition| records.conditions.holds(&grant.person, condition) && D::is_concerned(condition, &grant.scopes);
        if let Some(&condition) = D::TABLE.refuses_renewal.iter().find(|condition| holds(**condition)) {
            return Err(OAuthRefusal::Condition(condition));
        }
        if !records.consents.cover(&grant.person, client_id, &D::canonical_scopes(&grant.scopes)) {
            return Err(OAuthRefusal::ConsentMissing);
        }
        Ok(())
    }
}
