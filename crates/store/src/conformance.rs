//! The tests that every backend must pass. A backend's test file calls [`store_conformance!`](crate::store_conformance)
//! with a function that opens a fresh store; each test gets its own.

#![expect(clippy::unwrap_used, reason = "a suite of tests: a failure is a panic")]
#![expect(missing_docs, reason = "the names of the tests say what must hold")]

mod authorizations;
mod journal;
mod leases;
mod openings;
mod password_tries;
mod people;
mod sealing;
mod verified;
mod write_lock;

use std::path::Path;

use latchkey_domain::{AccessToken, AccountFacts, Health, Identity, PersonId, RefreshToken, TokenHash, Verified};
use latchkey_wire::{
    Account, AuthorizationId, ConnectionId, ConnectionSettings, Intent, OfferId, Permission, Phase, Purpose, Reason,
    ReasonCode, UnixSeconds,
};
use rusqlite::{Connection, OpenFlags};

pub use authorizations::{
    a_phase_changes_only_from_the_expected_one, a_sign_in_that_waits_for_proof_survives_and_is_forgotten_afterwards,
};
pub use openings::{
    a_key_opens_its_own_attempt_once_and_not_for_ever, a_typed_code_lets_a_session_in_to_its_own_connection_alone,
    an_attempt_is_opened_and_a_code_typed_only_so_often, callback_parameters_are_stored_once_for_the_current_opening,
    only_a_window_with_a_key_replaces_a_window_with_a_key, only_the_opening_under_way_is_found_taken_and_ended,
};
pub use people::{
    a_connection_is_replaced_only_under_its_claim_and_while_its_owner_is_unknown,
    a_password_is_kept_like_any_grant_and_never_due,
    an_account_is_taken_only_from_a_person_who_has_not_shown_to_own_it,
    an_engine_key_is_found_by_its_hash_until_it_is_revoked, connections_are_found_page_by_page_by_address_and_counted,
    merging_two_people_moves_all_connections_or_none, rejections_are_counted_in_a_row_until_a_sign_in_or_a_long_pause,
};
pub use write_lock::WriteLock;

pub use journal::{
    a_delivery_is_tried_by_one_at_a_time_until_it_ends, a_link_lasts_until_its_end_or_until_the_connection_is_repaired,
    a_repair_cancels_pending_mail, an_address_gets_no_more_mail_than_the_cap_allows_and_the_rest_later,
    an_event_that_several_processes_notice_is_recorded_and_told_once,
    entries_with_pending_deliveries_survive_the_sweep, parallel_claims_get_no_more_mail_than_the_cap_allows,
    the_journal_tells_what_happened_in_order_and_only_what_happened,
};
pub use leases::{
    a_claim_that_ended_by_time_is_open_again_and_its_holder_writes_nothing,
    a_clock_that_was_set_back_does_not_hold_claims_forever, concurrent_claims_do_not_overlap, one_claim_at_a_time,
    only_a_sign_in_revives_a_disconnected_connection_and_its_settings_stay, what_is_due_comes_first_and_bounded,
};
pub use password_tries::{
    a_count_from_before_a_clock_was_set_back_blocks_no_one_and_the_sweep_takes_what_is_over,
    a_reserve_is_used_last_and_by_its_owner_alone, a_try_counts_in_all_of_its_budgets_or_in_none,
    however_many_come_at_once_no_more_are_admitted,
    wrong_answers_are_counted_for_an_hour_and_given_back_if_they_were_right,
};
pub use sealing::{
    a_grant_that_cannot_be_read_keeps_no_other_from_being_renewed,
    a_key_in_use_cannot_be_taken_out_and_goes_after_resealing, what_is_written_while_resealing_stays,
};
pub use verified::{
    an_account_is_found_by_each_verified_address_and_by_no_other,
    an_account_is_found_by_its_issuer_with_and_without_a_slash, the_end_of_a_token_is_corrected_for_that_token_alone,
    what_is_known_of_an_address_belongs_to_one_sign_in,
};

use crate::{
    AuthorizationRecord, Claim, ConnectionLease, ConnectionRecord, FailedRenewal, Grant, KeyScope, LetsIn,
    RenewedGrant, Retention, SessionRecord, SignedIn, Store, StoreError, Takes,
};

