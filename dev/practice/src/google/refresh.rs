//! The grant type `refresh_token`. The answer has no refresh token: the one that there is stays.
//! <https://developers.google.com/identity/protocols/oauth2/web-server#offline>

use latchkey_wire::UnixSeconds;

use super::refusal::Refusal;
use super::token::{Issue, Tokens};
use super::{Google, scopes};
use crate::faults::Condition;
use crate::grants::{Grant, RefreshToken};
use crate::records::Records;
use crate::token_request::Fields;

/// Six months without a use.
const IDLE_LIMIT_S: UnixSeconds = 183 * 24 * 3600;

impl Google {
    pub(super) fn refresh(&self, records: &mut Records, client_id: &str, fields: &Fields) -> Result<Tokens, Refusal> {
        let text = fields.require("refresh_token")?;
        let (token, grant) = records.grants.refresh_token(text).ok_or(Refusal::RefreshTokenUnknown)?;
        if grant.client_id != client_id {
            return Err(Refusal::RefreshTokenUnknown);
        }
        self.check_grant(records, &token, &grant)?;
        records.grants.mark_used(text, self.world.now());
        let Grant { person, scopes, .. } = &grant;
        let issue = Issue { grant: token.grant, person, client_id, scopes, nonce: None, lasting: false };
        Ok(self.issue(records, &issue))
    }

    fn check_grant(&self, records: &Records, token: &RefreshToken, grant: &Grant) -> Result<(), Refusal> {
        let idle_s = self.world.now() - token.used_at.unwrap_or(token.issued_at);
        if grant.revoked_at.is_some() || idle_s >= IDLE_LIMIT_S {
            return Err(Refusal::RefreshTokenOver);
        }
        let holds = |condition| records.conditions.holds(&grant.person, condition);
        if holds(Condition::PasswordChanged) && scopes::concern_mail(&grant.scopes) {
            Err(Refusal::RefreshTokenOver)
        } else if holds(Condition::Disabled) {
            Err(Refusal::AccountDisabled)
        } else if holds(Condition::AdminApproval) {
            Err(Refusal::PolicyEnforced)
        } else if holds(Condition::ExtraVerification) {
            Err(Refusal::SessionOver)
        } else {
            Ok(())
        }
    }
}
