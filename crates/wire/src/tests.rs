//! The contract as snapshots: a change to what travels shows in review.

use insta::assert_json_snapshot;

use crate::*;

fn account() -> Account {
    Account { address: "ann@contoso.example".into(), name: Some("Ann Able".into()) }
}

fn authorization(phase: Phase) -> Authorization {
    Authorization {
        id: AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11"),
        intent: Intent::Connect { offer: OfferId::new("microsoft"), site: None },
        offer: OfferId::new("microsoft"),
        provider_label: "Microsoft 365".into(),
        match_code: String::new(),
        deadline_at: 1_800_000_600,
        phase,
    }
}

fn connection(state: ConnectionState) -> Connection {
    Connection {
        id: ConnectionId::new("0e6bd2a7-6f6c-4b8e-8d8e-0a7a3e1d2c11"),
        purpose: Purpose::Mailbox,
        offer: OfferId::new("microsoft"),
        provider_label: "Microsoft 365".into(),
        by_password: false,
        site: None,
        account: account(),
        sign_in_name: None,
        aliases: Vec::new(),
        scopes: Vec::new(),
        state,
        last_working_at: 1_800_000_000,
        works_until: Some(1_807_776_000),
        settings: ConnectionSettings::default(),
    }
}

#[test]
fn snapshots() {
    let reason = Reason { code: ReasonCode::SignInEnded, reference: Some("AADSTS50173".into()), missing: Vec::new() };
    assert_json_snapshot!(
        "overview",
        Overview {
            now: 1_800_000_000,
            connections: vec![connection(ConnectionState::NeedsSignIn {
                since: 1_799_999_000,
                reason: reason.clone()
            })],
            authorization: Some(authorization(Phase::Failed {
                reason: ReasonCode::WrongAccount.into(),
                signed_in_as: Some(account()),
                expected: Some(account()),
            })),
            sync_settings: SyncSettings::New,
            offers: vec![OfferId::new("microsoft")],
            let_in: vec![LetIn {
                id: "5d41402abc4b2a76b9719d911017c592".into(),
                connection: ConnectionId::new("0e6bd2a7-6f6c-4b8e-8d8e-0a7a3e1d2c11"),
                at: 1_799_999_500,
            }],
        }
    );
    assert_json_snapshot!(
        "phases",
        [
            Phase::Waiting,
            Phase::Finishing,
            Phase::AwaitingProof,
            Phase::AwaitingSwitch { account: account(), current: account() },
            Phase::Succeeded { connection: ConnectionId::new("0e6bd2a7-6f6c-4b8e-8d8e-0a7a3e1d2c11") },
            Phase::Failed { reason: reason.clone(), signed_in_as: None, expected: None },
            Phase::ServerFound { server: "https://mail.contoso.example/EWS/Exchange.asmx".into() },
            Phase::Cancelled,
            Phase::Expired,
        ]
    );
    assert_json_snapshot!(
        "states",
        [
            ConnectionState::Working,
            ConnectionState::ExpiresSoon { at: 1_800_000_000 },
            ConnectionState::Retrying { since: 1_800_000_000, reason: ReasonCode::ProviderDown.into() },
            ConnectionState::NeedsSignIn { since: 1_800_000_000, reason: reason.clone() },
            ConnectionState::NeedsAdmin { since: 1_800_000_000, reason },
            ConnectionState::Disconnected { since: 1_800_000_000 },
        ]
    );
    assert_json_snapshot!("reasons", ReasonCode::ALL.map(|code| (code, code.actor())).to_vec());
    assert_json_snapshot!(
        "authorization_request",
        AuthorizationRequest {
            intent: Intent::Refresh { connection: ConnectionId::new("0e6bd2a7-6f6c-4b8e-8d8e-0a7a3e1d2c11") },
            host_mailbox: Some("ann@contoso.example".into()),
        }
    );
    assert_json_snapshot!(
        "change",
        Intent::Change {
            connection: ConnectionId::new("0e6bd2a7-6f6c-4b8e-8d8e-0a7a3e1d2c11"),
            offer: OfferId::new("salesforce-my-domain"),
            site: Some("contoso.my.salesforce.com".into()),
            account: Some("ann@contoso.example".into()),
        }
    );
    assert_json_snapshot!("permissions", Permission::ALL);
    assert_json_snapshot!(
        "lookup",
        (
            LookupRequest { address: "ann@contoso.example".into(), offer: Some(OfferId::new("exchange")) },
            Lookup { offer: Some(OfferId::new("microsoft")), server: None, refusal: None }
        )
    );
    assert_json_snapshot!("session", Session { token: "(the pane's own)".into(), expires_at: 1_800_000_000 });
    assert_json_snapshot!(
        "problem",
        Problem {
            kind: "urn:latchkey:problem:state_unknown".into(),
            title: "This sign-in isn't in progress.".into(),
            status: 400,
            detail: "Return to the sidebar and start again.".into(),
            code: ProblemCode::StateUnknown,
            request_id: "5f1d".into(),
        }
    );
}

