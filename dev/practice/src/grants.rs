//! Grants and the three kinds of secret that belong to them: codes, refresh tokens, access tokens. The
//! providers choose the errors; this module only states the facts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use latchkey_wire::UnixSeconds;
use serde::{Deserialize, Serialize};

use crate::people::PracticePersonId;

/// A code must be exchanged within ten minutes (RFC 6749, 4.1.2, and Microsoft's documentation).
pub(crate) const CODE_LIFE_S: UnixSeconds = 600;
/// How long ended codes and tokens are remembered, so that they are refused as expired and not as unknown.
const AFTERLIFE_S: UnixSeconds = 24 * 3600;
/// A program that renews every minute would fill the state file otherwise. The oldest are forgotten first.
const MAX_REFRESH_TOKENS_PER_GRANT: usize = 100;
/// The oldest is forgotten first.
const MAX_GRANTS: usize = 1_000;

/// What a person granted to a program at one sign-in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct IssuedGrant {
    pub(crate) person: PracticePersonId,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    /// The realm of its code: [`IssuedCode::realm`].
    #[serde(default)]
    pub(crate) realm: String,
    pub(crate) granted_at: UnixSeconds,
    pub(crate) revoked_at: Option<UnixSeconds>,
    /// The parameter `claims` of its sign-in.
    #[serde(default)]
    pub(crate) claims: Option<String>,
}

/// The number of a grant.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub(crate) struct GrantId(u64);

/// A code, and what it was given for.
#[derive(Clone, Debug)]
pub(crate) struct IssuedCode {
    pub(crate) person: PracticePersonId,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) redirect_uri: String,
    /// The tenant, realm or environment that it was asked for at, as the address named it.
    pub(crate) realm: String,
    pub(crate) nonce: Option<String>,
    /// PKCE, method S256 (RFC 7636).
    pub(crate) challenge: Option<String>,
    /// The parameter `claims` of the sign-in (OpenID Connect Core, 5.5).
    pub(crate) claims: Option<String>,
    /// Whether it can be exchanged for a refresh token too.
    pub(crate) lasting: bool,
    pub(crate) issued_at: UnixSeconds,
    pub(crate) redeemed: bool,
}

/// A refresh token's record.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct IssuedRefreshToken {
    pub(crate) grant: GrantId,
    pub(crate) issued_at: UnixSeconds,
    /// Counts the tokens of a grant, from 1.
    pub(crate) number: u64,
    /// How often it was presented, accepted or not.
    pub(crate) presented: u32,
    /// Whether a newer one has taken its place.
    #[serde(default)]
    pub(crate) replaced: bool,
    /// When it was last exchanged for an access token, where that is noted.
    #[serde(default)]
    pub(crate) used_at: Option<UnixSeconds>,
}

/// An access token's record.
#[derive(Clone, Debug)]
pub(crate) struct IssuedAccessToken {
    pub(crate) grant: GrantId,
    pub(crate) person: PracticePersonId,
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_at: UnixSeconds,
    pub(crate) expires_at: UnixSeconds,
}

/// Everything that was granted at one provider. The fields that `serde` writes survive a restart.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct GrantRegistry {
    given: BTreeMap<GrantId, IssuedGrant>,
    refresh_tokens: BTreeMap<String, IssuedRefreshToken>,
    #[serde(skip)]
    codes: HashMap<String, IssuedCode>,
    #[serde(skip)]
    access_tokens: HashMap<String, IssuedAccessToken>,
}

impl GrantRegistry {
    pub(crate) fn add_code(&mut self, text: String, code: IssuedCode) {
        let now = code.issued_at;
        self.codes.retain(|_, code| now - code.issued_at < CODE_LIFE_S + AFTERLIFE_S);
        self.codes.insert(text, code);
    }

    pub(crate) fn code(&self, text: &str) -> Option<&IssuedCode> {
        self.codes.get(text)
    }

    pub(crate) fn grant(&self, id: GrantId) -> Option<&IssuedGrant> {
        self.given.get(&id)
    }

