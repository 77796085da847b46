//! Finds the offers that a request names.

use std::sync::Arc;

use latchkey_providers::{Provider, ProviderInfo};
use latchkey_wire::{OfferId, ProblemCode};

use crate::app::App;
use crate::problem::ApiError;

impl App {
    /// What people see of an offer's provider.
    pub(crate) fn service(&self, offer: &OfferId) -> Result<&Arc<dyn ProviderInfo>, ApiError> {
        self.registry.get(offer).ok_or(ApiError::new(ProblemCode::OfferUnknown))
    }

    /// The provider of an offer, at the address that the person typed for it.
    pub(crate) fn provider_at(&self, offer: &OfferId, site: Option<&str>) -> Result<Arc<dyn Provider>, ApiError> {
        let found = self.registry.at(offer, site).ok_or(ApiError::new(ProblemCode::OfferUnknown))?;
        found.map_err(ApiError::from)
    }
}