/// Defines one test for each rule.
#[macro_export]
macro_rules! store_conformance {
    ($open:expr; $($rule:ident),* $(,)?) => {
        $(#[tokio::test]
        async fn $rule() {
            let (_keep, store) = $open.await;
            $crate::conformance::$rule(&*store).await;
        })*
    };
    ($open:expr) => {
        $crate::store_conformance! { $open;
            a_session_lasts_until_its_end_and_not_longer,
            a_sign_in_is_written_whole_or_not_at_all,
            a_second_sign_in_keeps_id_and_settings_and_replaces_the_grant,
            an_account_or_a_place_that_is_taken_is_refused_and_nothing_changes,
            a_renewal_that_began_before_a_sign_in_changes_nothing,
            a_failure_keeps_the_grant,
            a_password_is_kept_like_any_grant_and_never_due,
            a_change_keeps_the_id_and_moves_everything_else,
            rejections_are_counted_in_a_row_until_a_sign_in_or_a_long_pause,
            an_account_is_taken_only_from_a_person_who_has_not_shown_to_own_it,
            a_connection_is_replaced_only_under_its_claim_and_while_its_owner_is_unknown,
            merging_two_people_moves_all_connections_or_none,
            an_engine_key_is_found_by_its_hash_until_it_is_revoked,
            what_is_due_comes_first_and_bounded,
            one_claim_at_a_time,
            concurrent_claims_do_not_overlap,
            a_claim_that_ended_by_time_is_open_again_and_its_holder_writes_nothing,
            a_clock_that_was_set_back_does_not_hold_claims_forever,
            only_a_sign_in_revives_a_disconnected_connection_and_its_settings_stay,
            connections_are_found_page_by_page_by_address_and_counted,
            what_is_known_of_an_address_belongs_to_one_sign_in,
            an_account_is_found_by_each_verified_address_and_by_no_other,
            an_account_is_found_by_its_issuer_with_and_without_a_slash,
            the_end_of_a_token_is_corrected_for_that_token_alone,
            the_journal_tells_what_happened_in_order_and_only_what_happened,
            an_event_that_several_processes_notice_is_recorded_and_told_once,
            a_delivery_is_tried_by_one_at_a_time_until_it_ends,
            a_repair_cancels_pending_mail,
            an_address_gets_no_more_mail_than_the_cap_allows_and_the_rest_later,
            parallel_claims_get_no_more_mail_than_the_cap_allows,
            a_link_lasts_until_its_end_or_until_the_connection_is_repaired,
            entries_with_pending_deliveries_survive_the_sweep,
            a_key_in_use_cannot_be_taken_out_and_goes_after_resealing,
            what_is_written_while_resealing_stays,
            a_grant_that_cannot_be_read_keeps_no_other_from_being_renewed,
            a_phase_changes_only_from_the_expected_one,
            only_a_window_with_a_key_replaces_a_window_with_a_key,
            a_key_opens_its_own_attempt_once_and_not_for_ever,
            callback_parameters_are_stored_once_for_the_current_opening,
            only_the_opening_under_way_is_found_taken_and_ended,
            an_attempt_is_opened_and_a_code_typed_only_so_often,
            a_typed_code_lets_a_session_in_to_its_own_connection_alone,
            a_sign_in_that_waits_for_proof_survives_and_is_forgotten_afterwards,
            the_sweep_takes_only_what_is_over,
            wrong_answers_are_counted_for_an_hour_and_given_back_if_they_were_right,
            a_try_counts_in_all_of_its_budgets_or_in_none,
            a_reserve_is_used_last_and_by_its_owner_alone,
            however_many_come_at_once_no_more_are_admitted,
            a_count_from_before_a_clock_was_set_back_blocks_no_one_and_the_sweep_takes_what_is_over,
        }
    };
}

const NOW: i64 = 1_800_000_000;

fn session(name: &str) -> SessionRecord {
    SessionRecord {
        token: TokenHash::of(name),
        person: PersonId(format!("person of {name}")),
        scope: KeyScope::All,
        let_in_at: None,
        created_at: NOW,
        expires_at: NOW + 100,
    }
}

