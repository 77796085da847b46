//! Audit events, the outbox, and links in e-mails.

use latchkey_domain::{Health, PersonId, TokenHash};
use latchkey_wire::{Account, ConnectionId, Reason, ReasonCode};

use super::{NOW, claimed, connection, grant, renewed, sign_in};
use crate::{
    AuditActor, AuditDetail, AuditEvent, AuditEventKind, Channel, ClaimedOutboxEntry, ConnectionRecord,
    DeliveryOutcome, FailedRenewal, LinkRecord, MailCap, NewAuditEvent, NewOutboxEntry, OutboxCounts, Retention, Store,
};

fn event(id: &str, kind: AuditEventKind) -> AuditEvent {
    AuditEvent {
        id: id.into(),
        at: NOW,
        actor: AuditActor::Endpoint,
        kind,
        connection: Some(ConnectionId::new("c")),
        account: Some(Account { address: "ann@contoso.example".into(), name: Some("Ann".into()) }),
        reason: None,
        detail: None,
    }
}

fn to(event: AuditEvent, channels: &[Channel]) -> NewAuditEvent {
    let outbox_entry =
        |channel: &Channel| NewOutboxEntry { channel: *channel, target: "receiver".into(), due_at: NOW + 5 };
    NewAuditEvent { event, outbox: channels.iter().map(outbox_entry).collect() }
}

/// A cap that none of these tests reaches.
const PLENTY: MailCap = MailCap { messages: 100, within_s: 100 };

async fn claim(store: &dyn Store, now: i64, limit: u32, lease_until: i64) -> Vec<ClaimedOutboxEntry> {
    store.claim_outbox(now, limit, lease_until, PLENTY).await.unwrap().claimed
}

async fn connected(store: &dyn Store) -> ConnectionRecord {
    let first = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", first.clone(), grant("1")).await.unwrap());
    first
}

/// Makes the connection fail, and records it.
async fn breaks(store: &dyn Store, id: &str) {
    let reason: Reason = ReasonCode::SignInEnded.into();
    let lost = Health::NeedsSignIn { since: NOW, reason: reason.clone() };
    let failed = FailedRenewal { health: lost, challenge: None, due_at: None };
    let failure = AuditEvent { reason: Some(reason), ..event(id, AuditEventKind::NeedsSignIn) };
    let lease = claimed(store, &ConnectionId::new("c")).await;
    let recorded = to(failure, &[Channel::Mail, Channel::Webhook]);
    assert!(store.save_failed_renewal(&lease, &failed, &[recorded]).await.unwrap());
}

pub async fn the_journal_tells_what_happened_in_order_and_only_what_happened(store: &dyn Store) {
    let first = connected(store).await;
    breaks(store, "break").await;
    let other = [
        AuditEvent {
            actor: AuditActor::Person(PersonId("ann".into())),
            ..event("by ann", AuditEventKind::SettingsChanged)
        },
        AuditEvent {
            actor: AuditActor::Engine("k".into()),
            connection: None,
            account: None,
            ..event("e", AuditEventKind::PolicyChanged)
        },
        AuditEvent {
            actor: AuditActor::Administrator("root".into()),
            detail: Some(AuditDetail::EngineKey { key: "k".into(), name: "the engine".into() }),
            ..event("by root", AuditEventKind::EngineKeyRevoked)
        },
    ];
    store.record_events(&other.clone().map(NewAuditEvent::from)).await.unwrap();
    let stale = claimed(store, &first.id).await;
    assert!(store.release_claim(&stale, None).await.unwrap());
    let never = [NewAuditEvent::from(event("never", AuditEventKind::Repaired))];
    assert!(!store.save_renewal(&stale, &renewed("late"), &never).await.unwrap());
    assert!(!store.revoke_engine_key("unknown", NOW, &never).await.unwrap());

    let all = store.list_journal(0, 10).await.unwrap();
    assert_eq!(all.len(), 4);
    assert_eq!(all[0].event.reason.as_ref().unwrap().code, ReasonCode::SignInEnded);
    assert_eq!(all[1..].iter().map(|entry| entry.event.clone()).collect::<Vec<_>>(), other);
    assert!(all.is_sorted_by_key(|entry| entry.seq));
    let page = store.list_journal(all[1].seq, 1).await.unwrap();
    assert_eq!(page, all[2..3]);
}

