//! Whether an address belongs to the account that uses it. A name that a person typed does not prove identity, nor does a
//! name that the account's administrator set at the provider. Only what the provider itself has verified counts.
//!
//! `latchkey_endpoint::verified` decides what an address permits.

use unicode_normalization::UnicodeNormalization as _;

/// What is known of an account's address.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Verified {
    /// Not checked yet. Treated like [`Verified::No`] until it has been checked.
    #[default]
    Unknown,
    /// The provider does not vouch for the address.
    No,
    /// The address names this account and no other, but mail to it may reach another person. It is a sign-in name that
    /// only looks like an address.
    Name,
    /// The address is the account's, and mail to it reaches the account's owner.
    Address,
}

impl Verified {
    /// Its name, which is stored and so never changes.
    pub const fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::No => Some("no"),
            Self::Name => Some("name"),
            Self::Address => Some("address"),
        }
    }

    /// What has this name. A name of a later version counts as unknown.
    pub fn of_name(name: Option<&str>) -> Self {
        [Self::No, Self::Name, Self::Address].into_iter().find(|known| known.as_str() == name).unwrap_or_default()
    }

    /// Whether the address identifies the account.
    pub fn names_its_owner(self) -> bool {
        matches!(self, Self::Name | Self::Address)
    }

    /// Whether mail to the address reaches its owner.
    pub fn takes_mail(self) -> bool {
        self == Self::Address
    }
}

/// Converts a provider's yes or no: whether it vouches for the address.
impl From<bool> for Verified {
    fn from(vouched: bool) -> Self {
        if vouched { Self::Address } else { Self::No }
    }
}

/// Whether an address has the usual form, so that every server on the way reads it as the same mailbox: one `@`, a local
/// part of plain characters (RFC 5322, 3.2.3, without `%` and `!`, which relays once took for routes), no quotes, and a
/// host name. Other addresses may exist, but this code cannot tell which of them are the same mailbox.
pub fn is_plain_address(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else { return false };
    let plain = |char: char| char.is_ascii_alphanumeric() || "#$&'*+-/=?^_`{|}~".contains(char);
    let part = |part: &str| !part.is_empty() && part.chars().all(plain);
    // A host name in another script is compared after NFKC (RFC 5895, 2), which makes some letters ASCII's.
    let is_normal = host.nfkc().eq(host.chars());
    let label = |label: &str| {
        let inside = |char: char| char.is_alphanumeric() || char == '-';
        !label.is_empty() && label.chars().all(inside) && !label.starts_with('-') && !label.ends_with('-')
    };
    is_normal && name.split('.').all(part) && host.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_are_one_text_for_one_mailbox_are_plain() {
        for plain in [
            "ann@contoso.example",
            "Ann.O'Neil+x@mail.contoso.example",
            "a_b-c@xn--mnchen-3ya.example",
            "ann@münchen.example",
        ] {
            assert!(is_plain_address(plain), "{plain}");
        }
        for odd in [
            "",
            "ann",
            "@contoso.example",
            "ann@",
            "\"ann\"@contoso.example",
            "b\\oss@contoso.example",
            "ceo@contoso.example@x.example",
            "ceo%contoso.example@x.example",
            "contoso.example!ceo@x.example",
            "ceo@contoso.example> <x@y.example",
            "a,b@x.example",
            "\u{202e}oec@contoso.example",
            "bo\u{200b}ss@contoso.example",
            "ｂoss@contoso.example",
            " ann@contoso.example",
            "ann@contoso.example\u{202e}",
            "a..b@contoso.example",
            ".a@contoso.example",
            "ann@contoso..example",
            "ann@[192.0.2.1]",
            "ann@\u{212a}yoto.example",
            "ann@ｃontoso.example",
        ] {
            assert!(!is_plain_address(odd), "{odd:?}");
        }
    }
}
