//! How mail spells addresses: two texts that are one mailbox.
//!
//! # To add a domain with two names
//! Add it to [`TWO_NAMES`], with its source, and to a migration of the store, which keeps keys.

/// A domain's other name, and the name that stands for both (github.com/validatorjs/validator.js, `normalizeEmail`).
const TWO_NAMES: [(&str, &str); 1] = [("googlemail.com", "gmail.com")];

/// An address as it is compared and looked up: without blanks around it or regard to case, and with one name for a domain that
/// has two.
pub fn mail_key(address: &str) -> String {
    let key = address.trim().to_lowercase();
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

    proptest! {
        #[test]
        fn a_key_is_its_own_key(address in ".{0,40}") {
            let key = mail_key(&address);
            prop_assert_eq!(mail_key(&key), key.clone());
        }
    }
}