pub async fn an_event_that_several_processes_notice_is_recorded_and_told_once(store: &dyn Store) {
    let detail = AuditDetail::ClientSecret { provider: "own".into(), last_day: "2027-01-31".into(), days_left: 14 };
    let first = AuditEvent {
        connection: None,
        account: None,
        detail: Some(detail),
        ..event("noticed", AuditEventKind::ClientSecretEnds)
    };
    let later = AuditEvent { at: NOW + 60, ..first.clone() };
    let both = [[to(first.clone(), &[Channel::Mail])], [to(first.clone(), &[Channel::Mail])]];
    let recorded = futures::future::join_all(both.iter().map(|events| store.record_events(events))).await;
    assert!(recorded.into_iter().all(|recorded| recorded.is_ok()));
    let other = event("other", AuditEventKind::PolicyChanged);
    store.record_events(&[to(later.clone(), &[Channel::Mail]), other.clone().into()]).await.unwrap();
    let events: Vec<_> = store.list_journal(0, 10).await.unwrap().into_iter().map(|entry| entry.event).collect();
    assert_eq!(events, [first.clone(), other], "what stands beside a repeat is recorded");
    let mail = claim(store, NOW + 5, 10, NOW + 60).await;
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0].entry.event, first);
    assert!(store.finish_delivery(&mail[0].lease, DeliveryOutcome::Delivered { at: NOW + 6 }).await.unwrap());
    store.record_events(&[to(later, &[Channel::Mail])]).await.unwrap();
    assert!(claim(store, NOW + 999, 10, NOW + 2000).await.is_empty(), "it was told");
}

pub async fn a_delivery_is_tried_by_one_at_a_time_until_it_ends(store: &dyn Store) {
    store.record_events(&[to(event("n", AuditEventKind::Connected), &[Channel::Webhook])]).await.unwrap();
    assert!(claim(store, NOW + 4, 10, NOW + 60).await.is_empty(), "not due yet");
    let first = claim(store, NOW + 5, 10, NOW + 60).await;
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].channel, first[0].target.as_str(), first[0].attempts), (Channel::Webhook, "receiver", 0));
    assert_eq!(first[0].entry.event, event("n", AuditEventKind::Connected));
    assert!(claim(store, NOW + 59, 10, NOW + 90).await.is_empty(), "it is leased");
    let second = claim(store, NOW + 60, 10, NOW + 120).await;
    assert_eq!(second[0].attempts, 1);
    let later = DeliveryOutcome::Retry { due_at: NOW + 300 };
    assert!(!store.finish_delivery(&first[0].lease, later).await.unwrap(), "it was claimed again");
    assert!(store.finish_delivery(&second[0].lease, later).await.unwrap());
    assert!(!store.finish_delivery(&second[0].lease, later).await.unwrap(), "it was released");
    assert!(claim(store, NOW + 299, 10, NOW + 400).await.is_empty());
    let third = claim(store, NOW + 300, 10, NOW + 400).await;
    assert_eq!(third[0].attempts, 2);
    assert_eq!(store.count_outbox().await.unwrap(), OutboxCounts { waiting: 1, given_up: 0 });
    assert!(store.finish_delivery(&third[0].lease, DeliveryOutcome::Delivered { at: NOW + 301 }).await.unwrap());
    assert!(claim(store, NOW + 9999, 10, NOW + 99999).await.is_empty());

    store.record_events(&[to(event("m", AuditEventKind::NeedsAdmin), &[Channel::Mail])]).await.unwrap();
    let mail = claim(store, NOW + 5, 10, NOW + 60).await;
    assert!(store.finish_delivery(&mail[0].lease, DeliveryOutcome::GivenUp { at: NOW + 6 }).await.unwrap());
    assert_eq!(store.count_outbox().await.unwrap(), OutboxCounts { waiting: 0, given_up: 1 });
}

