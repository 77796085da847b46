//! What happened, who hears of it, and links in e-mails.

use latchkey_domain::{Health, PersonId, TokenHash};
use latchkey_wire::{Account, ConnectionId, Reason, ReasonCode};

use super::{NOW, claimed, connection, grant, renewed, sign_in};
use crate::{
    Actor, Announced, Channel, ClaimedDelivery, ConnectionRecord, Delivered, DeliveryCounts, Failed, LinkRecord,
    MailCap, NewDelivery, News, NewsKind, Retention, Store,
};

fn news(id: &str, kind: NewsKind) -> News {
    News {
        id: id.into(),
        at: NOW,
        actor: Actor::Endpoint,
        kind,
        connection: Some(ConnectionId::new("c")),
        account: Some(Account { address: "ann@contoso.example".into(), name: Some("Ann".into()) }),
        reason: None,
        detail: None,
    }
}

fn to(news: News, channels: &[Channel]) -> Announced {
    let delivery = |channel: &Channel| NewDelivery { channel: *channel, target: "somebody".into(), due_at: NOW + 5 };
    Announced { news, deliveries: channels.iter().map(delivery).collect() }
}

/// More messages than any of these tests has.
const PLENTY: MailCap = MailCap { messages: 100, within_s: 100 };

async fn claim(store: &dyn Store, now: i64, limit: u32, lease_until: i64) -> Vec<ClaimedDelivery> {
    store.claim_deliveries(now, limit, lease_until, PLENTY).await.unwrap().claimed
}

async fn connected(store: &dyn Store) -> ConnectionRecord {
    let first = connection("c", "ann", "ann");
    assert!(sign_in(store, "one", first.clone(), grant("1")).await.unwrap());
    first
}

/// Breaks the connection, and tells of it.
async fn breaks(store: &dyn Store, id: &str) {
    let reason: Reason = ReasonCode::SignInEnded.into();
    let lost = Health::NeedsSignIn { since: NOW, reason: reason.clone() };
    let failed = Failed { health: lost, challenge: None, due_at: None };
    let told = News { reason: Some(reason), ..news(id, NewsKind::NeedsSignIn) };
    let lease = claimed(store, &ConnectionId::new("c")).await;
    let announced = to(told, &[Channel::Mail, Channel::Webhook]);
    assert!(store.note_failure(&lease, &failed, &[announced]).await.unwrap());
}

/// See the name.
pub async fn the_journal_tells_what_happened_in_order_and_only_what_happened(store: &dyn Store) {
    let first = connected(store).await;
    breaks(store, "break").await;
    let other = [
        News { actor: Actor::Person(PersonId("ann".into())), ..news("by ann", NewsKind::SettingsChanged) },
        News {
            actor: Actor::Engine("k".into()),
            connection: None,
            account: None,
            ..news("e", NewsKind::PolicyChanged)
        },
        News {
            actor: Actor::Administrator("root".into()),
            detail: Some(r#"{"key":"k"}"#.into()),
            ..news("by root", NewsKind::EngineKeyRevoked)
        },
    ];
    store.note(&other.clone().map(Announced::from)).await.unwrap();
    let stale = claimed(store, &first.id).await;
    assert!(store.release(&stale, None).await.unwrap());
    let never = [Announced::from(news("never", NewsKind::Repaired))];
    assert!(!store.keep_renewed(&stale, &renewed("late"), &never).await.unwrap());
    assert!(!store.revoke_engine_key("nobody", NOW, &never).await.unwrap());

    let all = store.journal(0, 10).await.unwrap();
    assert_eq!(all.len(), 4);
    assert_eq!(all[0].news.reason.as_ref().unwrap().code, ReasonCode::SignInEnded);
    assert_eq!(all[1..].iter().map(|entry| entry.news.clone()).collect::<Vec<_>>(), other);
    assert!(all.is_sorted_by_key(|entry| entry.seq));
    let page = store.journal(all[1].seq, 1).await.unwrap();
    assert_eq!(page, all[2..3]);
}

/// See the name.
pub async fn a_delivery_is_tried_by_one_at_a_time_until_it_ends(store: &dyn Store) {
    store.note(&[to(news("n", NewsKind::Connected), &[Channel::Webhook])]).await.unwrap();
    assert!(claim(store, NOW + 4, 10, NOW + 60).await.is_empty(), "not due yet");
    let first = claim(store, NOW + 5, 10, NOW + 60).await;
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].channel, first[0].target.as_str(), first[0].attempts), (Channel::Webhook, "somebody", 0));
    assert_eq!(first[0].entry.news, news("n", NewsKind::Connected));
    assert!(claim(store, NOW + 59, 10, NOW + 90).await.is_empty(), "somebody tries it");
    let second = claim(store, NOW + 60, 10, NOW + 120).await;
    assert_eq!(second[0].attempts, 1);
    let later = Delivered::Later { due_at: NOW + 300 };
    assert!(!store.end_delivery(&first[0].lease, later).await.unwrap(), "it was claimed again");
    assert!(store.end_delivery(&second[0].lease, later).await.unwrap());
    assert!(!store.end_delivery(&second[0].lease, later).await.unwrap(), "it was released");
    assert!(claim(store, NOW + 299, 10, NOW + 400).await.is_empty());
    let third = claim(store, NOW + 300, 10, NOW + 400).await;
    assert_eq!(third[0].attempts, 2);
    assert_eq!(store.count_deliveries().await.unwrap(), DeliveryCounts { waiting: 1, given_up: 0 });
    assert!(store.end_delivery(&third[0].lease, Delivered::Yes { at: NOW + 301 }).await.unwrap());
    assert!(claim(store, NOW + 9999, 10, NOW + 99999).await.is_empty());

    store.note(&[to(news("m", NewsKind::NeedsAdmin), &[Channel::Mail])]).await.unwrap();
    let mail = claim(store, NOW + 5, 10, NOW + 60).await;
    assert!(store.end_delivery(&mail[0].lease, Delivered::GivenUp { at: NOW + 6 }).await.unwrap());
    assert_eq!(store.count_deliveries().await.unwrap(), DeliveryCounts { waiting: 0, given_up: 1 });
}