fn authorization(id: &str, session: &str) -> AuthorizationRecord {
    AuthorizationRecord {
        id: AuthorizationId::new(id),
        session: TokenHash::of(session),
        intent: Intent::Connect { offer: OfferId::new("practice"), site: None },
        offer: OfferId::new("practice"),
        site: None,
        host_mailbox: Some("ann@contoso.example".into()),
        created_at: NOW,
        deadline_at: NOW + 600,
        phase: Phase::Waiting,
        asked: None,
        opening: None,
        pending: None,
    }
}

fn connection(id: &str, person: &str, subject: &str) -> ConnectionRecord {
    ConnectionRecord {
        id: ConnectionId::new(id),
        person: PersonId(person.into()),
        purpose: Purpose::Mailbox,
        offer: OfferId::new("practice"),
        site: None,
        api_url: None,
        identity: Identity { issuer: "https://issuer.example".into(), subject: subject.into() },
        account: Account { address: format!("{subject}@contoso.example"), name: None },
        verified: Verified::Address,
        facts: AccountFacts::default(),
        owner_shown: true,
        settings: ConnectionSettings::default(),
        health: Health::Working,
        challenge: None,
        last_working_at: NOW,
        refreshed_at: NOW,
        access_expires_at: NOW + 3600,
        ends_at: None,
        due_at: Some(NOW + 2400),
        generation: 0,
    }
}

fn grant(name: &str) -> Grant {
    Grant::Tokens {
        access: AccessToken::new(format!("access {name}")),
        refresh: RefreshToken::new(format!("refresh {name}")),
    }
}

fn renewed(name: &str) -> RenewedGrant {
    RenewedGrant {
        grant: grant(name),
        refreshed_at: NOW + 10,
        access_expires_at: NOW + 3610,
        ends_at: Some(NOW + 9_999_999),
        due_at: Some(NOW + 2410),
        api_url: None,
        fault: None,
    }
}

async fn refresh_token(store: &dyn Store, id: &ConnectionId) -> Option<String> {
    store.find_grant(id).await.unwrap().map(|grant| grant.refresh().unwrap().expose().to_owned())
}

/// Claims a connection that is not leased.
async fn claimed(store: &dyn Store, id: &ConnectionId) -> ConnectionLease {
    match store.claim_connection(id, NOW, NOW + 60).await.unwrap() {
        Claim::Yours(claimed) => claimed.lease,
        other => panic!("not claimed: {other:?}"),
    }
}

/// Signs `connection` in through an authorization of its own.
async fn sign_in(
    store: &dyn Store,
    through: &str,
    connection: ConnectionRecord,
    grant: Grant,
) -> Result<bool, StoreError> {
    store.create_authorization(&authorization(through, "session")).await.unwrap();
    let signed_in = SignedIn { connection, grant, takes: Takes::Nothing, lets_in: LetsIn::Everywhere };
    store.finish_sign_in(&AuthorizationId::new(through), &Phase::Waiting, &signed_in, &[]).await
}

pub async fn a_session_lasts_until_its_end_and_not_longer(store: &dyn Store) {
    let session = session("ann");
    store.create_session(&session).await.unwrap();
    let found = store.find_session(session.token, NOW + 99).await.unwrap().unwrap();
    assert_eq!(found.person, session.person);
    assert!(store.find_session(session.token, NOW + 100).await.unwrap().is_none());
    store.extend_session(session.token, NOW + 200).await.unwrap();
    assert!(store.find_session(session.token, NOW + 199).await.unwrap().is_some());
    store.end_session(session.token).await.unwrap();
    store.end_session(session.token).await.unwrap();
    assert!(store.find_session(session.token, NOW).await.unwrap().is_none());
    assert!(store.find_session(TokenHash::of("unknown"), NOW).await.unwrap().is_none());
}

pub async fn a_sign_in_is_written_whole_or_not_at_all(store: &dyn Store) {
    store.create_session(&session("session")).await.unwrap();
    let made = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", made.clone(), grant("1")).await.unwrap());
    let session_now = store.find_session(TokenHash::of("session"), NOW).await.unwrap().unwrap();
    assert_eq!(session_now.person, made.person, "the session belongs to the person who signed in");
    let through = store.find_authorization(&AuthorizationId::new("one")).await.unwrap().unwrap();
    assert_eq!(through.phase, Phase::Succeeded { connection: made.id.clone() });

    store.create_authorization(&authorization("two", "session")).await.unwrap();
    let two = AuthorizationId::new("two");
    assert!(store.advance_phase(&two, &Phase::Waiting, &Phase::Cancelled, None).await.unwrap());
    let late = ConnectionRecord { generation: 1, ..made.clone() };
    let late = SignedIn { connection: late, grant: grant("2"), takes: Takes::Nothing, lets_in: LetsIn::Everywhere };
    assert!(!store.finish_sign_in(&two, &Phase::Waiting, &late, &[]).await.unwrap());
    assert_eq!(refresh_token(store, &made.id).await.as_deref(), Some("refresh 1"));
    assert_eq!(store.find_connection(&made.id).await.unwrap().unwrap().generation, 0);
}

