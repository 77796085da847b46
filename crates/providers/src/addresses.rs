//! The addresses of an account, as its provider tells them.

use latchkey_domain::{Alias, Verified};

/// What a provider says of the addresses of an account that signed in before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AddressAnswer {
    /// These are its addresses.
    Told(ToldAddresses),
    /// The account has these addresses and no others, and nothing shows that they are its own.
    Listed(Vec<String>),
    /// The provider does not tell.
    Unknown,
}

/// The addresses of an account, as the provider tells them after a sign-in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ToldAddresses {
    /// The main address.
    pub address: String,
    /// Whether it is verified.
    pub verified: Verified,
    /// The others.
    pub aliases: Vec<Alias>,
}
