//! The first part of every address: which accounts may sign in there.

use crate::context::PracticeContext;
use crate::people::{PracticeOrganisation, PracticePerson};

/// A tenant as an address names it.
#[derive(Clone)]
pub(super) enum Tenant {
    /// Any account.
    Common,
    /// Any account of an organisation.
    Organizations,
    /// Personal accounts only. No practice person has one.
    Consumers,
    /// One organisation, named by its GUID or its domain.
    One(PracticeOrganisation),
}

impl Tenant {
    pub(super) fn find(context: &PracticeContext, name: &str) -> Option<Self> {
        match name {
            "common" => Some(Self::Common),
            "organizations" => Some(Self::Organizations),
            "consumers" => Some(Self::Consumers),
            other => context.people.organisation(other).cloned().map(Self::One),
        }
    }

    /// The same text for every spelling of the same tenant.
    pub(super) fn realm(&self) -> &str {
        match self {
            Self::Common => "common",
            Self::Organizations => "organizations",
            Self::Consumers => "consumers",
            Self::One(organisation) => &organisation.id,
        }
    }

    pub(super) fn admits(&self, person: &PracticePerson) -> bool {
        match self {
            Self::Common | Self::Organizations => true,
            Self::Consumers => false,
            Self::One(organisation) => organisation.id == person.organisation.id,
        }
    }
}