pub async fn a_second_sign_in_keeps_id_and_settings_and_replaces_the_grant(store: &dyn Store) {
    let first = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", first.clone(), grant("1")).await.unwrap());
    let chosen = ConnectionSettings { remind_before_end: false };
    assert!(store.save_settings(&first.id, &chosen, &[]).await.unwrap());
    let again = ConnectionRecord { generation: 1, ..first.clone() };
    assert!(sign_in(store, "two", again, grant("2")).await.unwrap());
    let found = store.list_connections(&first.person).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0].id, &found[0].settings), (&first.id, &chosen));
    assert_eq!(refresh_token(store, &first.id).await.as_deref(), Some("refresh 2"));
    let stale = ConnectionRecord { generation: 1, ..first.clone() };
    assert!(!sign_in(store, "three", stale, grant("3")).await.unwrap());
    assert_eq!(refresh_token(store, &first.id).await.as_deref(), Some("refresh 2"));
}

pub async fn an_account_or_a_place_that_is_taken_is_refused_and_nothing_changes(store: &dyn Store) {
    let first = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", first.clone(), grant("1")).await.unwrap());
    let same_account = connection("d", "ben", "ann");
    assert!(matches!(sign_in(store, "two", same_account, grant("2")).await, Err(StoreError::Taken)));
    let same_place = connection("e", "ann", "ben");
    assert!(matches!(sign_in(store, "three", same_place, grant("3")).await, Err(StoreError::Taken)));
    let phase = store.find_authorization(&AuthorizationId::new("two")).await.unwrap().unwrap().phase;
    assert_eq!(phase, Phase::Waiting);
    assert!(store.list_connections(&PersonId("ben".into())).await.unwrap().is_empty());
    assert_eq!(refresh_token(store, &first.id).await.as_deref(), Some("refresh 1"));
    let found = store.find_connection_by_identity(&first.identity, Purpose::Mailbox).await.unwrap().unwrap();
    assert_eq!(found.id, first.id);
    assert!(store.find_connection_by_identity(&first.identity, Purpose::Crm).await.unwrap().is_none());
}

pub async fn a_renewal_that_began_before_a_sign_in_changes_nothing(store: &dyn Store) {
    let first = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", first.clone(), grant("1")).await.unwrap());
    let lease = claimed(store, &first.id).await;
    assert!(store.save_renewal(&lease, &renewed("1b"), &[]).await.unwrap());
    let found = store.find_connection(&first.id).await.unwrap().unwrap();
    assert_eq!((found.refreshed_at, found.due_at), (NOW + 10, Some(NOW + 2410)));
    let late = claimed(store, &first.id).await;
    let again = ConnectionRecord { generation: 1, ..first.clone() };
    assert!(sign_in(store, "two", again, grant("2")).await.unwrap());
    assert!(!store.save_renewal(&late, &renewed("late"), &[]).await.unwrap());
    let lost = Health::NeedsSignIn { since: NOW, reason: ReasonCode::SignInEnded.into() };
    let lost = FailedRenewal { health: lost, challenge: None, due_at: None };
    assert!(!store.save_failed_renewal(&late, &lost, &[]).await.unwrap());
    assert!(!store.release_claim(&late, Some(NOW)).await.unwrap());
    assert_eq!(refresh_token(store, &first.id).await.as_deref(), Some("refresh 2"));
    assert_eq!(store.find_connection(&first.id).await.unwrap().unwrap().health, Health::Working);
}