/// See the name.
pub async fn nobody_hears_by_mail_of_a_break_that_is_repaired(store: &dyn Store) {
    let first = connected(store).await;
    breaks(store, "one").await;
    let under_way = claim(store, NOW + 5, 10, NOW + 60).await;
    assert_eq!(under_way.len(), 2);
    let again = ConnectionRecord { generation: 1, ..first.clone() };
    assert!(sign_in(store, "two", again, grant("2")).await.unwrap());
    for delivery in &under_way {
        let wanted = store.end_delivery(&delivery.lease, Delivered::Later { due_at: NOW + 9 }).await.unwrap();
        assert_eq!(wanted, delivery.channel == Channel::Webhook, "programs hear of everything");
    }
    breaks(store, "two").await;
    let lease = claimed(store, &first.id).await;
    let repaired = [to(news("repaired", NewsKind::Repaired), &[Channel::Webhook])];
    assert!(store.keep_renewed(&lease, &renewed("3"), &repaired).await.unwrap());
    let left = claim(store, NOW + 99, 10, NOW + 200).await;
    let left: Vec<_> = left.iter().map(|left| (left.channel, left.entry.news.id.as_str())).collect();
    assert_eq!(left, [(Channel::Webhook, "one"), (Channel::Webhook, "two"), (Channel::Webhook, "repaired")]);
    breaks(store, "three").await;
    assert!(store.disconnect(&first.id, NOW, &[]).await.unwrap());
    let left = claim(store, NOW + 199, 10, NOW + 300).await;
    assert!(left.iter().all(|left| left.channel == Channel::Webhook));
}

/// See the name.
pub async fn a_link_lasts_until_its_end_or_until_the_connection_is_repaired(store: &dyn Store) {
    let first = connected(store).await;
    let link = LinkRecord {
        token: TokenHash::of("link"),
        connection: first.id.clone(),
        created_at: NOW,
        expires_at: NOW + 100,
    };
    store.create_link(&link).await.unwrap();
    assert_eq!(store.link(link.token, NOW + 99).await.unwrap(), Some(link.clone()));
    assert!(store.link(link.token, NOW + 100).await.unwrap().is_none());
    assert!(store.link(TokenHash::of("invented"), NOW).await.unwrap().is_none());
    breaks(store, "a break ends no link").await;
    assert!(store.link(link.token, NOW).await.unwrap().is_some());
    let again = ConnectionRecord { generation: 1, ..first };
    assert!(sign_in(store, "two", again, grant("2")).await.unwrap());
    assert!(store.link(link.token, NOW).await.unwrap().is_none());
    store.create_link(&link).await.unwrap();
    store.end_links(&link.connection).await.unwrap();
    assert!(store.link(link.token, NOW).await.unwrap().is_none());
}

