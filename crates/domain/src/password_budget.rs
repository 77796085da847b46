//! How many wrong passwords may reach a mail server through this endpoint, counted for each attacked account, across all
//! callers and all spellings of its name.
//!
//! Servers lock an account after a number of wrong passwords, so an attacker who can submit them can lock accounts or
//! guess. So wrong answers are limited for each account:
//! * All callers share [`SHARED_WRONG_ANSWERS`] across all servers, because the endpoint cannot tell whether two host
//!   names are one server. *Strangers*, sessions whose person has no connection of this account, have no other budget.
//! * The owner of the connection also has [`RESERVED_WRONG_ANSWERS`] at the connection's host. Neither a stranger nor a
//!   person of the same name in another domain can use these up.
//! * All strangers together have [`STRANGERS_WRONG_ANSWERS`] at a *realm* (all listed servers), so that a
//!   stranger can't try one password on all accounts.
//!
//! # To change a budget
//! Edit the constants below. The sum of the first two must stay below [`LOCKOUT_THRESHOLD`], or the crate does not
//! compile. To treat another spelling as equal, extend [`AccountName::read`] and add the spelling to its test.

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// How long a wrong answer counts, in seconds. Windows itself usually forgets one after 10 to 30 minutes.
pub const WINDOW_S: i64 = 3600;
/// Wrong answers for one account within [`WINDOW_S`], by all callers together.
pub const SHARED_WRONG_ANSWERS: u32 = 2;
/// Additional wrong answers for the person whose connection the account is.
pub const RESERVED_WRONG_ANSWERS: u32 = 2;
/// Wrong answers of all strangers together at one realm within [`WINDOW_S`].
pub const STRANGERS_WRONG_ANSWERS: u32 = 30;
/// The number of wrong passwords that locks an account at a low threshold. Microsoft advises 10; 5 is common.
pub const LOCKOUT_THRESHOLD: u32 = 5;

const _: () = assert!(SHARED_WRONG_ANSWERS + RESERVED_WRONG_ANSWERS < LOCKOUT_THRESHOLD);

/// The greatest length of an account's old name (`sAMAccountName`), which is often the beginning of the new name.
const OLD_NAME_CHARACTERS: usize = 20;

/// Characters that directories treat as equal to others although Unicode does not decompose them. Active Directory
/// compares names without regard to case, width and accents (`DS_DEFAULT_LOCALE_COMPARE_FLAGS`, ntdsapi.h), so that `ånn`
/// signs in as `ann`.
const LOOKALIKES: [(char, &str); 11] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ł', "l"),
    ('ħ', "h"),
    ('ŧ', "t"),
    ('ı', "i"),
    ('þ', "th"),
];

/// The account whose password is tried, as the caller wrote it: `CONTOSO\ann`, `ann@contoso.example`, `ann`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccountName {
    user: String,
    domain: Option<String>,
}

impl AccountName {
    /// Splits a name into user and domain. Every text is accepted, because tries with an invalid name count, too.
    pub fn read(typed: &str) -> Self {
        let folded = folded(typed);
        let text = folded.trim_matches(|char: char| ".\\/@".contains(char));
        let (prefix, name) = match text.rsplit_once(['\\', '/']) {
            Some((domain, name)) => (Some(domain), name),
            None => (None, text),
        };
        let (user, suffix) = match name.split_once('@') {
            Some((user, rest)) => (user, rest.rsplit('@').next()),
            None => (name, None),
        };
        let domain = prefix.or(suffix).map(|domain| domain.trim_matches('.').to_owned());
        Self { user: user.trim_matches('.').to_owned(), domain: domain.filter(|domain| !domain.is_empty()) }
    }

    /// Whether both certainly name one account: the same user in the same domain. A domain's old name (`CONTOSO`) is
    /// taken to be the first part of its new one (`contoso.example`). A name without a domain equals only itself, because
    /// its domain depends on the server.
    pub fn is(&self, other: &Self) -> bool {
        let same_domain = match (&self.domain, &other.domain) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                let old_name = |old: &str, new: &str| !old.contains('.') && new.split('.').next() == Some(old);
                one == other || old_name(one, other) || old_name(other, one)
            }
            _ => false,
        };
        self.user == other.user && same_domain
    }

    /// The name under which wrong passwords are counted: the user, without the domain. The endpoint cannot know how a
    /// server interprets a domain. A domain's old name need not resemble its new one, and a server replaces an unknown
    /// domain by its own (Microsoft, "NTLM user authentication", on pass-through). So `X\ann`, `Y\ann` and `ann` can all
    /// be one account.
    pub fn counted_name(&self) -> String {
        let beginning = self.user.chars().take(OLD_NAME_CHARACTERS).collect::<String>();
        beginning.trim_end_matches('.').to_owned()
    }

    /// The name as an e-mail address, if its domain could be an address's domain.
    pub fn as_address(&self) -> Option<String> {
        let domain = self.domain.as_deref().filter(|domain| domain.contains('.'))?;
        Some(format!("{}@{domain}", self.user))
    }

    /// One text for all spellings that are certainly one account ([`AccountName::is`]). It uses the domain's old name.
    pub fn key(&self) -> String {
        let domain = self.domain.as_deref().and_then(|domain| domain.split('.').next()).unwrap_or_default();
        format!("{domain}\\{}", self.user)
    }
}

/// The text in lower case, without accents, width variants and invisible characters, by which two spellings of one name
/// could differ.
fn folded(typed: &str) -> String {
    let small = typed.nfkd().flat_map(char::to_lowercase).collect::<String>();
    let mut folded = String::with_capacity(small.len());
    for char in small.nfkd() {
        match LOOKALIKES.iter().find(|(strange, _)| *strange == char) {
            Some((_, plain)) => folded.push_str(plain),
            None if is_combining_mark(char) => {}
            None if char.is_alphanumeric() || char.is_ascii_graphic() => folded.push(hiragana(char)),
            None => {}
        }
    }
    folded
}

