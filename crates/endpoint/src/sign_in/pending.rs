//! Converts what a provider granted into the record that waits for a decision ([`super::decide`]).

use latchkey_domain::{AccessLife, AccountFacts, Health, Identity, MAX_ALIASES, RefreshToken, Verified};
use latchkey_providers::CompletedSignIn;
use latchkey_store::{AuthorizationRecord, Grant, PendingSignIn, RenewedGrant};
use latchkey_wire::{Account, Permission, Reason, ReasonCode};

use crate::app::App;
use crate::problem::ApiError;
use crate::renewal::{schedule, upkeep};

/// Longer than any address (RFC 5321, 4.5.3.1: 64 + 1 + 255) and any name.
const MAX_NAME_CHARACTERS: usize = 320;
/// Converts a provider's answer. The inner error is the reason that the person is told: neither the answer nor the store has
/// a refresh token of the account.
pub(super) async fn pending_sign_in(
    app: &App,
    record: &AuthorizationRecord,
    sign_in: CompletedSignIn,
) -> Result<Result<PendingSignIn, Reason>, ApiError> {
    let now = app.clock.now();
    let tokens = sign_in.tokens;
    let life_s = upkeep::access_life_s(&tokens, &sign_in.facts);
    let access_life = if tokens.access_life_s.is_some() { AccessLife::Stated } else { AccessLife::Nominal };
    let facts = printable_facts(AccountFacts {
        scopes: tokens.scopes.clone().unwrap_or_default(),
        access_life,
        ..sign_in.facts
    });
    let refresh = match tokens.refresh {
        Some(refresh) => Some(refresh),
        None => stored_refresh_token(app, record, &sign_in.identity).await?,
    };
    let Some(refresh) = refresh else {
        let reason = ReasonCode::PermissionsNotGranted.into();
        return Ok(Err(Reason { missing: vec![Permission::Offline], ..reason }));
    };
    let account = printable(&sign_in.account);
    // An address that had to be changed to be printable is not the address that the provider verified.
    let verified = if account.address == sign_in.account.address { sign_in.verified } else { Verified::No };
    Ok(Ok(PendingSignIn {
        identity: sign_in.identity,
        account,
        verified,
        facts,
        server: None,
        renewed: RenewedGrant {
            grant: Grant::Tokens { access: tokens.access, refresh },
            refreshed_at: now,
            access_expires_at: now + life_s,
            ends_at: tokens.ends_in_s.map(|seconds| now + seconds),
            due_at: Some(schedule::due_at(app, &record.offer, now, life_s)),
            api_url: tokens.api_url.map(String::from),
            fault: None,
        },
    }))
}

/// Only names and addresses that are safe to print: one that had to be changed is another one.
fn printable_facts(facts: AccountFacts) -> AccountFacts {
    let is_safe = |text: &String| text.chars().count() <= MAX_NAME_CHARACTERS && !text.chars().any(disturbs_text);
    let aliases = facts.aliases.into_iter().filter(|alias| is_safe(&alias.address)).take(MAX_ALIASES).collect();
    AccountFacts { sign_in_name: facts.sign_in_name.filter(is_safe), aliases, ..facts }
}

/// The account with names that are safe to print on one line: some providers let people choose any text as their name.
fn printable(account: &Account) -> Account {
    let line =
        |text: &str| text.chars().filter(|one| !disturbs_text(*one)).take(MAX_NAME_CHARACTERS).collect::<String>();
    Account { address: line(&account.address), name: account.name.as_deref().map(line) }
}

/// Whether a character breaks a line, changes the direction of the text around it (Unicode Standard Annex 9, 2), or is invisible.
fn disturbs_text(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// The refresh token that the store has for this account, if it may still be good: some providers issue one only once.
async fn stored_refresh_token(
    app: &App,
    record: &AuthorizationRecord,
    identity: &Identity,
) -> Result<Option<RefreshToken>, ApiError> {
    let purpose = app.service(&record.offer)?.purpose();
    let existing = app.store.find_connection_by_identity(identity, purpose).await?;
    let Some(existing) = existing.filter(|found| matches!(found.health, Health::Working | Health::Retrying { .. }))
    else {
        return Ok(None);
    };
    Ok(app.store.find_grant(&existing.id).await?.and_then(|grant| grant.refresh().cloned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_one_line_and_turns_no_text_around() {
        let odd = "ann\n@\u{202e}elpmaxe.osotnoc\u{2066}\u{200b}\u{feff}\u{2028}\u{e0041}";
        let printed = printable(&Account { address: odd.to_owned(), name: Some("Zo\u{301}e 山田 \u{7}".to_owned()) });
        assert_eq!(printed, Account { address: "ann@elpmaxe.osotnoc".into(), name: Some("Zo\u{301}e 山田 ".into()) });
    }
}
