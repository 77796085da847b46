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

/// Every address that these parts form, and spellings of each: its letters in all kinds of cases, blanks, both of Gmail's
/// domains.
mod property {
    use super::*;

    const NAMES: [&str; 4] = ["a", "ab", "a.b", "ä"];
    const DOMAINS: [&[&str]; 4] = [&["gmail.com", "googlemail.com"], &["x.co"], &["gmail.co"], &["mail.gmail.com"]];
    const BLANKS: [(&str, &str); 4] = [("", ""), (" ", ""), ("", "\t"), ("\u{a0}", "\r\n")];

    /// How many cases of an address's letters are tried.
    const MAX_CASES: u32 = 1 << 9;

    /// The address with the letters in capitals whose bit is set.
    fn in_case(address: &str, bits: u32) -> String {
        let capital = |at: usize| bits >> (at % 32) & 1 == 1;
        address.char_indices().map(|(at, c)| if capital(at) { c.to_ascii_uppercase() } else { c }).collect()
    }

    fn spellings(name: &str, domains: &[&str]) -> Vec<String> {
        let mut all = Vec::new();
        for domain in domains {
            let address = format!("{name}@{domain}");
            for bits in 0..MAX_CASES {
                let (before, after) = BLANKS[bits as usize % BLANKS.len()];
                // Spread over the whole address, however long it is.
                all.push(format!("{before}{}{after}", in_case(&address, bits.wrapping_mul(0x9e37_79b1))));
            }
        }
        all
    }

    #[test]
    fn all_spellings_of_an_address_are_one_and_no_two_addresses_are() {
        let addresses: Vec<_> = NAMES.into_iter().flat_map(|name| DOMAINS.map(|domains| (name, domains))).collect();
        let keys = addresses.iter().map(|(name, domains)| {
            let key = mail_key(&format!("{name}@{}", domains[0]));
            for spelling in spellings(name, domains) {
                assert_eq!(mail_key(&spelling), key, "{spelling:?}");
                assert_eq!(mail_key(&mail_key(&spelling)), key, "a key is its own key: {spelling:?}");
            }
            key
        });
        let mut keys: Vec<_> = keys.collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), addresses.len());
    }

    #[test]
    fn a_mailbox_is_noticed_if_and_only_if_it_is_no_spelling_of_an_address_of_the_account() {
        for (index, own) in NAMES.into_iter().enumerate() {
            let mut ann = connection();
            ann.account.address = format!("{own}@x.co");
            ann.aliases = vec![format!("{own}@googlemail.com")];
            for (other, shown) in NAMES.into_iter().enumerate() {
                for spelling in spellings(shown, &["gmail.com", "x.co"]) {
                    assert_eq!(noticed(&spelling, ann.clone()), index != other, "{spelling:?} beside {own}");
                }
            }
        }
    }
}