pub async fn a_repair_cancels_pending_mail(store: &dyn Store) {
    let first = connected(store).await;
    breaks(store, "one").await;
    let under_way = claim(store, NOW + 5, 10, NOW + 60).await;
    assert_eq!(under_way.len(), 2);
    let again = ConnectionRecord { generation: 1, ..first.clone() };
    assert!(sign_in(store, "two", again, grant("2")).await.unwrap());
    for delivery in &under_way {
        let wanted = store.finish_delivery(&delivery.lease, DeliveryOutcome::Retry { due_at: NOW + 9 }).await.unwrap();
        assert_eq!(wanted, delivery.channel == Channel::Webhook, "programs hear of everything");
    }
    breaks(store, "two").await;
    let lease = claimed(store, &first.id).await;
    let repaired = [to(event("repaired", AuditEventKind::Repaired), &[Channel::Webhook])];
    assert!(store.save_renewal(&lease, &renewed("3"), &repaired).await.unwrap());
    let left = claim(store, NOW + 99, 10, NOW + 200).await;
    let left: Vec<_> = left.iter().map(|left| (left.channel, left.entry.event.id.as_str())).collect();
    assert_eq!(left, [(Channel::Webhook, "one"), (Channel::Webhook, "two"), (Channel::Webhook, "repaired")]);
    breaks(store, "three").await;
    assert!(store.disconnect(&first.id, NOW, &[]).await.unwrap());
    let left = claim(store, NOW + 199, 10, NOW + 300).await;
    assert!(left.iter().all(|left| left.channel == Channel::Webhook));
}

pub async fn a_link_lasts_until_its_end_or_until_the_connection_is_repaired(store: &dyn Store) {
    let first = connected(store).await;
    let link = LinkRecord {
        token: TokenHash::of("link"),
        connection: first.id.clone(),
        created_at: NOW,
        expires_at: NOW + 100,
    };
    store.create_link(&link).await.unwrap();
    assert_eq!(store.find_link(link.token, NOW + 99).await.unwrap(), Some(link.clone()));
    assert!(store.find_link(link.token, NOW + 100).await.unwrap().is_none());
    assert!(store.find_link(TokenHash::of("invented"), NOW).await.unwrap().is_none());
    breaks(store, "a break ends no link").await;
    assert!(store.find_link(link.token, NOW).await.unwrap().is_some());
    let again = ConnectionRecord { generation: 1, ..first };
    assert!(sign_in(store, "two", again, grant("2")).await.unwrap());
    assert!(store.find_link(link.token, NOW).await.unwrap().is_none());
    store.create_link(&link).await.unwrap();
    store.revoke_links(&link.connection).await.unwrap();
    assert!(store.find_link(link.token, NOW).await.unwrap().is_none());
}

pub async fn entries_with_pending_deliveries_survive_the_sweep(store: &dyn Store) {
    let young = AuditEvent { at: NOW + 100, ..event("young", AuditEventKind::Refreshed) };
    store
        .record_events(&[
            to(event("done", AuditEventKind::PolicyChanged), &[]),
            to(event("waiting", AuditEventKind::PolicyChanged), &[Channel::Webhook]),
            young.into(),
        ])
        .await
        .unwrap();
    let retention =
        Retention { authorizations_before: 0, journal_before: NOW + 1, mailed_before: NOW + 2, at_most: 10 };
    assert_eq!(store.delete_expired(NOW, &retention).await.unwrap(), 1);
    let left: Vec<_> = store.list_journal(0, 10).await.unwrap().into_iter().map(|entry| entry.event.id).collect();
    assert_eq!(left, ["waiting", "young"]);
    let delivery = claim(store, NOW + 5, 1, NOW + 60).await.remove(0);
    assert!(store.finish_delivery(&delivery.lease, DeliveryOutcome::Delivered { at: NOW + 5 }).await.unwrap());
    assert_eq!(store.delete_expired(NOW, &retention).await.unwrap(), 1);
    store.record_events(&[to(event("mailed", AuditEventKind::NeedsSignIn), &[Channel::Mail])]).await.unwrap();
    let delivery = claim(store, NOW + 5, 1, NOW + 60).await.remove(0);
    assert!(store.finish_delivery(&delivery.lease, DeliveryOutcome::Delivered { at: NOW + 5 }).await.unwrap());
    assert_eq!(store.delete_expired(NOW, &retention).await.unwrap(), 0, "it still counts");
    assert_eq!(store.delete_expired(NOW, &Retention { mailed_before: NOW + 6, ..retention }).await.unwrap(), 1);
}

