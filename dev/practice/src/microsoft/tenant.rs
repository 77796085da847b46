//! The first part of every address: which accounts may sign in there.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::PracticeMicrosoft;
use crate::context::PracticeContext;
use crate::people::{PracticeOrganisation, PracticePerson};

/// The tenant of all personal accounts (learn.microsoft.com/entra/identity-platform/id-token-claims-reference, `tid`).
pub(super) const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// A tenant as an address names it.
#[derive(Clone)]
pub(crate) enum Tenant {
    /// Any account.
    Common,
    /// Any account of an organisation.
    Organizations,
    /// Personal accounts only.
    Consumers,
    /// One organisation, named by its GUID or its domain.
    One(PracticeOrganisation),
    /// No organisation has this GUID or domain.
    Unknown,
}

impl FromRequestParts<Arc<PracticeMicrosoft>> for Tenant {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<PracticeMicrosoft>) -> Result<Self, Response> {
        let path = RawPathParams::from_request_parts(parts, site).await.map_err(IntoResponse::into_response)?;
        let name = path.iter().find(|(name, _)| *name == "tenant").map_or("", |(_, value)| value);
        Ok(Self::find(&site.context, name))
    }
}

impl Tenant {
    fn find(context: &PracticeContext, name: &str) -> Self {
        match name {
            "common" => Self::Common,
            "organizations" => Self::Organizations,
            "consumers" | PERSONAL => Self::Consumers,
            other => context.people.organisation(other).cloned().map_or(Self::Unknown, Self::One),
        }
    }

    /// The same text for every spelling of the same tenant.
    pub(super) fn realm(&self) -> &str {
        match self {
            Self::Common => "common",
            Self::Organizations => "organizations",
            Self::Consumers => "consumers",
            Self::One(organisation) => &organisation.id,
            Self::Unknown => "",
        }
    }

    pub(super) fn admits(&self, person: &PracticePerson) -> bool {
        let is_personal = person.organisation.id == PERSONAL;
        match self {
            Self::Common => true,
            Self::Organizations => !is_personal,
            Self::Consumers => is_personal,
            Self::Unknown => false,
            Self::One(organisation) => organisation.id == person.organisation.id,
        }
    }
}
