//! The realm of a provider with one realm.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;

/// All accounts sign in at the same addresses.
#[derive(Clone)]
pub(crate) struct Everywhere;

impl<S: Sync> FromRequestParts<S> for Everywhere {
    type Rejection = Response;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Response> {
        Ok(Self)
    }
}
