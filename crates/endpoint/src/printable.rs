//! What providers say of an account, made safe to store, to show and to print in a terminal: in one line, without hidden
//! characters, and no longer than such texts are. Everything that is saved of an account passes through here.

use latchkey_domain::{AccountFacts, MAX_ALIASES, Verified};
use latchkey_wire::Account;

/// Longer than any address (RFC 5321, 4.5.3.1: 64 + 1 + 255) and any name.
const MAX_NAME_CHARACTERS: usize = 320;
/// The most bytes of an account's scopes together: overviews and look-ups contain them.
const MAX_SCOPE_BYTES: usize = 4000;

/// Only names, addresses and scopes that are safe to print: one that had to be changed is another one.
pub(crate) fn printable_facts(facts: AccountFacts) -> AccountFacts {
    let is_safe = |text: &String| text.chars().count() <= MAX_NAME_CHARACTERS && !text.chars().any(disturbs_text);
    let aliases = facts.aliases.into_iter().filter(|alias| is_safe(&alias.address)).take(MAX_ALIASES).collect();
    let mut left = MAX_SCOPE_BYTES;
    let fits = |scope: &String| {
        let rest = left.checked_sub(scope.len());
        left = rest.unwrap_or_default();
        rest.is_some()
    };
    let scopes = facts.scopes.into_iter().filter(is_safe).take_while(fits).collect();
    AccountFacts { sign_in_name: facts.sign_in_name.filter(is_safe), aliases, scopes, ..facts }
}

/// The account with names that are safe to print on one line: some providers let people choose any text as their name. An address
/// that had to be changed is not the address that the provider verified.
pub(crate) fn printable_account(account: &Account, verified: Verified) -> (Account, Verified) {
    let printed = printable(account);
    let is_same = printed.address == account.address;
    (printed, if is_same { verified } else { Verified::No })
}

fn printable(account: &Account) -> Account {
    let line =
        |text: &str| text.chars().filter(|one| !disturbs_text(*one)).take(MAX_NAME_CHARACTERS).collect::<String>();
    Account { address: line(&account.address), name: account.name.as_deref().map(line) }
}

/// Whether a character breaks a line, changes the direction of the text around it (Unicode Standard Annex 9, 2), or is invisible.
pub(crate) fn disturbs_text(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use latchkey_domain::Alias;

    use super::*;

    #[test]
    fn a_name_stands_in_one_line_and_turns_no_text_around() {
        let odd = "ann\n@\u{202e}elpmaxe.osotnoc\u{2066}\u{200b}\u{feff}\u{2028}\u{e0041}";
        let printed = printable(&Account { address: odd.to_owned(), name: Some("Zo\u{301}e 山田 \u{7}".to_owned()) });
        assert_eq!(printed, Account { address: "ann@elpmaxe.osotnoc".into(), name: Some("Zo\u{301}e 山田 ".into()) });
    }

    #[test]
    fn facts_have_only_short_texts_that_print() {
        let alias = |address: &str| Alias { address: address.to_owned(), verified: true };
        let facts = AccountFacts {
            aliases: ["ann@x.example", "a\nb@x.example", "\u{1b}[31m@x.example", &"a".repeat(321)].map(alias).to_vec(),
            scopes: (0..5000).map(|number| format!("scope-{number}")).chain(["a\0".to_owned()]).collect(),
            ..AccountFacts::default()
        };
        let kept = printable_facts(facts);
        assert_eq!(kept.aliases, [alias("ann@x.example")]);
        assert!(kept.scopes.concat().len() <= MAX_SCOPE_BYTES && kept.scopes.len() > 100, "{}", kept.scopes.len());
    }

    #[test]
    fn an_address_that_was_changed_is_not_verified() {
        let account = |address: &str| Account { address: address.to_owned(), name: None };
        assert_eq!(printable_account(&account("ann@x.example"), Verified::Address).1, Verified::Address);
        assert_eq!(printable_account(&account("ann\u{202e}@x.example"), Verified::Address).1, Verified::No);
    }
}
