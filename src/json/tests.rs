#![expect(clippy::unwrap_used, reason = "these are tests")]

use latchkey_wire::{
    Account, Authorization, Connection, ConnectionId, ConnectionState, Installation, Intent, LetIn, Lookup,
    LookupRefusal, OfferId, Overview, Permission, Phase, ProblemCode, Reason, ReasonCode, Session, SyncSettings,
    WindowKey,
};
use serde::Serialize;
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::state::samples::{authorization, connection, installation, overview};

fn reads_back<T: Serialize + FromJson>(value: &T) {
    let written = serde_json::to_string_pretty(value).unwrap();
    let read: T = read(&written).unwrap_or_else(|_| panic!("{written}"));
    assert_eq!(serde_json::to_string_pretty(&read).unwrap(), written);
}

#[wasm_bindgen_test]
fn what_serde_json_writes_is_read_back_the_same() {
    let mut full = connection();
    full.account.name = Some("Zoë \"Z\" \u{1f511}\n\\".into());
    full.works_until = Some(-1);
    full.by_password = true;
    full.state = ConnectionState::NeedsSignIn { since: 5, reason: ReasonCode::SignInEnded.into() };
    let failed = Phase::Failed {
        reason: ReasonCode::WrongAccount.into(),
        signed_in_as: Some(full.account.clone()),
        expected: None,
    };
    reads_back::<Connection>(&full);
    reads_back::<Authorization>(&authorization("a", failed.clone()));
    reads_back::<Overview>(&Overview { authorization: Some(authorization("a", failed)), ..overview(vec![full]) });
    let let_in = vec![LetIn { id: "5d41".into(), connection: ConnectionId::new("c"), at: 7 }];
    reads_back::<Overview>(&Overview { let_in, ..overview(vec![]) });
    reads_back::<Overview>(&overview(vec![]));
    reads_back::<WindowKey>(&WindowKey { key: "k".into(), expires_at: 8 });
    let mut installation = installation(&["microsoft", "salesforce"]);
    installation.sync_settings = SyncSettings::Legacy;
    installation.offers[1].address_example = Some("company.example".into());
    installation.offers[1].may_need_installing = true;
    installation.offers[1].needs_browser = true;
    installation.offers[1].may_need_approval = true;
    installation.offers[1].approval_url = Some("https://login.example/adminconsent".into());
    installation.offers[1].by_password = true;
    reads_back::<Installation>(&installation);
    reads_back::<Session>(&Session { token: "t".into(), expires_at: 4_102_444_800 });
    reads_back::<Lookup>(&Lookup {
        offer: Some(OfferId::new("exchange")),
        server: Some("mail.contoso.example".into()),
        refusal: Some(LookupRefusal::PersonalAccount),
    });
    ReasonCode::ALL.iter().for_each(reads_back);
    Permission::ALL.iter().for_each(reads_back);
    reads_back(&ProblemCode::SiteNotAllowed);
}

#[wasm_bindgen_test]
fn every_kind_is_read_back_the_same() {
    let account = || Account { address: "ann@contoso.example".into(), name: None };
    let reason = || Reason { missing: Permission::ALL.to_vec(), ..ReasonCode::PermissionsNotGranted.into() };
    let (id, offer, site) = (ConnectionId::new("c"), OfferId::new("o"), Some("contoso.example".to_owned()));
    let states = [
        ConnectionState::Working,
        ConnectionState::ExpiresSoon { at: 1 },
        ConnectionState::Retrying { since: 2, reason: reason() },
        ConnectionState::NeedsSignIn { since: 3, reason: reason() },
        ConnectionState::NeedsAdmin { since: 4, reason: reason() },
        ConnectionState::Disconnected { since: 5 },
    ];
    let phases = [
        Phase::Waiting,
        Phase::Finishing,
        Phase::AwaitingProof,
        Phase::AwaitingSwitch { account: account(), current: account() },
        Phase::Succeeded { connection: id.clone() },
        Phase::Failed { reason: reason(), signed_in_as: Some(account()), expected: Some(account()) },
        Phase::ServerFound { server: "mail.contoso.example".into() },
        Phase::Cancelled,
        Phase::Expired,
    ];
    let intents = [
        Intent::Connect { offer: offer.clone(), site: None },
        Intent::Refresh { connection: id.clone() },
        Intent::Change { connection: id, offer, site, account: Some("ben@contoso.example".into()) },
    ];
    states.iter().for_each(reads_back);
    phases.iter().for_each(reads_back);
    intents.iter().for_each(reads_back);
}

#[wasm_bindgen_test]
fn what_is_cut_off_anywhere_is_unreadable() {
    let whole = serde_json::to_string(&overview(vec![connection()])).unwrap();
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        assert!(read::<Overview>(&whole[..end]).is_err(), "{}", &whole[..end]);
    }
}

#[wasm_bindgen_test]
fn fields_that_are_not_known_yet_are_passed_over() {
    let text = r#"{"token":"t","new":{"a":[1.5e3,null,true,"\u00eb"]},"expires_at":1}"#;
    assert_eq!(read::<Session>(text).unwrap().expires_at, 1);
}

#[wasm_bindgen_test]
fn letters_may_be_escaped() {
    assert_eq!(read::<String>(r#""\u005a\u00eb \ud83d\udd11 \/\"""#).unwrap(), "Zë 🔑 /\"");
}

#[wasm_bindgen_test]
fn what_is_not_json_or_not_expected_is_unreadable() {
    for text in [
        "",
        "{}",
        "[]",
        "<html>",
        r#"{"token":"t","expires_at":1} x"#,
        r#"{"token":"t" "expires_at":1}"#,
        r#"{"token":"t","expires_at":1.5}"#,
        r#"{"token":1,"expires_at":1}"#,
        r#"{"token":"\x","expires_at":1}"#,
    ] {
        assert!(read::<Session>(text).is_err(), "{text}");
    }
    assert!(read::<Reason>(r#"{"code":"no_such_code"}"#).is_err());
    assert!(read::<ReasonCode>(r#""no_such_code""#).is_err());
}

#[wasm_bindgen_test]
fn a_text_that_nests_without_end_is_unreadable_and_harmless() {
    assert!(read::<String>(&"[".repeat(100_000)).is_err());
}
