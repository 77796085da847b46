//! The grant type `refresh_token`. The answer has no new refresh token unless rotation is on, and then the old one is
//! dead at once: <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_refresh_token_flow.htm>.

use super::login_host::LoginHost;
use super::orgs::User;
use super::refusal::OAuthRefusal;
use super::token::{IssuedTokens, TokenIssuance};
use super::{PracticeSalesforce, scopes};
use crate::faults::{Condition, Quirk};
use crate::grants::{IssuedGrant, IssuedRefreshToken};
use crate::records::Records;
use crate::token_request::Fields;

impl PracticeSalesforce {
    pub(super) fn refresh(
        &self,
        records: &mut Records,
        host: LoginHost,
        client_id: &str,
        fields: &Fields,
    ) -> Result<IssuedTokens, OAuthRefusal> {
        let text = fields.require("refresh_token")?;
        if records.quirks.contains(&Quirk::RenewalUnderWay) {
            return Err(OAuthRefusal::AlreadyProcessed);
        }
        // Without rotation a program presents the same token again and again. Only with rotation is a second use a mistake.
        let rotates = records.quirks.contains(&Quirk::RefreshTokenRotation);
        let found = if rotates { records.grants.present(text) } else { records.grants.refresh_token(text) };
        let (token, grant) = found.ok_or(OAuthRefusal::TokenExpired)?;
        if rotates && token.presented == 2 {
            records.counters.refresh_tokens_presented_twice += 1;
        }
        let user = self.directory.by_key(&grant.person).ok_or(OAuthRefusal::TokenExpired)?;
        check_grant(records, host, client_id, &token, &grant, user)?;
        if rotates {
            records.grants.replace(text);
        }
        let scopes = if records.conditions.holds(&grant.person, Condition::ApiAccessRemoved) {
            scopes::without_the_api(&grant.scopes)
        } else {
            grant.scopes.clone()
        };
        let issue =
            TokenIssuance { host, grant: token.grant, user, client_id, scopes: &scopes, nonce: None, lasting: rotates };
        Ok(self.issue(records, &issue))
    }
}

fn check_grant(
    records: &Records,
    host: LoginHost,
    client_id: &str,
    token: &IssuedRefreshToken,
    grant: &IssuedGrant,
    user: &User,
) -> Result<(), OAuthRefusal> {
    let at_home = host.prefix() == grant.realm || host.admits(user);
    if grant.client_id != client_id || grant.revoked_at.is_some() || token.replaced || !at_home {
        return Err(OAuthRefusal::TokenExpired);
    }
    let conditions = [
        (Condition::OrganisationInactive, OAuthRefusal::OrgInactive),
        (Condition::Disabled, OAuthRefusal::UserInactive),
        // Blocking an app ends its sessions.
        (Condition::BlockedByPolicy, OAuthRefusal::TokenExpired),
        (Condition::AdminApproval, OAuthRefusal::NotApproved),
        (Condition::AddressRestricted, OAuthRefusal::AddressRestricted),
    ];
    let holds = |condition: Condition| records.conditions.holds(&grant.person, condition);
    if let Some((_, refusal)) = conditions.into_iter().find(|(condition, _)| holds(*condition)) {
        return Err(refusal);
    }
    // Taking an approval back means revoking its tokens.
    if !records.consents.cover(&grant.person, client_id, &grant.scopes) {
        return Err(OAuthRefusal::TokenExpired);
    }
    Ok(())
}