pub async fn a_failure_keeps_the_grant(store: &dyn Store) {
    let first = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", first.clone(), grant("1")).await.unwrap());
    let reason = Reason { code: ReasonCode::ExtraVerification, reference: Some("50076".into()), missing: vec![] };
    let missing = vec![Permission::Calendar, Permission::Contacts];
    for health in [
        Health::Retrying { since: NOW, reason: ReasonCode::ProviderDown.into(), attempts: 3 },
        Health::NeedsAdmin { since: NOW, reason: ReasonCode::BlockedByPolicy.into() },
        Health::NeedsSignIn { since: NOW, reason: Reason { missing, ..ReasonCode::PermissionsNotGranted.into() } },
        Health::NeedsSignIn { since: NOW, reason },
        Health::Disconnected { since: NOW },
    ] {
        let lease = claimed(store, &first.id).await;
        let failed = FailedRenewal { health: health.clone(), challenge: Some("{}".into()), due_at: None };
        assert!(store.save_failed_renewal(&lease, &failed, &[]).await.unwrap());
        let found = store.find_connection(&first.id).await.unwrap().unwrap();
        assert_eq!((found.health, found.challenge.as_deref(), found.due_at), (health, Some("{}"), None));
    }
    assert_eq!(refresh_token(store, &first.id).await.as_deref(), Some("refresh 1"));
    assert!(store.claim_due_connections(i64::MAX / 4, 10, i64::MAX / 4 + 60).await.unwrap().is_empty());
}

pub async fn a_change_keeps_the_id_and_moves_everything_else(store: &dyn Store) {
    let first = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", first.clone(), grant("1")).await.unwrap());
    let site = Some("contoso.my.crm.example".to_owned());
    let other = ConnectionRecord {
        offer: OfferId::new("another"),
        site: site.clone(),
        api_url: Some("https://eu.crm.example".into()),
        generation: 1,
        ..connection("c", "ann", "ben")
    };
    assert!(sign_in(store, "two", other.clone(), grant("2")).await.unwrap());
    let found = store.find_connection(&first.id).await.unwrap().unwrap();
    assert_eq!((found.offer, found.site, found.identity), (other.offer, site, other.identity));
    assert!(store.find_connection_by_identity(&first.identity, Purpose::Mailbox).await.unwrap().is_none());
    let moved = RenewedGrant { api_url: Some("https://us.crm.example".into()), ..renewed("3") };
    for (renewed, api_url) in [(renewed("2b"), "https://eu.crm.example"), (moved, "https://us.crm.example")] {
        let lease = claimed(store, &first.id).await;
        assert!(store.save_renewal(&lease, &renewed, &[]).await.unwrap());
        assert_eq!(store.find_connection(&first.id).await.unwrap().unwrap().api_url.as_deref(), Some(api_url));
    }
}

pub async fn the_sweep_takes_only_what_is_over(store: &dyn Store) {
    store.create_session(&session("ended")).await.unwrap();
    store.create_session(&SessionRecord { expires_at: NOW + 1000, ..session("lasting") }).await.unwrap();
    store.create_authorization(&authorization("old", "ended")).await.unwrap();
    store
        .create_authorization(&AuthorizationRecord { deadline_at: NOW + 5000, ..authorization("new", "lasting") })
        .await
        .unwrap();
    let retention = Retention { authorizations_before: NOW + 700, journal_before: NOW, mailed_before: NOW, at_most: 1 };
    assert_eq!(store.delete_expired(NOW + 100, &retention).await.unwrap(), 2);
    assert_eq!(store.delete_expired(NOW + 100, &retention).await.unwrap(), 0);
    assert!(store.find_session(TokenHash::of("ended"), NOW).await.unwrap().is_none());
    assert!(store.find_session(TokenHash::of("lasting"), NOW).await.unwrap().is_some());
    assert!(store.find_authorization(&AuthorizationId::new("old")).await.unwrap().is_none());
    assert!(store.find_authorization(&AuthorizationId::new("new")).await.unwrap().is_some());
}

/// The connections that are claimed in a SQLite store. None in another one.
pub fn claimed_connections(store: &Path, now: UnixSeconds) -> Vec<ConnectionId> {
    let Ok(store) = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY) else { return Vec::new() };
    let mut query = store.prepare("SELECT connection FROM leases WHERE until > ?1").unwrap();
    let claimed = query.query_map([now], |row| row.get::<_, String>(0)).unwrap();
    claimed.map(|id| ConnectionId::new(id.unwrap())).collect()
}
