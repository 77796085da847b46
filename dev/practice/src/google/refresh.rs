//! The grant type `refresh_token`. The answer has no refresh token: the current one stays valid.
//! <https://developers.google.com/identity/protocols/oauth2/web-server#offline>

use latchkey_wire::UnixSeconds;

use super::refusal::OAuthRefusal;
use super::token::{IssuedTokens, TokenIssuance};
use super::{PracticeGoogle, scopes};
use crate::faults::Condition;
use crate::grants::{IssuedGrant, IssuedRefreshToken};
use crate::records::Records;
use crate::token_request::Fields;

/// Six months without a use.
const IDLE_LIMIT_S: UnixSeconds = 183 * 24 * 3600;

impl PracticeGoogle {
    pub(super) fn refresh(
        &self,
        records: &mut Records,
        client_id: &str,
        fields: &Fields,
    ) -> Result<IssuedTokens, OAuthRefusal> {
        let text = fields.require("refresh_token")?;
        let (token, grant) = records.grants.refresh_token(text).ok_or(OAuthRefusal::RefreshTokenUnknown)?;
        if grant.client_id != client_id {
            return Err(OAuthRefusal::RefreshTokenUnknown);
        }
        self.check_grant(records, &token, &grant)?;
        records.grants.mark_used(text, self.context.now());
        let IssuedGrant { person, scopes, .. } = &grant;
        let issue = TokenIssuance { grant: token.grant, person, client_id, scopes, nonce: None, lasting: false };
        Ok(self.issue(records, &issue))
    }

    fn check_grant(
        &self,
        records: &Records,
        token: &IssuedRefreshToken,
        grant: &IssuedGrant,
    ) -> Result<(), OAuthRefusal> {
        let idle_s = self.context.now() - token.used_at.unwrap_or(token.issued_at);
        if grant.revoked_at.is_some() || idle_s >= IDLE_LIMIT_S {
            return Err(OAuthRefusal::RefreshTokenOver);
        }
        let holds = |condition| records.conditions.holds(&grant.person, condition);
        if holds(Condition::PasswordChanged) && scopes::concern_mail(&grant.scopes) {
            Err(OAuthRefusal::RefreshTokenOver)
        } else if holds(Condition::Disabled) {
            Err(OAuthRefusal::AccountDisabled)
        } else if holds(Condition::AdminApproval) {
            Err(OAuthRefusal::PolicyEnforced)
        } else if holds(Condition::ExtraVerification) {
            Err(OAuthRefusal::SessionOver)
        } else {
            Ok(())
        }
    }
}