pub async fn an_address_gets_no_more_mail_than_the_cap_allows_and_the_rest_later(store: &dyn Store) {
    let cap = MailCap { messages: 2, within_s: 1000 };
    let mail = async |id: &str, target: &str, at: i64| {
        let delivery = NewOutboxEntry { channel: Channel::Mail, target: target.into(), due_at: at };
        let event = AuditEvent { connection: Some(ConnectionId::new(id)), ..event(id, AuditEventKind::NeedsSignIn) };
        store.record_events(&[NewAuditEvent { event, outbox: vec![delivery] }]).await.unwrap();
    };
    let look = async |now: i64, limit: u32| {
        let found = store.claim_outbox(now, limit, now + 60, cap).await.unwrap();
        let ids = found.claimed.iter().map(|one| one.entry.event.id.clone()).collect::<Vec<_>>();
        (found.claimed, ids, found.held_back)
    };
    for (id, target) in
        [("1", "ann@x"), ("2", "Ann@X"), ("3", "ann@x"), ("4", "ANN@x"), ("5", "ann@x"), ("ben", "ben@x")]
    {
        mail(id, target, NOW).await;
    }
    let (first, ids, held_back) = look(NOW, 10).await;
    assert_eq!((ids.join(" "), held_back), ("1 2 ben".into(), 3), "one address, however it is written");
    assert!(store.finish_delivery(&first[0].lease, DeliveryOutcome::Delivered { at: NOW }).await.unwrap());
    assert!(store.finish_delivery(&first[1].lease, DeliveryOutcome::Retry { due_at: NOW + 9 }).await.unwrap());
    assert!(store.finish_delivery(&first[2].lease, DeliveryOutcome::Delivered { at: NOW }).await.unwrap());
    let (second, ids, held_back) = look(NOW + 60, 10).await;
    assert_eq!((ids.join(" "), held_back), ("2".into(), 3), "what did not arrive does not count");
    assert!(store.finish_delivery(&second[0].lease, DeliveryOutcome::Delivered { at: NOW + 60 }).await.unwrap());
    assert_eq!(look(NOW + 120, 10).await.1.len(), 0);
    assert_eq!(look(NOW + 999, 10).await.1.len(), 0);
    let mended = AuditEvent { connection: Some(ConnectionId::new("3")), ..event("mended", AuditEventKind::Repaired) };
    store.record_events(&[mended.into()]).await.unwrap();
    let (third, ids, held_back) = look(NOW + 1000, 1).await;
    assert_eq!((ids.join(" "), held_back), ("4".into(), 0), "the first counts no more, and a repair took one back");
    assert!(store.finish_delivery(&third[0].lease, DeliveryOutcome::Delivered { at: NOW + 1000 }).await.unwrap());
    let (_, ids, held_back) = look(NOW + 1059, 10).await;
    assert_eq!((ids.len(), held_back), (0, 1));
    assert_eq!(look(NOW + 1060, 10).await.1.join(" "), "5", "and none is lost");
}

pub async fn parallel_claims_get_no_more_mail_than_the_cap_allows(store: &dyn Store) {
    let cap = MailCap { messages: 2, within_s: 1000 };
    for id in ["1", "2", "3", "4", "5", "6"] {
        store.record_events(&[to(event(id, AuditEventKind::NeedsSignIn), &[Channel::Mail])]).await.unwrap();
    }
    let look = || store.claim_outbox(NOW + 5, 1, NOW + 60, cap);
    let found = futures::future::join_all([look(), look(), look(), look(), look(), look()]).await;
    let claimed: usize = found.into_iter().map(|found| found.unwrap().claimed.len()).sum();
    assert_eq!(claimed, 2);
}
