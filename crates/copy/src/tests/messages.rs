//! What is sent to people and administrators: e-mails, and the notes that people pass on.

use super::*;

/// The page on which a person repairs a connection.
const REPAIR_PAGE: &str = "https://keyring.example/repair/x";

/// Words of each language by which a text speaks to the person whose access is lost, and not to the administrator.
const TO_THE_PERSON: [&[&str]; 3] = [
    &["your administrator", "your password", "your settings", "you "],
    &["Ihre Administration", "Ihr Kennwort", "Ihre Einstellungen", "Warten Sie", "bitten Sie"],
    &["لديك", "كلمة مرورك", "إعداداتك"],
];

fn ann() -> Account {
    account("ann@contoso.example")
}

/// The reasons for which an administrator must act.
fn for_admins() -> impl Iterator<Item = ReasonCode> {
    ReasonCode::ALL.into_iter().filter(|code| matches!(code.actor(), Actor::Admin | Actor::Operator))
}

#[test]
fn a_message_about_a_loss_says_whose_it_is_why_and_where_to_go() {
    for language in Language::ALL {
        for code in ReasonCode::ALL {
            let of = Reason { reference: Some("X1".into()), ..code.into() };
            for route in [RepairRoute::Page(REPAIR_PAGE), RepairRoute::Sidebar(REPAIR_PAGE)] {
                let mail = access_lost_email(language, &ann(), &of, NAMES, route);
                assert!(mail.subject.contains(NAMES.provider) && !mail.subject.contains('\n'), "{mail:?}");
                for needed in ["ann@contoso.example", REPAIR_PAGE, "X1", NAMES.product] {
                    assert!(mail.body.contains(needed), "{needed}: {mail:?}");
                }
            }
        }
    }
}

#[test]
fn a_message_to_forward_says_whose_access_is_lost_and_why_and_where_the_app_is_approved_if_that_is_missing() {
    for language in Language::ALL {
        for code in for_admins() {
            let of = Reason { reference: Some("X1".into()), ..code.into() };
            let mail = |place| access_lost_email_to_forward(language, &ann(), &of, NAMES, place).body;
            let (by_link, unknown) = (mail(ApprovalPlace::Link(LINK)), mail(ApprovalPlace::Unknown));
            for needed in ["ann@contoso.example", "X1", &reason(Sentences::of(language), &of, NAMES)] {
                assert!(by_link.contains(needed), "{needed}: {by_link}");
            }
            let is_unapproved = code == ReasonCode::AdminApproval;
            assert_eq!(by_link.lines().any(|line| line == LINK), is_unapproved, "{language:?}, {code:?}: {by_link}");
            assert_eq!(mail(ApprovalPlace::Console) != unknown, is_unapproved, "{language:?}, {code:?}");
            assert!(!unknown.contains("\n\n\n"), "{unknown}");
        }
    }
}

#[test]
fn what_an_administrator_reads_does_not_speak_to_the_person() {
    for (language, words) in Language::ALL.into_iter().zip(TO_THE_PERSON) {
        let sentences = Sentences::of(language);
        for code in for_admins() {
            let trouble = reason(sentences, &code.into(), NAMES);
            let note = note_for_admin(sentences, &ann(), NAMES, &trouble);
            let found = words.iter().find(|word| note.to_lowercase().contains(&word.to_lowercase()));
            assert_eq!(found, None, "{code:?}: {note}");
        }
    }
}

#[test]
fn a_link_in_a_message_stands_alone_so_that_nothing_is_taken_for_a_part_of_it() {
    for language in Language::ALL {
        let mail =
            access_lost_email(language, &ann(), &ReasonCode::SignInEnded.into(), NAMES, RepairRoute::Page(REPAIR_PAGE));
        assert!(mail.body.lines().any(|line| line == REPAIR_PAGE), "{language:?}: {mail:?}");
    }
}

#[test]
fn a_request_to_approve_the_app_ends_with_the_link_alone_or_says_where_else() {
    for language in Language::ALL {
        let note = |place| note_to_approve(Sentences::of(language), NAMES, place);
        let with_link = note(ApprovalPlace::Link(LINK));
        assert!(with_link.lines().last() == Some(LINK) && with_link.lines().count() == 2, "{language:?}: {with_link}");
        let (in_console, unknown) = (note(ApprovalPlace::Console), note(ApprovalPlace::Unknown));
        let where_to_look = in_console.strip_prefix(&unknown).unwrap_or_default();
        let names = [NAMES.provider, NAMES.product];
        assert!(names.iter().all(|name| where_to_look.contains(name)), "{language:?}: {in_console}");
    }
}

#[test]
fn a_message_about_a_client_secret_says_which_until_when_and_which_settings_to_change() {
    for language in Language::ALL {
        let secret =
            EndingSecret { section: "[providers.contoso]", last_day: "2027-01-31", has_ended: false, has_next: false };
        let before = secret_ends_email(language, NAMES, secret);
        let after = secret_ends_email(language, NAMES, EndingSecret { has_ended: true, ..secret });
        assert!(before.subject != after.subject && before.body != after.body, "{language:?}");
        let next_is_set = secret_ends_email(language, NAMES, EndingSecret { has_next: true, ..secret });
        assert_ne!(next_is_set.body, before.body, "{language:?}");
        for mail in [before, after, next_is_set] {
            assert!(mail.subject.contains(NAMES.provider) && !mail.subject.contains('\n'), "{mail:?}");
            for needed in [
                NAMES.product,
                NAMES.provider,
                "2027-01-31",
                secret.section,
                "next_client_secret",
                "client_secret_ends",
            ] {
                assert!(mail.body.contains(needed), "{language:?}, {needed}: {mail:?}");
            }
        }
    }
}
