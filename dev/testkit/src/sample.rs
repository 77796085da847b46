//! Thousands of connections without thousands of sign-ins: written through the store's own trait, as a finished sign-in
//! writes them.

use futures::TryStreamExt as _;
use latchkey_domain::{AccessToken, Health, Identity, PersonId, RefreshToken, TokenHash, Verified};
use latchkey_store::{AuthorizationRecord, ConnectionRecord, Grant, LetsIn, SignedIn, Store, StoreError, Takes};
use latchkey_wire::{
    Account, AuthorizationId, ConnectionId, ConnectionSettings, Intent, OfferId, Phase, Purpose, UnixSeconds,
};

/// How many are written concurrently: the store can then commit several in one transaction.
const WRITERS: usize = 64;

/// What all sample connections have in common.
#[derive(Clone, Debug)]
pub struct Sample {
    pub offer: OfferId,
    /// The issuer of their identities.
    pub issuer: String,
    /// When their people signed in.
    pub now: UnixSeconds,
    /// When their access tokens expire.
    pub access_expires_at: UnixSeconds,
    /// When their renewals are due, if at all.
    pub due_at: Option<UnixSeconds>,
}

impl Sample {
    /// Writes the connections of these numbers. `tokens` gives the access and the refresh token of each.
    pub async fn write(
        &self,
        store: &dyn Store,
        numbers: std::ops::Range<usize>,
        tokens: impl Fn(usize) -> (String, String),
    ) -> Result<(), StoreError> {
        futures::stream::iter(numbers.map(Ok))
            .try_for_each_concurrent(WRITERS, |number| {
                let (access, refresh) = tokens(number);
                let grant = Grant::Tokens { access: AccessToken::new(access), refresh: RefreshToken::new(refresh) };
                self.write_one(store, number, grant)
            })
            .await
    }

    async fn write_one(&self, store: &dyn Store, number: usize, grant: Grant) -> Result<(), StoreError> {
        let authorization = self.authorization(number);
        store.create_authorization(&authorization).await?;
        let signed_in =
            SignedIn { connection: self.connection(number), grant, takes: Takes::Nothing, lets_in: LetsIn::Everywhere };
        let written = store.finish_sign_in(&authorization.id, &Phase::Waiting, &signed_in, &[]).await?;
        assert!(written, "number {number} is there already");
        Ok(())
    }

    /// The connection of a number.
    pub fn connection(&self, number: usize) -> ConnectionRecord {
        ConnectionRecord {
            id: connection_id(number),
            person: PersonId(format!("person {number}")),
            purpose: Purpose::Mailbox,
            offer: self.offer.clone(),
            site: None,
            api_url: None,
            identity: Identity { issuer: self.issuer.clone(), subject: subject(number) },
            account: Account { address: format!("{}@sample.example", subject(number)), name: None },
            verified: Verified::Address,
            facts: latchkey_domain::AccountFacts::default(),
            owner_shown: true,
            settings: ConnectionSettings::default(),
            health: Health::Working,
            challenge: None,
            last_working_at: self.now,
            refreshed_at: self.now,
            access_expires_at: self.access_expires_at,
            ends_at: None,
            due_at: self.due_at,
            generation: 0,
        }
    }

    /// Its authorization, already past the deadline: a later sweep deletes it.
    fn authorization(&self, number: usize) -> AuthorizationRecord {
        AuthorizationRecord {
            id: AuthorizationId::new(uuid(0x9000, number)),
            session: TokenHash::of(&format!("session {number}")),
            intent: Intent::Connect { offer: self.offer.clone(), site: None },
            offer: self.offer.clone(),
            site: None,
            host_mailbox: None,
            created_at: self.now,
            deadline_at: self.now,
            phase: Phase::Waiting,
            asked: None,
            opening: None,
            pending: None,
        }
    }
}

/// The id of a number's connection.
pub fn connection_id(number: usize) -> ConnectionId {
    ConnectionId::new(uuid(0x8000, number))
}

/// The subject of a number's identity.
pub fn subject(number: usize) -> String {
    format!("s{number}")
}

fn uuid(variant: u16, number: usize) -> String {
    format!("00000000-0000-4000-{variant:04x}-{number:012x}")
}
