//! How enums with fields are read: each kind by its tag, and no kind without its fields or with another's.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{Account, ConnectionId, ConnectionState, Intent, OfferId, Permission, Phase, Reason, ReasonCode};

fn reads_back<T: Serialize + DeserializeOwned>(value: &T) {
    let written = serde_json::to_value(value).unwrap();
    assert_eq!(serde_json::to_value(serde_json::from_value::<T>(written.clone()).unwrap()).unwrap(), written);
}

#[test]
fn every_kind_reads_back_as_it_was_written() {
    let missing = vec![Permission::Calendar];
    let reason = Reason { code: ReasonCode::WrongAccount, reference: Some("AADSTS1".into()), missing };
    let account = Account { address: "ann@contoso.example".into(), name: None };
    let connection = ConnectionId::new("c");
    let states = [
        ConnectionState::Working,
        ConnectionState::ExpiresSoon { at: 1 },
        ConnectionState::Retrying { since: 2, reason: reason.clone() },
        ConnectionState::NeedsSignIn { since: 3, reason: reason.clone() },
        ConnectionState::NeedsAdmin { since: 4, reason: reason.clone() },
        ConnectionState::Disconnected { since: 5 },
    ];
    let phases = [
        Phase::Waiting,
        Phase::Finishing,
        Phase::AwaitingProof,
        Phase::AwaitingSwitch { account: account.clone(), current: account.clone() },
        Phase::Succeeded { connection: connection.clone() },
        Phase::Failed { reason: reason.clone(), signed_in_as: None, expected: None },
        Phase::Failed { reason, signed_in_as: Some(account.clone()), expected: Some(account) },
        Phase::ServerFound { server: "https://mail.contoso.example".into() },
        Phase::Cancelled,
        Phase::Expired,
    ];
    states.iter().for_each(reads_back);
    phases.iter().for_each(reads_back);
    for phase in phases {
        assert_eq!(serde_json::to_value(&phase).unwrap()["kind"], phase.as_str());
    }
    let offer = OfferId::new("mail");
    reads_back(&Intent::Connect { offer: offer.clone(), site: None });
    reads_back(&Intent::Connect { offer: offer.clone(), site: Some("crm.contoso.example".into()) });
    reads_back(&Intent::Refresh { connection: connection.clone() });
    reads_back(&Intent::Change { connection, offer, site: None, account: Some("ben@contoso.example".into()) });
}

fn is_refused<T: DeserializeOwned>(text: &Value) {
    assert!(serde_json::from_value::<T>(text.clone()).is_err(), "{text}");
}

#[test]
fn a_kind_without_one_of_its_fields_is_refused() {
    is_refused::<ConnectionState>(&json!({"kind": "expires_soon", "since": 1}));
    is_refused::<ConnectionState>(&json!({"kind": "needs_sign_in", "since": 1}));
    is_refused::<ConnectionState>(&json!({"since": 1}));
    is_refused::<Phase>(&json!({"kind": "failed"}));
    is_refused::<Phase>(&json!({"kind": "succeeded"}));
    is_refused::<Intent>(&json!({"kind": "connect"}));
}

#[test]
fn an_intent_with_a_field_of_the_other_kind_is_refused() {
    is_refused::<Intent>(&json!({"kind": "connect", "offer": "mail", "connection": "c"}));
    is_refused::<Intent>(&json!({"kind": "refresh", "offer": "mail"}));
    is_refused::<Intent>(&json!({"kind": "refresh", "connection": "c", "site": "s"}));
    is_refused::<Intent>(&json!({"kind": "connect", "offer": "mail", "account": "a"}));
    is_refused::<Intent>(&json!({"kind": "change", "connection": "c"}));
}
