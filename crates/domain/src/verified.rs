//! Whether an address belongs to the account that goes by it. A typed name is not an identity, and neither is a name that an
//! account's own administrator writes at the provider: what counts is what the provider itself has verified.
//!
//! Who asks and what they may do then: `latchkey_endpoint::verified`.

/// What is known of an account's address.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Verified {
    /// Not checked yet. Treated like [`Verified::No`] until it is.
    #[default]
    Unknown,
    /// The provider does not vouch for it.
    No,
    /// It names this account and no other, but mail to it may reach another person: a sign-in name that only looks like
    /// an address.
    Name,
    /// It is the account's, and mail to it reaches its owner.
    Address,
}

impl Verified {
    /// Whether the address identifies the account.
    pub fn names_its_owner(self) -> bool {
        matches!(self, Self::Name | Self::Address)
    }

    /// Whether mail to the address reaches its owner.
    pub fn takes_mail(self) -> bool {
        self == Self::Address
    }
}

/// What a provider that vouches for addresses or does not has said.
impl From<bool> for Verified {
    fn from(vouched: bool) -> Self {
        if vouched { Self::Address } else { Self::No }
    }
}

/// Whether an address is written as addresses usually are, so that it is one text for one mailbox and means nothing else on
/// its way: one `@`, a name of the plain characters (RFC 5322, 3.2.3, without `%` and `!`, which relays once took for routes),
/// no quotes, and a host name. Others may be real, but what they are the same as cannot be seen.
pub fn is_plain_address(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else { return false };
    let plain = |char: char| char.is_ascii_alphanumeric() || "#$&'*+-/=?^_`{|}~".contains(char);
    let part = |part: &str| !part.is_empty() && part.chars().all(plain);
    let label = |label: &str| {
        let inside = |char: char| char.is_alphanumeric() || char == '-';
        !label.is_empty() && label.chars().all(inside) && !label.starts_with('-') && !label.ends_with('-')
    };
    name.split('.').all(part) && host.split('.').all(label)
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
        ] {
            assert!(!is_plain_address(odd), "{odd:?}");
        }
    }
}
