//! What a sign-in window's first page hands in. No pane and no program sends this: only the endpoint's own page, and the
//! page of an extension that an administrator pointed here.

use axum::Json;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Response};
use latchkey_wire::{AuthorizationId, OpeningRequest};

use super::Shared;
use crate::extract::{Body, IdInPath};
use crate::network::Network;
use crate::own_page::Sender;
use crate::problem::ApiError;
use crate::sign_in::{self, opening};

/// Makes this browser the one that signs in.
pub(super) async fn open(
    app: Shared,
    sender: Sender,
    network: Network,
    IdInPath(id): IdInPath<AuthorizationId>,
    headers: HeaderMap,
    Body(request): Body<OpeningRequest>,
) -> Result<Response, ApiError> {
    let (opened, cookie) = opening::open(&app, &id, &request, &network, sender).await?;
    let mut response = Json(opened).into_response();
    if let Some(cookie) = cookie {
        for taken_back in sign_in::surplus_cookies(&app, &headers) {
            response.headers_mut().append(SET_COOKIE, taken_back);
        }
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}
