//! JSON, the second version: `GET /autodiscover/autodiscover.json?Email=…&Protocol=EWS`, or with the address in the
//! path. It asks for no password.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use url::form_urlencoded;

use super::{ExchangeRequest, LocatedMailbox, MICROSOFT_365, PracticeExchange};

/// As Exchange lists them.
const PROTOCOLS: [&str; 4] = ["ActiveSync", "AutodiscoverV1", "Ews", "Rest"];

pub(super) fn answer(exchange: &PracticeExchange, request: &ExchangeRequest<'_>, query: &str) -> Response {
    let parameter = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.into_owned())
    };
    let in_path =
        request.path.strip_prefix("/autodiscover/autodiscover.json/v1.0/").map(|address| address.replace("%40", "@"));
    let Some(address) = in_path.or_else(|| parameter("Email")).filter(|address| address.contains('@')) else {
        return refuse(StatusCode::BAD_REQUEST, "MandatoryParameterMissing", "A valid smtp address must be provided");
    };
    let Some(protocol) = parameter("Protocol") else {
        let text = "A valid value must be provided for the query parameter 'Protocol'";
        return refuse(StatusCode::BAD_REQUEST, "MandatoryParameterMissing", text);
    };
    if !protocol.eq_ignore_ascii_case("EWS") {
        let list = PROTOCOLS.join(",");
        let text = format!("The given protocol value '{protocol}' is invalid. Supported values are '{list}'");
        return refuse(StatusCode::BAD_REQUEST, "InvalidProtocol", &text);
    }
    let url = match exchange.locate(request, &address) {
        LocatedMailbox::Here(_, url) => url,
        LocatedMailbox::Moved(_) => MICROSOFT_365.to_owned(),
        LocatedMailbox::Ask(_) | LocatedMailbox::Nowhere => {
            return refuse(StatusCode::NOT_FOUND, "UserNotFound", "The given user is not found");
        }
    };
    Json(json!({ "Protocol": protocol, "Url": url })).into_response()
}

fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "ErrorCode": code, "ErrorMessage": message }))).into_response()
}
