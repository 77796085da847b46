//! Checks every sentence: none is missing, empty or a duplicate, and none uses words that only an engineer understands.

extern crate std;

use std::{borrow::ToOwned, collections::HashSet, vec, vec::Vec};

use latchkey_wire::{
    Account, Actor, ConnectionId, ConnectionState, EngineProblemCode, Permission, Phase, Reason, ReasonCode,
};

use super::*;

mod languages;
mod messages;

const NAMES: SentenceNames<'_> = SentenceNames { provider: "Contoso Mail", product: "Keyring" };

/// Words that readers cannot be expected to know, or that blame the reader.
const JARGON: [&str; 14] = [
    "error",
    "invalid",
    "token",
    "oauth",
    "null",
    "exception",
    "unauthorized",
    "grant ",
    "http",
    "denied",
    "fehler",
    "ungültig",
    "خطأ",
    "غير صالح",
];

/// Where an administrator approves the app.
const LINK: &str = "login.contoso.example/adminconsent?client_id=1";

fn account(address: &str) -> Account {
    Account { address: address.to_owned(), name: None }
}

fn states() -> Vec<ConnectionState> {
    let reason = Reason::from(ReasonCode::SignInEnded);
    vec![
        ConnectionState::Working,
        ConnectionState::ExpiresSoon { at: 0 },
        ConnectionState::Retrying { since: 0, reason: ReasonCode::ProviderDown.into() },
        ConnectionState::NeedsSignIn { since: 0, reason },
        ConnectionState::NeedsAdmin { since: 0, reason: ReasonCode::AdminApproval.into() },
        ConnectionState::Disconnected { since: 0 },
    ]
}

fn phases() -> Vec<Phase> {
    vec![
        Phase::Waiting,
        Phase::Finishing,
        Phase::AwaitingProof,
        Phase::Succeeded { connection: ConnectionId::new("c") },
        Phase::Failed { reason: ReasonCode::SignInEnded.into(), signed_in_as: None, expected: None },
        wrong_account_phase(),
        wrong_organisation_phase(),
        same_address_phase(),
        Phase::AwaitingSwitch { account: account("bob@contoso.example"), current: account("ann@contoso.example") },
        Phase::ServerFound { server: "mail.contoso.example".into() },
        Phase::Cancelled,
        Phase::Expired,
    ]
}

fn wrong_account_phase() -> Phase {
    Phase::Failed {
        reason: ReasonCode::WrongAccount.into(),
        signed_in_as: Some(account("bob@contoso.example")),
        expected: Some(account("ann@contoso.example")),
    }
}

fn wrong_organisation_phase() -> Phase {
    Phase::Failed {
        reason: ReasonCode::WrongOrganisation.into(),
        signed_in_as: Some(account("bob@contoso.example")),
        expected: Some(account("ann@contoso.example")),
    }
}

fn same_address_phase() -> Phase {
    Phase::Failed {
        reason: ReasonCode::WrongOrganisation.into(),
        signed_in_as: Some(account("Ann@contoso.example")),
        expected: Some(account("ann@contoso.example")),
    }
}

