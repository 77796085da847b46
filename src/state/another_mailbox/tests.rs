use super::*;
use crate::state::samples::connection;

const ANN: &str = "ann@contoso.example";
const BEN: &str = "ben@contoso.example";

fn noticed(shown: &str, connection: Connection) -> bool {
    another_mailbox(Some(shown), &[connection], "").is_some()
}

#[test]
fn another_mailbox_is_pointed_out_by_both_names() {
    let both = Some((BEN.to_owned(), ANN.to_owned()));
    assert_eq!(another_mailbox(Some(BEN), &[connection()], ""), both);
}

#[test]
fn a_silent_host_and_no_mailbox_are_nothing_to_say() {
    assert_eq!(another_mailbox(None, &[connection()], ""), None);
    assert_eq!(another_mailbox(Some(BEN), &[], ""), None);
    let crm = Connection { purpose: Purpose::Crm, ..connection() };
    assert_eq!(another_mailbox(Some(BEN), &[crm], ""), None);
}

#[test]
fn every_address_of_the_account_is_its_own() {
    let aliases = vec!["a.able@contoso.example".to_owned(), "ann@fabrikam.example".to_owned()];
    let ann = Connection { aliases, sign_in_name: Some("ann.able@login.contoso.example".into()), ..connection() };
    for own in [ANN, "A.Able@contoso.example", "ann@fabrikam.example ", "ann.able@login.contoso.example"] {
        assert!(!noticed(own, ann.clone()), "{own}");
    }
    assert!(noticed("able@contoso.example", ann));
}

#[test]
fn a_sign_in_name_that_is_no_address_names_no_mailbox() {
    let ann = Connection { sign_in_name: Some("CONTOSO\\ann".into()), ..connection() };
    assert!(noticed("contoso\\ann", ann));
}

#[test]
fn a_dismissed_pair_stays_dismissed_in_every_spelling_and_another_pair_shows() {
    let dismissed = dismiss("", "Ben@Contoso.example", " ann@contoso.example");
    assert_eq!(another_mailbox(Some(BEN), &[connection()], &dismissed), None);
    assert!(another_mailbox(Some("eve@contoso.example"), &[connection()], &dismissed).is_some());
    let mut eve = connection();
    eve.account.address = "eve@contoso.example".into();
    assert!(another_mailbox(Some(BEN), &[eve], &dismissed).is_some());
}

#[test]
fn only_the_newest_few_pairs_are_remembered_each_once() {
    let address = |number: usize| format!("mailbox{number}@contoso.example");
    let all = (0..2 * MAX_DISMISSED).fold(String::new(), |all, number| dismiss(&all, &address(number), ANN));
    for number in 0..2 * MAX_DISMISSED {
        assert_eq!(is_dismissed(&all, &address(number), ANN), number >= MAX_DISMISSED, "{number}");
    }
    let again = dismiss(&all, &address(MAX_DISMISSED), ANN);
    assert_eq!(again.lines().count(), MAX_DISMISSED);
    assert!((MAX_DISMISSED..2 * MAX_DISMISSED).all(|number| is_dismissed(&again, &address(number), ANN)));
}

#[test]
fn whatever_else_is_stored_there_dismisses_nothing() {
    for stored in ["null", "[]", "\n\n \n", BEN, "ben@contoso.example ann@contoso.example more"] {
        assert!(another_mailbox(Some(BEN), &[connection()], stored).is_some(), "{stored:?}");
    }
}

#[test]
fn a_sign_in_name_is_another_one_unless_it_spells_the_address() {
    let signs_in = |name: &str| Connection { sign_in_name: Some(name.into()), ..connection() };
    assert_eq!(other_sign_in_name(&connection()), None);
    assert_eq!(other_sign_in_name(&signs_in(" Ann@Contoso.example")), None);
    assert_eq!(other_sign_in_name(&signs_in("CONTOSO\\ann")), Some("CONTOSO\\ann"));
}

/// Each address as hosts may spell it. `host::address` has the property for all spellings.
#[test]
fn a_mailbox_is_noticed_if_and_only_if_it_is_no_spelling_of_an_address_of_the_account() {
    let names = ["ann", "ann.able", "able"];
    for own in names {
        let mut ann = connection();
        ann.account.address = format!("{own}@Contoso.example");
        ann.aliases = vec![format!("{own}@googlemail.com")];
        for other in names {
            let upper = other.to_uppercase();
            for shown in [
                format!("{other}@contoso.example"),
                format!(" {upper}@CONTOSO.example"),
                format!("{other}@GoogleMail.com"),
                format!("{upper}@gmail.com\n"),
            ] {
                assert_eq!(noticed(&shown, ann.clone()), own != other, "{shown:?} beside {own}");
            }
        }
    }
}
