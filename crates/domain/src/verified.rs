//! Whether an address belongs to the account that goes by it. A typed name is not an identity, and neither is a name that an
//! account's own administrator writes at the provider: what counts is what the provider itself has verified.
//!
//! Who asks and what they may do then: `latchkey_endpoint::verified`.

/// What is known of an account's address.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Verified {
    /// Nobody has found out yet. Treated like [`Verified::No`] until somebody does.
    #[default]
    Unknown,
    /// The provider does not vouch for it.
    No,
    /// It names this account and no other, but mail to it may reach somebody else: a sign-in name that only looks like an
    /// address.
    Name,
    /// It is the account's, and mail to it reaches its owner.
    Address,
}

impl Verified {
    /// Whether the address tells who somebody is.
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