/// Katakana count as hiragana (`NORM_IGNOREKANATYPE`), whose code points are 0x60 lower.
fn hiragana(char: char) -> char {
    let katakana = matches!(char, '\u{30a1}'..='\u{30f6}');
    katakana.then(|| char::from_u32(u32::from(char) - 0x60)).flatten().unwrap_or(char)
}

/// The key under which wrong answers are counted: a hash, so that the counts hold no names. It is not a secret; anyone
/// who can read the counts and guesses a name can find its count.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct BudgetKey(pub [u8; 32]);

impl BudgetKey {
    /// The budget that all callers share for one account ([`AccountName::counted_name`]), at all servers.
    pub fn of_account(counted_name: &str) -> Self {
        Self::of(&["account", counted_name])
    }

    /// The budget that strangers share at one realm.
    pub fn of_strangers(realm: &str) -> Self {
        Self::of(&["strangers", realm])
    }

    /// The additional budget of an account's owners ([`AccountName::key`]) at a host, for all their connections together.
    pub fn of_owners(host: &str, key: &str) -> Self {
        Self::of(&["owners", host, key])
    }

    fn of(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        Self(hash.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counted_name(typed: &str) -> String {
        AccountName::read(typed).counted_name()
    }

    fn are_one(one: &str, other: &str) -> bool {
        AccountName::read(one).is(&AccountName::read(other))
    }

    #[test]
    fn every_spelling_of_an_account_is_counted_as_one() {
        for typed in [
            "ann",
            " Ann ",
            "ANN",
            "CONTOSO\\ann",
            "contoso.example\\ANN",
            "CONTOSO/ann",
            "ann@contoso.example",
            "Ann@CONTOSO",
            "ann@contoso.example.",
            "CONTOSO\\ann@contoso.example",
            "ann@x@contoso.example",
            "INVENTED\\ann",
            ".\\ann",
            "\\ann",
            "ann.",
            "ann ",
            "ａｎｎ",
            "ａｎｎ＠contoso.example",
            "CONTOSO＼ann",
            "ánn",
            "a\u{301}nn",
            "an\u{200b}n",
            "a\u{ad}nn",
            "ann\u{0}",
            "𝐚nn",
            "ⓐnn",
        ] {
            assert_eq!(counted_name(typed), "ann", "{typed:?}");
        }
        assert_eq!(counted_name("strauß"), counted_name("STRAUSS"));
        assert_eq!(counted_name("Łukasz"), counted_name("lukasz"));
        assert_eq!(counted_name("İnci"), counted_name("inci"));
        assert_eq!(counted_name("アン"), counted_name("あん"));
        assert_eq!(counted_name("alexandra.von-hohenstein@x.example"), counted_name("X\\alexandra.von-hohens"));
    }

    #[test]
    fn others_are_others() {
        for typed in ["anna", "an", "ben", "ann.able", "ann-", "", "\\", "@"] {
            assert_ne!(counted_name(typed), "ann", "{typed:?}");
        }
    }

    #[test]
    fn who_owns_one_domain_s_account_owns_no_other_s() {
        for (one, other) in [
            ("ann@contoso.example", "CONTOSO\\ann"),
            ("ann@contoso.example", "contoso.example\\Ann"),
            ("ann", "ANN"),
            ("ann@contoso.example", "ANN@Contoso.example"),
        ] {
            assert!(are_one(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("ann@contoso.example", "ann"),
            ("ann@contoso.example", "ann@contoso.test"),
            ("ann@contoso.example", "FABRIKAM\\ann"),
            ("ann@contoso.example", "ben@contoso.example"),
            ("CONTOSO\\ann", "ann"),
        ] {
            assert!(!are_one(one, other), "{one} {other}");
        }
    }

    #[test]
    fn budgets_of_different_kinds_never_meet() {
        let keys = [
            BudgetKey::of_account("ann"),
            BudgetKey::of_account("ben"),
            BudgetKey::of_strangers("ann"),
            BudgetKey::of_owners("mail", "ann"),
            BudgetKey::of_owners("mailann", ""),
        ];
        let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len());
    }

    proptest! {
        #[test]
        fn a_domain_a_case_and_what_shows_nothing_change_nothing(
            user in "[a-z][a-z0-9]{0,12}",
            domain in "[a-z]{1,8}(\\.[a-z]{2,5})?",
            invisible in "[\u{200b}\u{200d}\u{301}\u{308}\u{ad} ]{0,3}",
            at in 0..3_usize,
        ) {
            let mut written = user.to_uppercase();
            written.insert_str(at.min(written.len()), &invisible);
            for typed in [format!("{domain}\\{written}"), format!("{written}@{domain}"), written] {
                prop_assert_eq!(counted_name(&typed), user.clone(), "{}", typed);
            }
        }

        #[test]
        fn what_is_surely_one_account_is_counted_as_one_and_has_one_key(one in ".{0,24}", other in ".{0,24}") {
            let (one, other) = (AccountName::read(&one), AccountName::read(&other));
            if one.is(&other) {
                prop_assert_eq!(one.counted_name(), other.counted_name());
                prop_assert_eq!(one.key(), other.key());
            }
        }

        #[test]
        fn every_text_is_a_name_and_reading_it_again_changes_nothing(typed in "\\PC{0,40}") {
            let user = counted_name(&typed);
            prop_assert_eq!(counted_name(&user), user);
        }
    }
}
