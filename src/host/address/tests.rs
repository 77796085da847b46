//! The property, for every address that these parts form, and for spellings of each: its letters in all kinds of cases, blanks
//! around it, both of Gmail's domains.

use super::*;

const NAMES: [&str; 4] = ["a", "ab", "a.b", "ä"];
const DOMAINS: [&[&str]; 5] =
    [&["gmail.com", "googlemail.com"], &["x.co"], &["gmail.co"], &["mail.gmail.com"], &["googlemail.com.x.co"]];
const BLANKS: [(&str, &str); 4] = [("", ""), (" ", ""), ("", "\t"), ("\u{a0}", "\r\n")];

/// How many cases of an address's letters are tried.
const MAX_CASES: u32 = 1 << 9;

/// The address with the letters in capitals whose bit is set.
fn in_case(address: &str, bits: u32) -> String {
    let is_capital = |at: usize| bits >> (at % 32) & 1 == 1;
    address.char_indices().map(|(at, c)| if is_capital(at) { c.to_ascii_uppercase() } else { c }).collect()
}

fn spellings(name: &str, domains: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for domain in domains {
        let address = format!("{name}@{domain}");
        for number in 0..MAX_CASES {
            let (before, after) = BLANKS[number as usize % BLANKS.len()];
            // The factor spreads the number over the whole address, however long that is.
            all.push(format!("{before}{}{after}", in_case(&address, number.wrapping_mul(0x9e37_79b1))));
        }
    }
    all
}

#[test]
fn all_spellings_of_an_address_are_one_and_no_two_addresses_are() {
    let addresses: Vec<_> = NAMES.into_iter().flat_map(|name| DOMAINS.map(|domains| (name, domains))).collect();
    let mut keys = Vec::new();
    for (name, domains) in &addresses {
        let key = mail_key(&format!("{name}@{}", domains[0]));
        assert_eq!(mail_key(&key), key, "a key is its own key");
        for spelling in spellings(name, domains) {
            assert_eq!(mail_key(&spelling), key, "{spelling:?}");
        }
        keys.push(key);
    }
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), addresses.len());
}