/// See the name.
pub async fn what_somebody_still_has_to_hear_of_outlasts_the_sweep(store: &dyn Store) {
    let young = News { at: NOW + 100, ..news("young", NewsKind::Refreshed) };
    store
        .note(&[
            to(news("told", NewsKind::PolicyChanged), &[]),
            to(news("waiting", NewsKind::PolicyChanged), &[Channel::Webhook]),
            young.into(),
        ])
        .await
        .unwrap();
    let retention =
        Retention { authorizations_before: 0, journal_before: NOW + 1, mailed_before: NOW + 2, at_most: 10 };
    assert_eq!(store.sweep(NOW, &retention).await.unwrap(), 1);
    let left: Vec<_> = store.journal(0, 10).await.unwrap().into_iter().map(|entry| entry.news.id).collect();
    assert_eq!(left, ["waiting", "young"]);
    let delivery = claim(store, NOW + 5, 1, NOW + 60).await.remove(0);
    assert!(store.end_delivery(&delivery.lease, Delivered::Yes { at: NOW + 5 }).await.unwrap());
    assert_eq!(store.sweep(NOW, &retention).await.unwrap(), 1);
    store.note(&[to(news("mailed", NewsKind::NeedsSignIn), &[Channel::Mail])]).await.unwrap();
    let delivery = claim(store, NOW + 5, 1, NOW + 60).await.remove(0);
    assert!(store.end_delivery(&delivery.lease, Delivered::Yes { at: NOW + 5 }).await.unwrap());
    assert_eq!(store.sweep(NOW, &retention).await.unwrap(), 0, "it still counts");
    assert_eq!(store.sweep(NOW, &Retention { mailed_before: NOW + 6, ..retention }).await.unwrap(), 1);
}

/// See the name.
pub async fn an_address_gets_no_more_mail_than_the_cap_allows_and_the_rest_later(store: &dyn Store) {
    let cap = MailCap { messages: 2, within_s: 1000 };
    let mail = async |id: &str, target: &str, at: i64| {
        let delivery = NewDelivery { channel: Channel::Mail, target: target.into(), due_at: at };
        let news = News { connection: Some(ConnectionId::new(id)), ..news(id, NewsKind::NeedsSignIn) };
        store.note(&[Announced { news, deliveries: vec![delivery] }]).await.unwrap();
    };
    let look = async |now: i64, limit: u32| {
        let found = store.claim_deliveries(now, limit, now + 60, cap).await.unwrap();
        let ids = found.claimed.iter().map(|one| one.entry.news.id.clone()).collect::<Vec<_>>();
        (found.claimed, ids, found.held_back)
    };
    for (id, target) in
        [("1", "ann@x"), ("2", "Ann@X"), ("3", "ann@x"), ("4", "ANN@x"), ("5", "ann@x"), ("ben", "ben@x")]
    {
        mail(id, target, NOW).await;
    }
    let (first, ids, held_back) = look(NOW, 10).await;
    assert_eq!((ids.join(" "), held_back), ("1 2 ben".into(), 3), "one address, however it is written");
    assert!(store.end_delivery(&first[0].lease, Delivered::Yes { at: NOW }).await.unwrap());
    assert!(store.end_delivery(&first[1].lease, Delivered::Later { due_at: NOW + 9 }).await.unwrap());
    assert!(store.end_delivery(&first[2].lease, Delivered::Yes { at: NOW }).await.unwrap());
    let (second, ids, held_back) = look(NOW + 60, 10).await;
    assert_eq!((ids.join(" "), held_back), ("2".into(), 3), "what did not arrive does not count");
    assert!(store.end_delivery(&second[0].lease, Delivered::Yes { at: NOW + 60 }).await.unwrap());
    assert_eq!(look(NOW + 120, 10).await.1.len(), 0);
    assert_eq!(look(NOW + 999, 10).await.1.len(), 0);
    let mended = News { connection: Some(ConnectionId::new("3")), ..news("mended", NewsKind::Repaired) };
    store.note(&[mended.into()]).await.unwrap();
    let (third, ids, held_back) = look(NOW + 1000, 1).await;
    assert_eq!((ids.join(" "), held_back), ("4".into(), 0), "the first counts no more, and a repair took one back");
    assert!(store.end_delivery(&third[0].lease, Delivered::Yes { at: NOW + 1000 }).await.unwrap());
    let (_, ids, held_back) = look(NOW + 1059, 10).await;
    assert_eq!((ids.len(), held_back), (0, 1));
    assert_eq!(look(NOW + 1060, 10).await.1.join(" "), "5", "and none is lost");
}

/// See the name.
pub async fn several_who_look_at_once_find_room_for_no_more_mail_than_the_cap_allows(store: &dyn Store) {
    let cap = MailCap { messages: 2, within_s: 1000 };
    for id in ["1", "2", "3", "4", "5", "6"] {
        store.note(&[to(news(id, NewsKind::NeedsSignIn), &[Channel::Mail])]).await.unwrap();
    }
    let look = || store.claim_deliveries(NOW + 5, 1, NOW + 60, cap);
    let found = futures::future::join_all([look(), look(), look(), look(), look(), look()]).await;
    let claimed: usize = found.into_iter().map(|found| found.unwrap().claimed.len()).sum();
    assert_eq!(claimed, 2);
}
