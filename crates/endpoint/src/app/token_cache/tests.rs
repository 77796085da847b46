//! When tokens are removed from the cache.

use latchkey_domain::{Health, Identity, PersonId, Verified};
use latchkey_wire::{Account, ConnectionSettings, OfferId, Purpose};

use super::*;

const NOW: i64 = 1_800_000_000;

fn connection(name: &str) -> ConnectionRecord {
    ConnectionRecord {
        id: ConnectionId::new(name),
        person: PersonId("ann".into()),
        purpose: Purpose::Mailbox,
        offer: OfferId::new("practice"),
        site: None,
        api_url: None,
        identity: Identity { issuer: "https://issuer.example".into(), subject: "ann".into() },
        account: Account { address: "ann@contoso.example".into(), name: None },
        verified: Verified::Address,
        facts: latchkey_domain::AccountFacts::default(),
        owner_shown: true,
        settings: ConnectionSettings::default(),
        health: Health::Working,
        challenge: None,
        last_working_at: NOW,
        refreshed_at: NOW,
        access_expires_at: NOW + 3600,
        ends_at: None,
        due_at: None,
        generation: 0,
    }
}

fn insert(cache: &TokenCache, name: &str, body: &[u8], now: i64) {
    let record = connection(name);
    let ticket = cache.issue_ticket(&record.id);
    cache.insert(&ticket, &record, &Bytes::copy_from_slice(body), now);
}

fn has(cache: &TokenCache, name: &str, margin_s: i64, now: i64) -> bool {
    cache.find(&ConnectionId::new(name), margin_s, now).is_some()
}

#[test]
fn a_token_that_was_read_is_trusted_for_a_few_seconds() {
    let cache = TokenCache::default();
    insert(&cache, "c", b"token", NOW);
    assert!(has(&cache, "c", 300, NOW) && has(&cache, "c", 300, NOW + TRUST_S - 1));
    assert!(!has(&cache, "c", 300, NOW + TRUST_S), "another process may have ended it");
    assert!(!has(&cache, "c", 300, NOW - 1), "the clock was set back");
    assert!(!has(&cache, "d", 300, NOW));
}

#[test]
fn a_token_that_does_not_live_long_enough_is_not_found() {
    let cache = TokenCache::default();
    insert(&cache, "c", b"token", NOW + 3000);
    assert!(has(&cache, "c", 300, NOW + 3001) && !has(&cache, "c", 1200, NOW + 3001));
}

#[test]
fn an_earlier_reading_does_not_bring_a_forgotten_token_back() {
    let (cache, record) = (TokenCache::default(), connection("c"));
    insert(&cache, "c", b"token", NOW);
    let earlier_ticket = cache.issue_ticket(&record.id);
    cache.forget(&record.id);
    assert!(!has(&cache, "c", 0, NOW));
    cache.insert(&earlier_ticket, &record, &Bytes::from_static(b"old"), NOW);
    assert!(!has(&cache, "c", 0, NOW), "read before the change, inserted after it");
    insert(&cache, "c", b"new", NOW);
    assert!(has(&cache, "c", 0, NOW));
}

#[test]
fn the_cache_stays_within_its_limit_and_counts_its_bytes() {
    let cache = TokenCache::default();
    for number in 0..20_000 {
        insert(&cache, &number.to_string(), &[0; 2000], NOW + number / 2000);
        assert!(cache.size().1 <= MAX_BYTES);
    }
    let (count, bytes) = cache.size();
    assert!(count > 1000 && bytes == count * (2000 + ENTRY_BYTES), "{count} tokens in {bytes} bytes");
}

#[test]
fn a_token_that_is_not_requested_is_removed() {
    let cache = TokenCache::default();
    insert(&cache, "c", b"token", NOW);
    for number in 0..100 {
        insert(&cache, &number.to_string(), b"token", NOW + UNUSED_S + 1);
    }
    assert_eq!(cache.size().0, 100);
}
