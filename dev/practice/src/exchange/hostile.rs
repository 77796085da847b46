//! Faulty answers: outages, captive portals, and malicious servers.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use futures::stream;

use super::soap::{self, EwsErrorCode};
use super::switches::{EXCHANGE_RETRY_AFTER_S, EwsAnswers};

/// The redirect of an Exchange under maintenance, which clients recognise.
const ERROR_PAGE: &str = "/ews/genericerrorpage.htm?aspxerrorpath=/ews/exchange.asmx";
/// Another company's server.
const ELSEWHERE: &str = "https://evil.example/EWS/Exchange.asmx";
const PORTAL: &str = "<!doctype html><title>Guest network</title><p>Practice: accept the terms to go on.\n";
const HUGE: &str = "a header of a megabyte";

/// The faulty answers that need no sign-in.
pub(super) fn before_sign_in(answers: EwsAnswers) -> Option<Response> {
    let response = match answers {
        EwsAnswers::Unavailable => {
            let retry_after = EXCHANGE_RETRY_AFTER_S.to_string();
            let headers = [(header::RETRY_AFTER, retry_after.as_str()), (header::CONNECTION, "close")];
            (StatusCode::SERVICE_UNAVAILABLE, headers).into_response()
        }
        // 302, not 303 as a page of ours would say.
        EwsAnswers::ErrorPage => (StatusCode::FOUND, [(header::LOCATION, ERROR_PAGE)]).into_response(),
        EwsAnswers::Elsewhere => Redirect::temporary(ELSEWHERE).into_response(),
        EwsAnswers::HtmlPage => Html(PORTAL).into_response(),
        EwsAnswers::Endless => endless(),
        EwsAnswers::Dripping => unfinished(Body::from_stream(stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
        }))),
        EwsAnswers::HugeHeader => {
            let value = HeaderValue::from_str(&HUGE.repeat(1024 * 1024 / HUGE.len())).ok()?;
            ([("x-practice", value)], "").into_response()
        }
        EwsAnswers::Normal
        | EwsAnswers::ServerBusy
        | EwsAnswers::Failing
        | EwsAnswers::HangUp
        | EwsAnswers::EndlessAfterSignIn
        | EwsAnswers::EntityBomb
        | EwsAnswers::ExternalEntity => return None,
    };
    Some(response)
}

fn endless() -> Response {
    let piece = Bytes::from(" ".repeat(16 * 1024));
    unfinished(Body::from_stream(stream::repeat_with(move || Ok::<_, Infallible>(piece.clone()))))
}

fn unfinished(body: Body) -> Response {
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], body).into_response()
}

/// The faulty answers to signed-in people.
pub(super) fn after_sign_in(answers: EwsAnswers) -> Option<Response> {
    let document = match answers {
        EwsAnswers::ServerBusy => return Some(soap::fault(EwsErrorCode::ServerBusy)),
        EwsAnswers::Failing => {
            let code = [("x-caserrorcode", "NoRespondingCASInDestinationSite")];
            return Some((StatusCode::INTERNAL_SERVER_ERROR, code).into_response());
        }
        EwsAnswers::EndlessAfterSignIn => return Some(endless()),
        EwsAnswers::EntityBomb => entity_bomb(),
        EwsAnswers::ExternalEntity => {
            "<?xml version=\"1.0\"?><!DOCTYPE s [<!ENTITY file SYSTEM \"file:///etc/passwd\">]><s>&file;</s>".to_owned()
        }
        _ => return None,
    };
    Some(soap::xml(StatusCode::OK, document))
}

/// Ten entities, each ten times the one before.
fn entity_bomb() -> String {
    let entity = |level: u32| format!("<!ENTITY e{level} \"{}\">", format!("&e{};", level - 1).repeat(10));
    let entities: Vec<String> = (1..10).map(entity).collect();
    format!("<?xml version=\"1.0\"?><!DOCTYPE s [<!ENTITY e0 \"practice\">{}]><s>&e9;</s>", entities.concat())
}
