//! The routes of everything.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::routing::get;

use crate::control;
use crate::microsoft::{self, Microsoft};
use crate::salesforce::{self, Salesforce};
use crate::world::World;

/// Forms and token requests are small.
const MAX_BODY_BYTES: usize = 64 * 1024;

pub(crate) fn router(world: &Arc<World>, microsoft: &Arc<Microsoft>, salesforce: &Arc<Salesforce>) -> Router {
    Router::new()
        .route("/practice.css", get(([(header::CONTENT_TYPE, "text/css")], include_str!("practice.css"))))
        .route("/practice.svg", get(([(header::CONTENT_TYPE, "image/svg+xml")], include_str!("practice.svg"))))
        .merge(control::router(world, vec![Arc::clone(microsoft.provider()), Arc::clone(salesforce.provider())]))
        .nest("/microsoft", microsoft::router(microsoft))
        .nest("/salesforce", salesforce::router(salesforce))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}
