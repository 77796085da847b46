//! Keys for limits: the provider that a token is presented to, and the organisation that it belongs to.

/// A registration at a provider, and the site that a person typed, if any.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct ProviderKey {
    /// The provider's name in the configuration.
    pub part: String,
    /// The site in its normalised form.
    pub site: Option<String>,
}

/// The key of the limits for one token.
#[derive(Clone, Debug)]
pub struct LimiterKey {
    /// The provider that the token is presented to.
    pub provider: ProviderKey,
    /// The person's organisation: the identity's issuer.
    pub organisation: String,
}
