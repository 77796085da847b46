//! Where the endpoints are: at the old addresses, or at the new ones once the server has moved.

use std::sync::Arc;

use axum::extract::{OriginalUri, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::PracticeOpenId;
use crate::speaks_like::SpeaksLike;

/// The prefix of the new addresses.
pub(super) const NEW: &str = "/v2";

impl PracticeOpenId {
    /// Where the endpoints are now.
    pub(super) fn endpoints(&self) -> String {
        let moved = self.speaks_like() == SpeaksLike::MovedEndpoints;
        format!("{}{}", self.base(), if moved { NEW } else { "" })
    }
}

/// Answers 404 at the addresses that the document does not name.
pub(super) async fn only_where_it_is(
    State(openid): State<Arc<PracticeOpenId>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let is_new = uri.path().starts_with(&format!("/openid{NEW}/"));
    if is_new == (openid.speaks_like() == SpeaksLike::MovedEndpoints) {
        next.run(request).await
    } else {
        (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response()
    }
}
