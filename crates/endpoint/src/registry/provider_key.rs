//! What tells apart whom a token is presented to, and whose it is.

/// A registration at a provider, at the address that a person typed, if one did.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct ProviderKey {
    /// The provider's name in the configuration.
    pub part: String,
    /// The typed address in its one spelling.
    pub site: Option<String>,
}

/// What limits on a token's use are kept for.
#[derive(Clone, Debug)]
pub struct LimiterKey {
    /// Where the token is presented.
    pub provider: ProviderKey,
    /// The organisation of the person, as the identity names it: its issuer.
    pub organisation: String,
}
