use latchkey_wire::{AuthorizationId, ConnectionId, OfferId};

use super::*;
use crate::{
    api::RequestError,
    state::samples::{authorization, connection, installation},
};

fn offer() -> &'static Offer {
    &Box::leak(Box::new(installation(&["exchange", "microsoft"]))).offers[0]
}

fn other() -> &'static Offer {
    &Box::leak(Box::new(installation(&["microsoft"]))).offers[0]
}

fn failed(code: ReasonCode) -> Phase {
    Phase::Failed { reason: code.into(), signed_in_as: None, expected: None }
}

fn reached() -> Connection {
    Connection { offer: offer().id.clone(), site: Some("https://mail.contoso.example".into()), ..connection() }
}

#[test]
fn only_a_password_that_was_rejected_is_taken_away() {
    let emptied: Vec<ReasonCode> =
        ReasonCode::ALL.into_iter().filter(|code| remedy(&failed(*code), false).empties_password).collect();
    assert_eq!(emptied, [ReasonCode::PasswordRejected]);
    assert_eq!(remedy(&failed(ReasonCode::PasswordRejected), true).focus, Some(PASSWORD));
}

#[test]
fn where_the_server_is_the_trouble_advanced_setup_opens_at_its_address() {
    for code in [ReasonCode::ServerNotFound, ReasonCode::NotAMailServer, ReasonCode::ServerUnreachable] {
        let remedy = remedy(&failed(code), true);
        assert!(remedy.discloses, "{code:?}");
        assert_eq!(remedy.focus, Some(SERVER), "{code:?}");
    }
}

#[test]
fn a_person_who_needs_an_administrator_gets_a_note_for_one() {
    for code in ReasonCode::ALL {
        let remedy = remedy(&failed(code), true);
        let is_told = remedy.elsewhere == Some(Elsewhere::Administrator);
        assert_eq!(is_told, code.actor() == Actor::Admin, "{code:?}");
    }
    assert_eq!(remedy(&failed(ReasonCode::AccountLocked), true).focus, Some(FOUND));
    assert_eq!(remedy(&failed(ReasonCode::CertificateRefused), false).focus, Some(FOUND));
    // The server that was typed may be the wrong one.
    assert_eq!(remedy(&failed(ReasonCode::ServerNotAllowed), false).focus, Some(SERVER));
}

#[test]
fn a_server_that_was_found_is_shown_and_the_focus_stays_at_connect() {
    let found = Phase::ServerFound { server: "https://mail.contoso.example".into() };
    assert_eq!(remedy(&found, false), Remedy { discloses: true, ..Remedy::default() });
}

#[test]
fn a_mailbox_at_another_service_leads_to_another_way() {
    let elsewhere = remedy(&failed(ReasonCode::UseAnotherService), false);
    assert_eq!((elsewhere.focus, elsewhere.elsewhere), (Some(FOUND), Some(Elsewhere::AnotherWay)));
    assert_eq!(remedy(&failed(ReasonCode::PasswordRejected), false).elsewhere, None);
}

#[test]
fn a_mailbox_that_does_not_open_is_named_anew_where_it_can_be() {
    assert_eq!(remedy(&failed(ReasonCode::MailboxNotOpen), false).focus, Some(MAILBOX));
    assert_eq!(remedy(&failed(ReasonCode::MailboxNotOpen), true).focus, Some(PASSWORD));
}

#[test]
fn a_try_renews_changes_or_connects() {
    let id = ConnectionId::new("c-1");
    let ben = "ben@contoso.example";
    let offer = offer();
    assert_eq!(intent(offer, true, Some(&connection()), ben), Intent::Refresh { connection: id.clone() });
    let change = Intent::Change { connection: id, offer: offer.id.clone(), site: None, account: Some(ben.to_owned()) };
    assert_eq!(intent(offer, false, Some(&connection()), ben), change);
    assert_eq!(intent(offer, false, None, ben), Intent::Connect { offer: offer.id.clone(), site: None });
}

#[test]
fn the_address_of_another_service_is_no_mail_server() {
    assert_eq!(known_server(Some(&reached()), offer()), reached().site);
    assert_eq!(known_server(Some(&reached()), other()), None);
    assert_eq!(known_server(None, offer()), None);
}

#[test]
fn a_look_up_ends_with_the_server_with_another_service_or_with_nothing() {
    let server = "https://mail.contoso.example".to_owned();
    let lookup =
        |offer: Option<&str>, server: Option<String>| Lookup { offer: offer.map(OfferId::new), server, refusal: None };
    let found = FieldOutcome::Found(offer());
    let ended = lookup_outcome(&lookup(Some("exchange"), Some(server.clone())), &found, offer());
    assert_eq!(ended, Some(Phase::ServerFound { server }));
    let not_found = Some(failed(ReasonCode::ServerNotFound));
    assert_eq!(lookup_outcome(&lookup(Some("exchange"), None), &found, offer()), not_found);
    assert_eq!(lookup_outcome(&lookup(None, None), &FieldOutcome::NotFoundOut, offer()), not_found);
    assert_eq!(lookup_outcome(&lookup(Some("microsoft"), None), &FieldOutcome::Found(other()), offer()), None);
}

#[test]
fn one_press_is_waited_for_until_it_is_over_or_could_not_be_sent() {
    let offer = offer();
    let intent = Intent::Connect { offer: offer.id.clone(), site: None };
    let mut attempt = SignInAttempt::new(AuthorizationId::new("a"), intent, offer.id.clone(), String::new());
    assert!(is_trying(None, Some(&attempt), offer));
    assert!(is_trying(Some(&FieldOutcome::LookingUp), None, offer));
    assert!(!is_trying(None, Some(&attempt), other()));
    assert!(!is_trying(None, None, offer));
    attempt.trouble = Some(RequestError::Unreachable);
    assert!(!is_trying(None, Some(&attempt), offer));
}

#[test]
fn the_form_tells_only_of_its_own_tries() {
    let attempt = |offer: &Offer| {
        let intent = authorization("a", Phase::Waiting).intent;
        SignInAttempt::new(AuthorizationId::new("a"), intent, offer.id.clone(), String::new())
    };
    let form = InputField::Password { offer: offer(), is_refresh: true };
    assert!(is_in_form(Some(&form), &attempt(offer())));
    assert!(!is_in_form(Some(&form), &attempt(other())));
    assert!(!is_in_form(Some(&InputField::MailAddress), &attempt(offer())));
    assert!(!is_in_form(None, &attempt(offer())));
}
