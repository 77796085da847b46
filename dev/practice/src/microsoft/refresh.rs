//! The grant type `refresh_token`. Every use gives a new refresh token, and the old one stays valid:
//! <https://learn.microsoft.com/entra/identity-platform/refresh-tokens>.

use latchkey_wire::UnixSeconds;

use super::refusal::OAuthRefusal;
use super::token::{IssuedTokens, TokenIssuance};
use super::{PracticeMicrosoft, scopes};
use crate::faults::Condition;
use crate::grants::{IssuedGrant, IssuedRefreshToken};
use crate::records::Records;
use crate::token_request::Fields;

/// 90 days from its issue.
const REFRESH_TOKEN_LIFE_S: UnixSeconds = 90 * 24 * 3600;

impl PracticeMicrosoft {
    pub(super) fn refresh(
        &self,
        records: &mut Records,
        client_id: &str,
        parameters: &Fields,
    ) -> Result<IssuedTokens, OAuthRefusal> {
        let text = parameters.require("refresh_token")?;
        let (token, grant) = records.grants.present(text).ok_or(OAuthRefusal::RefreshTokenUnknown)?;
        if token.presented == 2 {
            records.counters.refresh_tokens_presented_twice += 1;
        }
        let scopes = match parameters.get("scope").map(scopes::split) {
            None => scopes::of_first_resource(&grant.scopes),
            Some(scopes) => scopes,
        };
        self.check_grant(records, client_id, &token, &grant, &scopes)?;
        let IssuedGrant { person, scopes: granted, .. } = &grant;
        let issue = TokenIssuance {
            grant: token.grant,
            person,
            client_id,
            granted,
            scopes: &scopes,
            nonce: None,
            lasting: true,
        };
        Ok(self.issue(records, &issue))
    }

    fn check_grant(
        &self,
        records: &Records,
        client_id: &str,
        token: &IssuedRefreshToken,
        grant: &IssuedGrant,
        wanted: &[String],
    ) -> Result<(), OAuthRefusal> {
        if grant.client_id != client_id {
            return Err(OAuthRefusal::RefreshTokenUnknown);
        }
        if let Some(revoked_at) = grant.revoked_at {
            return Err(OAuthRefusal::Revoked { granted_at: grant.granted_at, revoked_at });
        }
        if self.context.now() - token.issued_at >= REFRESH_TOKEN_LIFE_S {
            return Err(OAuthRefusal::RefreshTokenUnused { issued_at: token.issued_at });
        }
        let conditions = [
            (Condition::Disabled, OAuthRefusal::AccountDisabled),
            (Condition::PasswordExpired, OAuthRefusal::PasswordExpired),
            (Condition::AdminApproval, OAuthRefusal::AdminApproval),
            (Condition::BlockedByPolicy, OAuthRefusal::BlockedByPolicy),
            (Condition::ExtraVerification, OAuthRefusal::ExtraVerification),
        ];
        let holds = |condition: Condition| records.conditions.holds(&grant.person, condition);
        if let Some((_, refusal)) = conditions.into_iter().find(|(condition, _)| holds(*condition)) {
            return Err(refusal);
        }
        if scopes::span_resources(wanted) {
            return Err(OAuthRefusal::SeveralResources);
        }
        if !records.consents.cover(&grant.person, client_id, &scopes::all_canonical(wanted)) {
            return Err(OAuthRefusal::ConsentMissing);
        }
        Ok(())
    }
}
