//! Looks up where a mailbox is, for people who do not know.

use axum::Json;
use latchkey_providers::MailboxLocation;
use latchkey_wire::{Lookup, LookupRequest, MAX_ADDRESS_BYTES, OfferId, Problem, ProblemCode, Purpose};

use super::AppState;
use crate::app::App;
use crate::problem::ApiError;
use crate::session::caller::Caller;
use crate::session::network::Network;
use crate::web::extract::JsonBody;

/// The pause between look-ups of one session, in seconds. A person needs one or two.
const PAUSE_S: i64 = 1;
/// The most look-ups from one network in [`WINDOW_S`], by all sessions together, so that an attacker cannot list a
/// company's addresses. A whole office may share a network.
const FROM_ONE_NETWORK: u32 = 200;
/// The window of this limit, in seconds.
const WINDOW_S: i64 = 600;

const NOT_FOUND: Lookup = Lookup { offer: None, server: None, refusal: None };

/// Finds the offer for an e-mail address. Providers learn only its domain. If the request names an offer with
/// passwords, the mail server for the address is asked first.
#[utoipa::path(post, path = "/v1/lookups", security(("session" = [])), request_body = LookupRequest, responses(
    (status = 200, body = Lookup),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn look_up(
    app: AppState,
    caller: Caller,
    Network(from): Network,
    JsonBody(LookupRequest { address, offer: named }): JsonBody<LookupRequest>,
) -> Result<Json<Lookup>, ApiError> {
    let address = address.trim();
    if address.len() > MAX_ADDRESS_BYTES || !address.contains('@') {
        return Err(ApiError::new(ProblemCode::MalformedBody));
    }
    let now = app.clock.now();
    app.lookup_limit.admit(&caller.session, now, PAUSE_S)?;
    app.network_lookup_limit.admit_some(&from, now, FROM_ONE_NETWORK, WINDOW_S)?;
    let policy = app.policy();
    let named = named.filter(|offer| policy.is_offered(offer));
    if let Some(offer) = &named
        && let Some(found) = server(&app, offer, address).await
    {
        return Ok(Json(found));
    }
    let candidates = app.registry.all().filter(|(offer, provider)| {
        provider.purpose() == Purpose::Mailbox && policy.is_offered(offer) && provider.address_example().is_none()
    });
    for (offer, provider) in candidates {
        if provider.has_mailbox(&*app.http, address).await {
            return Ok(Json(Lookup { offer: Some(offer.clone()), ..NOT_FOUND }));
        }
    }
    let others = app.registry.all().filter(|(offer, _)| policy.is_offered(offer) && named.as_ref() != Some(*offer));
    for (offer, _) in others {
        if let Some(found) = server(&app, offer, address).await {
            return Ok(Json(found));
        }
    }
    let mut mailboxes = app
        .registry
        .all()
        .filter(|(offer, provider)| provider.purpose() == Purpose::Mailbox && policy.is_offered(offer));
    let refusal = mailboxes.find_map(|(_, provider)| provider.refuses_address(address));
    Ok(Json(Lookup { refusal, ..NOT_FOUND }))
}

/// The mail server of an address, if the offer takes passwords and finds one.
async fn server(app: &App, offer: &OfferId, address: &str) -> Option<Lookup> {
    match app.registry.by_password(offer)?.locate_mailbox(address).await.ok()? {
        MailboxLocation::Server(server) | MailboxLocation::Directory(server) => {
            Some(Lookup { offer: Some(offer.clone()), server: Some(server), ..NOT_FOUND })
        }
        MailboxLocation::Elsewhere => None,
    }
}