/// Every family of texts that are shown side by side, so that no two of one family may be the same.
fn families(language: Language) -> Vec<(&'static str, Vec<String>)> {
    let sentences = Sentences::of(language);
    vec![
        ("labels", Label::ALL.iter().map(|of| label(sentences, *of).to_owned()).collect()),
        ("reasons", ReasonCode::ALL.iter().map(|code| reason(sentences, &(*code).into(), NAMES)).collect()),
        ("state words", states().iter().map(|of| state_word(sentences, of).to_owned()).collect()),
        ("states", states().iter().map(|of| state(sentences, of, NAMES, "12 February")).collect()),
        ("phases", phases().iter().map(|of| phase(sentences, of, NAMES)).collect()),
        ("problem titles", ProblemCode::ALL.iter().map(|code| problem_title(sentences, *code).to_owned()).collect()),
        ("problem details", ProblemCode::ALL.iter().map(|code| problem_detail(sentences, *code).to_owned()).collect()),
        (
            "single lines",
            vec![
                unreachable(sentences, NAMES),
                welcome(sentences, NAMES.product),
                version(sentences, "1.2.3"),
                another_mailbox(sentences, "ann@contoso.example", "ben@contoso.example"),
                about(sentences, NAMES.product),
                code_page(language, &account("ann@contoso.example"), NAMES).join(" "),
                start_title(language).to_owned(),
                needs_script(language).to_owned(),
                needs_storage(language)[0].to_owned(),
                needs_storage(language)[1].to_owned(),
                code_wrong(sentences, "2"),
                let_in(sentences, &account("ann@contoso.example"), NAMES, "10:42"),
                press_page(language, NAMES.product).title,
                press_page(language, NAMES.product).what,
                press_page(language, NAMES.product).own,
                press_page(language, NAMES.product).elsewhere,
                waits_until(sentences, "10:42"),
                connect(sentences, NAMES.provider),
                last_working(sentences, "today"),
                what_next(sentences, Some("12 February")),
                what_next(sentences, None),
                reference(sentences, "AADSTS50173"),
                note_for_admin(sentences, &account("ann@contoso.example"), NAMES, "It is locked."),
                stuck(sentences, NAMES),
                repair_title(language, NAMES),
                repair_account(language, &account("ann@contoso.example"), NAMES),
                repair_in_sidebar(language, &account("ann@contoso.example"), NAMES),
                repair_button(language, NAMES),
                repair_over_title(language).to_owned(),
                repair_over(language, NAMES.product),
                stuck_not_installed(sentences, NAMES),
                note_to_install(sentences, NAMES),
                stuck_not_approved(sentences, NAMES),
                note_to_approve(sentences, NAMES, ApprovalPlace::Link(LINK)),
                note_to_approve(sentences, NAMES, ApprovalPlace::Console),
                note_to_approve(sentences, NAMES, ApprovalPlace::Unknown),
                signs_in_as(sentences, "CONTOSO\\ann"),
                lost(sentences, NAMES),
                your_account(sentences, NAMES.provider),
                access_type_of(sentences, NAMES.provider),
                access_to(sentences, NAMES.provider),
                change_account_of(sentences, NAMES.provider),
                address_example(sentences, "company.example"),
                continue_with(sentences, "Contoso Mail"),
                mailbox_is_at(sentences, "Contoso Mail"),
                connected_by_password(sentences, NAMES),
                step(sentences, 1, 2),
            ],
        ),
    ]
}

#[test]
fn no_sentence_is_empty_or_said_twice() {
    for language in Language::ALL {
        for (family, texts) in families(language) {
            let mut seen = HashSet::new();
            for text in texts {
                assert!(!text.trim().is_empty(), "{language:?}: an empty text among the {family}");
                assert!(seen.insert(text.clone()), "{language:?}: twice among the {family}: {text}");
            }
        }
    }
}

#[test]
fn no_sentence_holds_jargon() {
    for language in Language::ALL {
        for (family, texts) in families(language) {
            for text in texts {
                let lower = text.to_lowercase();
                let found = JARGON.iter().find(|word| lower.contains(**word));
                assert_eq!(found, None, "{language:?}, {family}: {text}");
            }
        }
    }
}

#[test]
fn sentences_end_like_sentences() {
    for language in Language::ALL {
        for (family, texts) in families(language) {
            let sentences = matches!(family, "reasons" | "states" | "phases" | "problem titles" | "problem details");
            for text in texts.iter().filter(|_| sentences) {
                assert!(text.ends_with('.'), "{language:?}, {family}: {text}");
            }
        }
    }
}

#[test]
fn every_reason_names_the_provider_except_where_it_has_no_part_in_it() {
    for language in Language::ALL {
        let own = [ReasonCode::MatchDeclined, ReasonCode::SidebarLimited];
        for code in ReasonCode::ALL.into_iter().filter(|code| !own.contains(code)) {
            let sentence = reason(Sentences::of(language), &code.into(), NAMES);
            assert!(sentence.contains(NAMES.provider), "{language:?}, {code:?}: {sentence}");
        }
    }
}

