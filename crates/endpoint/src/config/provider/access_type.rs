//! The access types of Salesforce.

use serde::Deserialize;

/// One way to reach Salesforce.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum AccessTypeSetting {
    /// The common address of production organisations.
    Production,
    /// The common address of sandboxes.
    Sandbox,
    /// The organisation's own address, which people type.
    MyDomain,
    /// A site for partners and customers, whose address people type.
    ExperienceCloud,
}

impl AccessTypeSetting {
    /// All access types, in the order to show them.
    pub const ALL: [Self; 4] = [Self::Production, Self::Sandbox, Self::MyDomain, Self::ExperienceCloud];

    /// The access type as part of an offer's id.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::MyDomain => "my-domain",
            Self::ExperienceCloud => "experience-cloud",
        }
    }
}
