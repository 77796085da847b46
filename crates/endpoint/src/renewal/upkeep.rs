//! What is learned of a connection's account besides its tokens: the addresses of the mailbox, the scopes, how long access tokens
//! live. It happens in the background, after the tokens are stored, and no request waits for it.

use std::sync::Arc;

use latchkey_domain::{AccessLife, AccessToken, AccountFacts, Verified, mail_key};
use latchkey_providers::{AddressAnswer, KnownAccount, Provider, Tokens};
use latchkey_store::{ConnectionRecord, KnownFacts, StoreError};
use latchkey_wire::UnixSeconds;
use url::Url;

use super::access::{self, Conclude};
use super::schedule;
use crate::app::App;
use crate::printable::{printable_account, printable_facts};

/// How often the addresses of a mailbox are read again, and a learned life is learned again.
const LEARN_AGAIN_AFTER_S: i64 = 7 * 24 * 3600;

/// What a token response says beside the tokens.
#[derive(Clone, Debug)]
pub(super) struct ToldWithTokens {
    scopes: Option<Vec<String>>,
    is_life_stated: bool,
}

impl ToldWithTokens {
    pub(super) fn of(tokens: &Tokens) -> Self {
        Self { scopes: tokens.scopes.clone(), is_life_stated: tokens.access_life_s.is_some() }
    }

    /// The facts after this response.
    fn apply_to(&self, facts: &mut AccountFacts) {
        if let Some(scopes) = &self.scopes {
            facts.scopes.clone_from(scopes);
        }
        facts.access_life = match facts.access_life {
            _ if self.is_life_stated => AccessLife::Stated,
            AccessLife::Stated => AccessLife::Nominal,
            known => known,
        };
    }
}

/// How long a new access token lives, in seconds: as the provider states it, or as was learned, or as is usual.
pub(crate) fn access_life_s(tokens: &Tokens, facts: &AccountFacts) -> i64 {
    let learned = match facts.access_life {
        AccessLife::Learned { life_s, .. } => Some(life_s),
        AccessLife::Stated | AccessLife::Nominal => None,
    };
    tokens.access_life_s.or(learned).unwrap_or(latchkey_domain::renewal::NOMINAL_ACCESS_LIFE_S)
}

/// Learns what is due, after a renewal has been written.
pub(super) fn after_renewal(app: &App, connection: &ConnectionRecord, told: &ToldWithTokens, access: AccessToken) {
    let mut facts = connection.facts.clone();
    told.apply_to(&mut facts);
    let now = app.clock.now();
    let is_new = facts != connection.facts;
    let tells_addresses = app.registry.get(&connection.offer).is_some_and(|provider| provider.tells_addresses());
    let addresses_are_due = tells_addresses && facts.addresses_read_at.is_none_or(|at| is_old(at, now));
    if is_new || connection.verified == Verified::Unknown || addresses_are_due || life_is_due(&facts, now) {
        in_background(app, connection, facts, access, None);
    }
}

/// Learns what is due, after a sign-in has been written, and asks whether the token opens what it is for.
pub(crate) fn after_sign_in(app: &App, connection: &ConnectionRecord, access: AccessToken) {
    in_background(app, connection, connection.facts.clone(), access, Some(Conclude::AdminOnly));
}

fn is_old(at: UnixSeconds, now: UnixSeconds) -> bool {
    !(0..LEARN_AGAIN_AFTER_S).contains(&(now - at))
}

fn life_is_due(facts: &AccountFacts, now: UnixSeconds) -> bool {
    match facts.access_life {
        AccessLife::Stated => false,
        AccessLife::Nominal => true,
        AccessLife::Learned { at, .. } => is_old(at, now),
    }
}

fn in_background(
    app: &App,
    connection: &ConnectionRecord,
    facts: AccountFacts,
    access: AccessToken,
    conclude: Option<Conclude>,
) {
    let Some(Ok(provider)) = app.registry.at(&connection.offer, connection.site.as_deref()) else { return };
    let slots = app.learning_slots.of(&connection.offer);
    let free = Arc::clone(&slots).try_acquire_owned().ok();
    // After a renewal, what finds no free slot is learned after the next one. A sign-in waits: a person may be looking at it.
    if free.is_none() && conclude.is_none() {
        return;
    }
    let (app, connection) = (app.clone(), connection.clone());
    app.clone().spawn_in_background(async move {
        let _slot = match free {
            Some(slot) => Some(slot),
            None => slots.acquire_owned().await.ok(),
        };
        if let Some(conclude) = conclude
            && let Err(error) = access::prove(&app, &connection.id, conclude).await
        {
            tracing::warn!(connection = %connection.id, %error, "what was learned of access could not be recorded");
        }
        if let Err(error) = learn(&app, &connection, &*provider, facts, &access).await {
            tracing::warn!(connection = %connection.id, %error, "what was learned of an account could not be recorded; retrying later");
        }
    });
}