#[test]
fn an_action_is_offered_for_everything_that_the_reader_can_put_right() {
    for code in ReasonCode::ALL.into_iter().filter(|code| code.actor() == Actor::You) {
        assert!(reason_action(Sentences::ENGLISH, code).is_some(), "{code:?}");
    }
}

#[test]
fn a_wrong_account_names_both_people_and_offers_the_right_one() {
    let wrong = wrong_account_phase();
    assert_eq!(
        phase(Sentences::ENGLISH, &wrong, NAMES),
        "You signed in as bob@contoso.example. This connection is for ann@contoso.example. Nothing was changed."
    );
    assert_eq!(phase_action(Sentences::ENGLISH, &wrong).as_deref(), Some("Sign in as ann@contoso.example"));
}

#[test]
fn after_a_sign_in_with_another_account_the_person_may_keep_or_change() {
    for wrong in [wrong_account_phase(), wrong_organisation_phase()] {
        let other = phase_other_action(Sentences::ENGLISH, &wrong);
        assert_eq!(other.as_deref(), Some("Change to bob@contoso.example"));
        assert_eq!(phase_action(Sentences::ENGLISH, &wrong).as_deref(), Some("Sign in as ann@contoso.example"));
    }
    let switch =
        Phase::AwaitingSwitch { account: account("bob@contoso.example"), current: account("ann@contoso.example") };
    assert_eq!(phase_action(Sentences::ENGLISH, &switch).as_deref(), Some("Switch to bob@contoso.example"));
    assert_eq!(phase_other_action(Sentences::ENGLISH, &switch).as_deref(), Some("Keep ann@contoso.example"));
}

#[test]
fn an_address_that_is_in_two_organisations_is_named_once() {
    let same = same_address_phase();
    assert_eq!(
        phase(Sentences::ENGLISH, &same, NAMES),
        "You signed in as Ann@contoso.example, but in a different organisation than this connection's. Nothing was changed."
    );
    assert_eq!(phase_action(Sentences::ENGLISH, &same).as_deref(), Some("Sign in again"));
    let other = phase_other_action(Sentences::ENGLISH, &same);
    assert_eq!(other.as_deref(), Some("Change to the other organisation's account"));
}

#[test]
fn a_permission_that_was_not_given_is_named() {
    let not_allowed = |missing: &[Permission]| {
        let code = ReasonCode::PermissionsNotGranted;
        reason(Sentences::ENGLISH, &Reason { code, reference: None, missing: missing.to_vec() }, NAMES)
    };
    assert!(not_allowed(&[Permission::Calendar]).starts_with("You didn't allow the calendar at "));
    assert!(not_allowed(&Permission::ALL[..3]).contains("allow reading mail, sending mail and the calendar at "));
    for one in Permission::ALL {
        assert_ne!(not_allowed(&[one]), not_allowed(&[]));
    }
}

#[test]
fn a_sign_in_that_ended_badly_always_offers_a_way_on() {
    for code in ReasonCode::ALL {
        let failed = Phase::Failed { reason: code.into(), signed_in_as: None, expected: None };
        assert!(phase_action(Sentences::ENGLISH, &failed).is_some(), "{code:?}");
    }
    assert!(phase_action(Sentences::ENGLISH, &Phase::Cancelled).is_some());
    assert!(phase_action(Sentences::ENGLISH, &Phase::Expired).is_some());
}

#[test]
fn a_language_is_found_by_its_tag() {
    assert_eq!(Language::from_tag("en-GB"), Some(Language::English));
    assert_eq!(Language::from_tag("DE_at"), Some(Language::German));
    assert_eq!(Language::from_tag("ar-SA-u-nu-latn"), Some(Language::Arabic));
    for unknown in ["xx", "", "deu", "e"] {
        assert_eq!(Language::from_tag(unknown), None);
    }
    for language in Language::ALL {
        assert_eq!(Language::from_tag(language.tag()), Some(language));
    }
}

#[test]
fn every_problem_of_an_engine_has_its_own_title_and_its_own_advice() {
    let mut seen = HashSet::new();
    for code in EngineProblemCode::ALL {
        assert!(seen.insert(engine_problem_title(code)) && seen.insert(engine_problem_detail(code)), "{code:?}");
    }
}
