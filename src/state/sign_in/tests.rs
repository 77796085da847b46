use latchkey_wire::{Account, ConnectionId, ConnectionState, OfferId, ReasonCode};

use super::{
    samples::{authorization, connection},
    *,
};

fn started(id: &str) -> Attempt {
    let intent = Intent::Connect { offer: OfferId::new("microsoft") };
    Attempt::new(AuthorizationId::new(id), intent, "Microsoft 365".into())
}

fn succeeded() -> Phase {
    Phase::Succeeded { connection: ConnectionId::new("c-1") }
}

fn phase_of(attempt: Option<Attempt>) -> Phase {
    attempt.expect("an attempt is shown").phase().clone()
}

#[test]
fn a_started_sign_in_waits_until_the_endpoint_says_otherwise() {
    assert_eq!(started("a").phase(), &Phase::Waiting);
    assert_eq!(phase_of(absorb(Some(started("a")), &authorization("a", succeeded()), None)), succeeded());
}

#[test]
fn what_has_ended_stays_ended_though_an_older_answer_comes_late() {
    let ended = absorb(Some(started("a")), &authorization("a", succeeded()), None);
    assert_eq!(phase_of(absorb(ended, &authorization("a", Phase::Finishing), None)), succeeded());
}

#[test]
fn nothing_goes_backwards_while_under_way() {
    let account = Account { address: "ann@contoso.example".into(), name: None };
    let awaiting = Phase::AwaitingProof { account };
    let attempt = absorb(Some(started("a")), &authorization("a", awaiting.clone()), None);
    assert_eq!(phase_of(absorb(attempt, &authorization("a", Phase::Waiting), None)), awaiting);
}

#[test]
fn news_of_an_older_sign_in_do_not_replace_the_one_that_was_just_started() {
    let attempt = absorb(Some(started("new")), &authorization("old", Phase::Waiting), None).unwrap();
    assert_eq!(attempt.id.as_str(), "new");
}

#[test]
fn a_sign_in_that_was_left_under_way_is_followed_again() {
    assert_eq!(phase_of(absorb(None, &authorization("a", Phase::Finishing), None)), Phase::Finishing);
}

#[test]
fn a_sign_in_that_ended_elsewhere_is_not_brought_up() {
    assert_eq!(absorb(None, &authorization("a", Phase::Expired), None), None);
}

#[test]
fn that_a_connection_works_is_not_said_any_longer_once_it_is_lost() {
    let attempt = absorb(Some(started("a")), &authorization("a", succeeded()), None).unwrap();
    let lost = ConnectionState::NeedsSignIn { since: 1_800_000_000, reason: ReasonCode::SignInEnded.into() };
    assert!(is_still_true(&attempt, &[connection()]));
    assert!(!is_still_true(&attempt, &[Connection { state: lost.clone(), ..connection() }]));
    assert!(is_still_true(&started("b"), &[Connection { state: lost, ..connection() }]));
}

#[test]
fn a_sign_in_that_was_given_up_here_does_not_come_back() {
    let given_up = AuthorizationId::new("a");
    assert_eq!(absorb(None, &authorization("a", Phase::Waiting), Some(&given_up)), None);
}

#[test]
fn an_answer_of_the_endpoint_ends_the_trouble_in_reaching_it() {
    let mut attempt = started("a");
    attempt.trouble = Some(ApiError::Unreachable);
    assert_eq!(absorb(Some(attempt), &authorization("a", Phase::Waiting), None).unwrap().trouble, None);
}

#[test]
fn time_running_out_ends_what_is_under_way_and_nothing_else() {
    let mut waiting = absorb(Some(started("a")), &authorization("a", Phase::Waiting), None).unwrap();
    waiting.run_out();
    assert_eq!(waiting.phase(), &Phase::Expired);
    let mut done = absorb(Some(started("a")), &authorization("a", succeeded()), None).unwrap();
    done.run_out();
    assert_eq!(done.phase(), &succeeded());
}