async fn learn(
    app: &App,
    connection: &ConnectionRecord,
    provider: &dyn Provider,
    mut facts: AccountFacts,
    access: &AccessToken,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    let api_url = connection.api_url.as_deref().and_then(|url| Url::parse(url).ok());
    let (mut account, mut verified) = (connection.account.clone(), connection.verified);
    let identity = &connection.identity;
    let known = KnownAccount { identity, address: &connection.account.address, access, api_url: api_url.as_ref() };
    let are_due = provider.tells_addresses() && facts.addresses_read_at.is_none_or(|at| is_old(at, now));
    let answer = if are_due { provider.read_addresses(&*app.http, &known).await } else { AddressAnswer::Unknown };
    if let AddressAnswer::Listed(listed) = &answer {
        let is_listed = |address: &str| listed.iter().any(|listed| mail_key(listed) == mail_key(address));
        // What is no longer listed was taken away, and may be another person's by now. The rest is asked for again at the next
        // renewal.
        facts.aliases.retain(|alias| is_listed(&alias.address));
        if facts.addresses_read_at.is_some() && !is_listed(&account.address) {
            verified = Verified::No;
        }
    } else if are_due {
        // A provider that does not tell is asked no more often.
        facts.addresses_read_at = Some(now);
    }
    if let AddressAnswer::Told(told) = answer {
        if !account.address.eq_ignore_ascii_case(&told.address) {
            // What was shown until now may be the name that the person signs in with.
            facts.sign_in_name.get_or_insert_with(|| account.address.clone());
        }
        account.address = told.address;
        verified = told.verified;
        facts.aliases = told.aliases;
    } else if verified == Verified::Unknown {
        verified = provider.verify_address(&*app.http, &known).await;
    }
    if life_is_due(&facts, now) {
        facts.access_life = match provider.access_life_s(&*app.http, access, now).await {
            Some(left_s) => {
                let life_s = left_s + (now - connection.refreshed_at).max(0);
                set_life(app, connection, life_s).await?;
                AccessLife::Learned { life_s, at: now }
            }
            None => AccessLife::Nominal,
        };
    }
    let (account, verified) = printable_account(&account, verified);
    let facts = printable_facts(facts);
    if facts == connection.facts && account == connection.account && verified == connection.verified {
        return Ok(());
    }
    let known = KnownFacts { account, verified, facts };
    if app.store.save_account(&connection.id, connection.generation, &known).await? {
        let KnownFacts { account, verified, .. } = known;
        app.log_if_no_longer_verified(connection, &ConnectionRecord { account, verified, ..connection.clone() });
        app.connection_changed(&connection.id, connection.person.clone());
    }
    Ok(())
}

/// Corrects the end of the newest access token.
async fn set_life(app: &App, connection: &ConnectionRecord, life_s: i64) -> Result<(), StoreError> {
    let refreshed_at = connection.refreshed_at;
    let due_at = schedule::due_at(app, &connection.offer, refreshed_at, life_s);
    app.store.save_access_end(&connection.id, refreshed_at, refreshed_at + life_s, Some(due_at)).await.map(drop)
}

/// Learns from a rejection that access tokens live for less than was assumed. `None` if the provider states their life, or if the
/// token was too young for that to be the cause.
pub(super) async fn learn_from_rejection(app: &App, rejected: &ConnectionRecord) -> Result<(), StoreError> {
    /// A token that is younger was refused for another reason.
    const LEAST_S: i64 = 300;
    let now = app.clock.now();
    let life_s = now - rejected.refreshed_at;
    let was_alive = now < rejected.access_expires_at;
    if rejected.facts.access_life == AccessLife::Stated || life_s < LEAST_S || !was_alive {
        return Ok(());
    }
    let Some(newest) = app.store.find_connection(&rejected.id).await? else { return Ok(()) };
    tracing::info!(connection = %rejected.id, life_s, "access tokens live for less than was assumed");
    let facts = AccountFacts { access_life: AccessLife::Learned { life_s, at: now }, ..newest.facts.clone() };
    let known = KnownFacts { account: newest.account.clone(), verified: newest.verified, facts };
    app.store.save_account(&newest.id, newest.generation, &known).await?;
    set_life(app, &newest, life_s).await?;
    app.token_cache.forget(&newest.id);
    Ok(())
}