    /// Marks a code as used and opens the grant that it stands for.
    pub(crate) fn redeem(&mut self, text: &str, now: UnixSeconds) -> Option<GrantId> {
        let code = self.codes.get_mut(text)?;
        code.redeemed = true;
        let grant = IssuedGrant {
            person: code.person.clone(),
            client_id: code.client_id.clone(),
            scopes: code.scopes.clone(),
            realm: code.realm.clone(),
            granted_at: now,
            revoked_at: None,
            claims: code.claims.clone(),
        };
        let id = GrantId(self.given.last_key_value().map_or(1, |(last, _)| last.0 + 1));
        self.given.insert(id, grant);
        if self.given.len() > MAX_GRANTS
            && let Some((oldest, _)) = self.given.pop_first()
        {
            self.refresh_tokens.retain(|_, token| token.grant != oldest);
        }
        Some(id)
    }

    pub(crate) fn add_refresh_token(&mut self, text: String, grant: GrantId, now: UnixSeconds) {
        let mut of_grant: Vec<(u64, &String)> = self
            .refresh_tokens
            .iter()
            .filter(|(_, token)| token.grant == grant)
            .map(|(text, token)| (token.number, text))
            .collect();
        of_grant.sort_unstable();
        let number = of_grant.last().map_or(1, |(number, _)| number + 1);
        let too_many = of_grant.len() >= MAX_REFRESH_TOKENS_PER_GRANT;
        if let Some(oldest) = of_grant.first().filter(|_| too_many).map(|(_, text)| (*text).clone()) {
            self.refresh_tokens.remove(&oldest);
        }
        let token = IssuedRefreshToken { grant, issued_at: now, number, presented: 0, replaced: false, used_at: None };
        self.refresh_tokens.insert(text, token);
    }

    /// Looks a refresh token up and counts that it was presented.
    pub(crate) fn present(&mut self, text: &str) -> Option<(IssuedRefreshToken, IssuedGrant)> {
        let token = self.refresh_tokens.get_mut(text)?;
        token.presented = token.presented.saturating_add(1);
        Some((token.clone(), self.given.get(&token.grant)?.clone()))
    }

    /// Ends a refresh token that a newer one has replaced. Its record stays, so that a later use is noticed.
    pub(crate) fn replace(&mut self, text: &str) {
        if let Some(token) = self.refresh_tokens.get_mut(text) {
            token.replaced = true;
        }
    }

    /// Looks a refresh token up without counting: where it stays the same, using it again is no mistake.
    pub(crate) fn refresh_token(&self, text: &str) -> Option<(IssuedRefreshToken, IssuedGrant)> {
        let token = self.refresh_tokens.get(text)?;
        Some((token.clone(), self.given.get(&token.grant)?.clone()))
    }

    /// Notes that a refresh token was used.
    pub(crate) fn mark_used(&mut self, text: &str, now: UnixSeconds) {
        if let Some(token) = self.refresh_tokens.get_mut(text) {
            token.used_at = Some(now);
        }
    }

    /// A person's grants to a program that can still be renewed, the oldest first.
    pub(crate) fn renewable(&self, person: &PracticePersonId, client_id: &str) -> Vec<GrantId> {
        let with_token: BTreeSet<GrantId> = self.refresh_tokens.values().map(|token| token.grant).collect();
        let live =
            |grant: &IssuedGrant| grant.revoked_at.is_none() && grant.person == *person && grant.client_id == client_id;
        self.given.iter().filter(|(id, grant)| with_token.contains(id) && live(grant)).map(|(id, _)| *id).collect()
    }

    /// Ends one grant and its access tokens.
    pub(crate) fn revoke_one(&mut self, id: GrantId, now: UnixSeconds) {
        if let Some(grant) = self.given.get_mut(&id) {
            grant.revoked_at.get_or_insert(now);
        }
        for token in self.access_tokens.values_mut().filter(|token| token.grant == id) {
            token.expires_at = token.expires_at.min(now);
        }
    }