#[test]
fn what_windows_and_installations_are_told() {
    assert_json_snapshot!(
        "openings",
        (
            [
                OpeningRequest { key: Some("the window's key".into()), pressed: false },
                OpeningRequest { key: None, pressed: true }
            ],
            [
                OpeningResponse::Go { to: "https://login.example/authorize".into(), origin_key: "o".into() },
                OpeningResponse::Press { elsewhere: true },
                OpeningResponse::Ended { origin_key: "o".into() }
            ],
            WindowKey { key: "the window's key".into(), expires_at: 1_800_000_060 },
            [
                ProofRequest { code: Some("WDJB-MJHT".into()), sso_token: None },
                ProofRequest { code: None, sso_token: Some("token".into()) }
            ],
        )
    );
    assert_json_snapshot!(
        "installation",
        Installation {
            product_name: "Latchkey".into(),
            short_name: "Latchkey".into(),
            version: "0.1.0".into(),
            help_url: "https://help.example/".into(),
            offers: vec![Offer {
                id: OfferId::new("microsoft"),
                purpose: Purpose::Mailbox,
                label: "Microsoft 365".into(),
                access_type: "Microsoft Office 365".into(),
                address_example: Some("company.example".into()),
                by_password: false,
                may_need_installing: true,
                needs_browser: true,
                may_need_approval: true,
                approval_url: Some("https://login.microsoftonline.com/organizations/v2.0/adminconsent".into()),
            }],
            sync_settings: SyncSettings::Legacy,
        }
    );
}

#[test]
fn what_engines_tell() {
    let said = RejectionReport {
        token_id: Some("Zm9v".into()),
        status: Some(401),
        www_authenticate: Some("Bearer error=\"insufficient_claims\"".into()),
        claims: None,
    };
    assert_json_snapshot!("rejection_report", said);
    assert_json_snapshot!("lookup_refusal", LookupRefusal::PersonalAccount);
}

#[test]
fn what_engines_are_told() {
    assert_json_snapshot!(
        "engine_problem",
        EngineProblem {
            kind: "urn:latchkey:problem:needs_sign_in".into(),
            title: "The person must sign in again.".into(),
            status: 409,
            detail: "The sidebar has asked them to.".into(),
            code: EngineProblemCode::NeedsSignIn,
            reason: Some(ReasonCode::SignInEnded.into()),
            actor: Actor::You,
            since: Some(1_800_000_000),
            request_id: "5f1d".into(),
        }
    );
    assert_json_snapshot!("engine_problem_codes", EngineProblemCode::ALL);
}

#[test]
fn an_unknown_field_in_a_body_that_clients_send_is_refused() {
    for body in [
        r#"{"intent":{"kind":"connect","offer":"microsoft"},"surprise":1}"#,
        r#"{"intent":{"kind":"connect","offer":"microsoft","surprise":1}}"#,
        r#"{"intent":{"kind":"seize","offer":"microsoft"}}"#,
    ] {
        serde_json::from_str::<AuthorizationRequest>(body).expect_err(body);
    }
    serde_json::from_str::<ConnectionSettings>(r#"{"remind_before_end":true,"x":1}"#).expect_err("unknown field");
}

#[test]
fn every_reason_stands_once_in_the_list_of_all() {
    let mut seen = std::collections::HashSet::new();
    assert!(ReasonCode::ALL.iter().all(|code| seen.insert(*code)));
}
