use latchkey_wire::{Account, ConnectionId, ConnectionState, OfferId, ReasonCode};

use super::*;
use crate::state::samples::{authorization, connection};

fn started(id: &str) -> SignInAttempt {
    let intent = Intent::Connect { offer: OfferId::new("microsoft"), site: None };
    SignInAttempt::new(AuthorizationId::new(id), intent, OfferId::new("microsoft"), "Microsoft 365".into())
}

fn succeeded() -> Phase {
    Phase::Succeeded { connection: ConnectionId::new("c-1") }
}

fn phase_of(attempt: Option<SignInAttempt>) -> Phase {
    attempt.expect("an attempt is shown").phase().clone()
}

#[test]
fn a_started_sign_in_waits_until_the_endpoint_says_otherwise() {
    assert_eq!(started("a").phase(), &Phase::Waiting);
    assert_eq!(phase_of(merge_authorization(Some(started("a")), &authorization("a", succeeded()), None)), succeeded());
}

#[test]
fn what_has_ended_stays_ended_though_an_older_answer_comes_late() {
    let ended = merge_authorization(Some(started("a")), &authorization("a", succeeded()), None);
    assert_eq!(phase_of(merge_authorization(ended, &authorization("a", Phase::Finishing), None)), succeeded());
}

#[test]
fn nothing_goes_backwards_while_under_way() {
    let awaiting = Phase::AwaitingProof;
    let attempt = merge_authorization(Some(started("a")), &authorization("a", awaiting.clone()), None);
    assert_eq!(phase_of(merge_authorization(attempt, &authorization("a", Phase::Waiting), None)), awaiting);
}

#[test]
fn news_of_an_older_sign_in_do_not_replace_the_one_that_was_just_started() {
    let attempt = merge_authorization(Some(started("new")), &authorization("old", Phase::Waiting), None).unwrap();
    assert_eq!(attempt.id.as_str(), "new");
}

#[test]
fn a_sign_in_that_was_left_under_way_is_followed_again() {
    assert_eq!(phase_of(merge_authorization(None, &authorization("a", Phase::Finishing), None)), Phase::Finishing);
}

#[test]
fn a_sign_in_that_ended_elsewhere_is_not_brought_up() {
    assert_eq!(merge_authorization(None, &authorization("a", Phase::Expired), None), None);
}

#[test]
fn that_a_connection_works_is_not_said_any_longer_once_it_is_lost() {
    let attempt = merge_authorization(Some(started("a")), &authorization("a", succeeded()), None).unwrap();
    let lost = ConnectionState::NeedsSignIn { since: 1_800_000_000, reason: ReasonCode::SignInEnded.into() };
    assert!(is_outcome_current(&attempt, &[connection()]));
    assert!(!is_outcome_current(&attempt, &[Connection { state: lost.clone(), ..connection() }]));
    assert!(is_outcome_current(&started("b"), &[Connection { state: lost, ..connection() }]));
}

#[test]
fn a_sign_in_that_was_given_up_here_does_not_come_back() {
    let given_up = AuthorizationId::new("a");
    assert_eq!(merge_authorization(None, &authorization("a", Phase::Waiting), Some(&given_up)), None);
}

#[test]
fn an_answer_of_the_endpoint_ends_the_trouble_in_reaching_it() {
    let mut attempt = started("a");
    attempt.trouble = Some(RequestError::Unreachable);
    assert_eq!(merge_authorization(Some(attempt), &authorization("a", Phase::Waiting), None).unwrap().trouble, None);
}

#[test]
fn a_password_that_did_not_arrive_is_in_trouble_until_the_endpoint_is_seen_to_try_it() {
    let attempt =
        SignInAttempt { window: WindowState::NotNeeded, trouble: Some(RequestError::Unreachable), ..started("a") };
    let known = merge_authorization(Some(attempt), &authorization("a", Phase::Waiting), None).unwrap();
    assert_eq!(known.trouble, Some(RequestError::Unreachable));
    assert_eq!(merge_authorization(Some(known), &authorization("a", Phase::Finishing), None).unwrap().trouble, None);
}

#[test]
fn time_running_out_ends_what_is_under_way_and_nothing_else() {
    let mut waiting = merge_authorization(Some(started("a")), &authorization("a", Phase::Waiting), None).unwrap();
    waiting.expire();
    assert_eq!(waiting.phase(), &Phase::Expired);
    let mut done = merge_authorization(Some(started("a")), &authorization("a", succeeded()), None).unwrap();
    done.expire();
    assert_eq!(done.phase(), &succeeded());
}

#[test]
fn what_has_to_be_decided_here_does_not_go_back_to_the_window() {
    let account = Account { address: "ann@contoso.example".into(), name: None };
    let deciding = Phase::AwaitingSwitch { account: account.clone(), current: account };
    let attempt = merge_authorization(Some(started("a")), &authorization("a", deciding.clone()), None);
    assert_eq!(phase_of(merge_authorization(attempt, &authorization("a", Phase::AwaitingProof), None)), deciding);
}

fn wrong_account(intent: Intent) -> SignInAttempt {
    let signed_in_as = Some(Account { address: "ben@contoso.example".into(), name: None });
    let phase = Phase::Failed { reason: ReasonCode::WrongAccount.into(), signed_in_as, expected: None };
    let mut attempt = SignInAttempt { intent, ..started("a") };
    attempt.apply(&authorization("a", phase));
    attempt
}

#[test]
fn an_account_that_signed_in_instead_can_take_the_connection_over_the_way_it_is() {
    let reached = Connection { site: Some("contoso.example".into()), ..connection() };
    let refresh = wrong_account(Intent::Refresh { connection: reached.id.clone() });
    let expected = Intent::Change {
        connection: reached.id.clone(),
        offer: reached.offer.clone(),
        site: reached.site.clone(),
        account: Some("ben@contoso.example".into()),
    };
    assert_eq!(refresh.intent_to_switch(&[reached]), Some(expected));
}

#[test]
fn an_account_that_signed_in_instead_on_another_way_takes_the_connection_over_on_that_one() {
    let (id, offer, site) = (connection().id, OfferId::new("google"), None);
    let asked = |account: &str| Intent::Change {
        connection: id.clone(),
        offer: offer.clone(),
        site: site.clone(),
        account: Some(account.to_owned()),
    };
    let change = wrong_account(asked("eve@contoso.example"));
    assert_eq!(change.intent_to_switch(&[connection()]), Some(asked("ben@contoso.example")));
}

#[test]
fn without_a_connection_or_another_account_there_is_nothing_to_take_over() {
    let offer = OfferId::new("microsoft");
    let connect = wrong_account(Intent::Connect { offer, site: None });
    assert_eq!(connect.intent_to_switch(&[connection()]), None);
    assert_eq!(started("a").intent_to_switch(&[connection()]), None);
}