    /// Ends one access token, as if its time were over. Returns `false` if this token is unknown or has expired.
    pub(crate) fn expire_access_token(&mut self, text: &str, now: UnixSeconds) -> bool {
        let token = self.access_tokens.get_mut(text).filter(|token| now < token.expires_at);
        token.map(|token| token.expires_at = now).is_some()
    }

    /// The refresh tokens that were presented more than once, with their owners.
    pub(crate) fn presented_twice(&self) -> impl Iterator<Item = (&PracticePersonId, &IssuedRefreshToken)> {
        let repeated = self.refresh_tokens.values().filter(|token| token.presented > 1);
        repeated.filter_map(|token| Some((&self.given.get(&token.grant)?.person, token)))
    }

    pub(crate) fn add_access_token(&mut self, text: String, token: IssuedAccessToken, now: UnixSeconds) {
        self.access_tokens.retain(|_, token| now < token.expires_at + AFTERLIFE_S);
        self.access_tokens.insert(text, token);
    }

    pub(crate) fn access_token(&self, text: &str) -> Option<&IssuedAccessToken> {
        self.access_tokens.get(text)
    }

    /// Ends every access token of a person, as if its time were over.
    pub(crate) fn expire_access_tokens(&mut self, person: &PracticePersonId, now: UnixSeconds) {
        for token in self.access_tokens.values_mut().filter(|token| token.person == *person) {
            token.expires_at = token.expires_at.min(now);
        }
    }

    /// Ends every grant of a person. Access tokens live on until they expire, as they do at the real providers.
    pub(crate) fn revoke(&mut self, person: &PracticePersonId, now: UnixSeconds) {
        self.revoke_if(person, now, |_| true);
    }

    /// Ends those grants of a person whose scopes are concerned.
    pub(crate) fn revoke_if(
        &mut self,
        person: &PracticePersonId,
        now: UnixSeconds,
        concerned: impl Fn(&[String]) -> bool,
    ) {
        for grant in self.given.values_mut().filter(|grant| grant.person == *person && concerned(&grant.scopes)) {
            grant.revoked_at.get_or_insert(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted() -> (GrantRegistry, GrantId) {
        let mut grants = GrantRegistry::default();
        let code = IssuedCode {
            person: PracticePersonId::new("ann"),
            client_id: "client".to_owned(),
            scopes: Vec::new(),
            redirect_uri: String::new(),
            realm: String::new(),
            nonce: None,
            challenge: None,
            claims: None,
            lasting: true,
            issued_at: 0,
            redeemed: false,
        };
        grants.add_code("code".to_owned(), code);
        let id = grants.redeem("code", 0).unwrap();
        (grants, id)
    }

    #[test]
    fn only_the_newest_refresh_tokens_of_a_grant_are_kept() {
        let (mut grants, id) = granted();
        for number in 1..=MAX_REFRESH_TOKENS_PER_GRANT + 1 {
            grants.add_refresh_token(number.to_string(), id, 0);
        }
        assert!(grants.present("1").is_none());
        assert!(grants.present("2").is_some());
        assert!(grants.present("101").is_some());
    }

    #[test]
    fn a_refresh_token_that_comes_back_is_noticed() {
        let (mut grants, id) = granted();
        grants.add_refresh_token("token".to_owned(), id, 0);
        grants.present("token").unwrap();
        assert_eq!(grants.presented_twice().count(), 0);
        grants.present("token").unwrap();
        assert_eq!(grants.presented_twice().count(), 1);
    }

    #[test]
    fn revoking_ends_grants_but_not_the_access_tokens_that_are_out() {
        let (mut grants, id) = granted();
        grants.add_refresh_token("refresh".to_owned(), id, 0);
        let token = IssuedAccessToken {
            grant: id,
            person: PracticePersonId::new("ann"),
            client_id: "client".to_owned(),
            scopes: Vec::new(),
            issued_at: 0,
            expires_at: 60,
        };
        grants.add_access_token("access".to_owned(), token, 0);
        grants.revoke(&PracticePersonId::new("ann"), 5);
        assert_eq!(grants.present("refresh").unwrap().1.revoked_at, Some(5));
        assert_eq!(grants.access_token("access").unwrap().expires_at, 60);
    }
}
