//! How mail spells addresses: two texts that are one mailbox.
//!
//! # To add a domain with two names
//! Add it to [`TWO_NAMES`], with its source, and to a migration of the store, which keeps keys.

/// A domain's other name, and the name that stands for both (github.com/validatorjs/validator.js, `normalizeEmail`).
const TWO_NAMES: [(&str, &str); 1] = [("googlemail.com", "gmail.com")];

/// A letter of another script never becomes one of ASCII's, as U+212A, the sign of the kelvin, would: that would be another mailbox.
fn in_lower_case(char: char) -> char {
    let mut lower = char.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) if char.is_ascii() || !one.is_ascii() => one,
        _ => char,
    }
}

/// An address as it is compared and looked up: without blanks around it or regard to case, and with one name for a domain that
/// has two.
pub fn mail_key(address: &str) -> String {
    let key: String = address.trim().chars().map(in_lower_case).collect();
    let of_domain = |(other, one): (&str, &str)| {
        let name = key.strip_suffix(other)?.strip_suffix('@')?;
        Some(format!("{name}@{one}"))
    };
    TWO_NAMES.into_iter().find_map(of_domain).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_one_however_mail_spells_it() {
        for same in ["Ann.Able@Gmail.com", " ann.able@googlemail.com", "ann.able@GOOGLEMAIL.com "] {
            assert_eq!(mail_key(same), "ann.able@gmail.com");
        }
        for other in
            ["annable@gmail.com", "ann.able@googlemail.com.evil.example", "googlemail.com", "ann.able@googlemail.co"]
        {
            assert_ne!(mail_key(other), "ann.able@gmail.com");
        }
    }

    #[test]
    fn letters_of_other_scripts_are_no_letters_of_ascii() {
        for other in ["\u{212a}en@contoso.example", "ken@\u{212a}yoto.example", "\u{130}da@contoso.example"] {
            assert!(!mail_key(other).is_ascii(), "{other}");
        }
        assert_eq!(mail_key("ÄNN@MÜNCHEN.example"), "änn@münchen.example");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(address in ".{0,40}") {
            let key = mail_key(&address);
            prop_assert_eq!(mail_key(&key), key.clone());
        }
    }
}
