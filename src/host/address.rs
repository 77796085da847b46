//! E-mail addresses as hosts and providers spell them.
//!
//! To treat two spellings of an address as one, extend [`mail_key`].

/// An address as it is compared: without blanks around it or regard to case, and with one name for a domain that has two
/// (github.com/validatorjs/validator.js, `normalizeEmail`: googlemail.com is gmail.com). Letters beyond ASCII are compared as they are: their
/// table of cases would be larger than everything that uses it.
pub fn mail_key(address: &str) -> String {
    let key = address.trim().to_ascii_lowercase();
    match key.strip_suffix("@googlemail.com") {
        Some(name) => format!("{name}@gmail.com"),
        None => key,
    }
}

/// Whether both are spellings of one address.
pub fn is_same_address(one: &str, other: &str) -> bool {
    mail_key(one) == mail_key(other)
}

#[cfg(test)]
mod tests;
