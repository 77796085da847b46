//! The router of the whole server.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::routing::get;

use crate::context::PracticeContext;
use crate::control;
use crate::exchange::PracticeExchange;
use crate::fault_layer;
use crate::provider::PracticeProvider;

/// Forms and token requests are small.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// A provider's handle, and its routes below its slug.
pub(crate) type ProviderRoutes = (Arc<PracticeProvider>, Router);

pub(crate) fn router(
    context: &Arc<PracticeContext>,
    sites: Vec<ProviderRoutes>,
    exchange: &Arc<PracticeExchange>,
) -> Router {
    let providers = sites.iter().map(|(provider, _)| Arc::clone(provider)).collect();
    let shared = Router::new()
        .route("/practice.css", get(([(header::CONTENT_TYPE, "text/css")], include_str!("practice.css"))))
        .route("/practice.svg", get(([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("practice.svg"))))
        .merge(control::router(context, providers, exchange));
    let all = sites.into_iter().fold(shared, |router, (provider, routes)| {
        router.nest(&format!("/{}", provider.slug()), fault_layer::with_faults(routes, &provider))
    });
    all.layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}
