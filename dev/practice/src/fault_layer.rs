//! The middleware that applies faults to all routes of a provider: late answers, outages, faulty token answers, other content
//! types, and the pages' opener policy.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{Html, IntoResponse as _, Response};

use crate::faults::{Coop, Faults, MAX_DELAY_S, TokenAnswers};
use crate::provider::PracticeProvider;
use crate::speaks_like::ContentTypes;

/// A gateway's page, not the provider's: no program should expect JSON while a provider is down.
pub(crate) const DOWN_PAGE: &str = "<!doctype html><html lang=en><title>Service unavailable</title>\
    <h1>Service unavailable</h1><p>Practice: this provider was taken down at the control page.</html>\n";

/// Applies the provider's faults to all its routes.
pub(crate) fn with_faults(router: Router, provider: &Arc<PracticeProvider>) -> Router {
    let provider = Arc::clone(provider);
    router.layer(from_fn(move |request, next| {
        let provider = Arc::clone(&provider);
        async move {
            let answer = apply_faults(|| provider.faults(), request, next).await;
            relabel(answer, provider.content_types())
        }
    }))
}

/// Applies the current faults to a request. They are read again after the delay, so that
/// switching a fault off also helps requests that are waiting.
async fn apply_faults(faults: impl Fn() -> Faults, request: Request, next: Next) -> Response {
    let delay_s = faults().delay_s.min(MAX_DELAY_S);
    if delay_s > 0 {
        tokio::time::sleep(Duration::from_secs(delay_s.into())).await;
    }
    if faults().down {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")], Html(DOWN_PAGE))
            .into_response();
    }
    next.run(request).await
}

/// Changes the content type of JSON.
fn relabel(mut answer: Response, content_types: ContentTypes) -> Response {
    let headers = answer.headers_mut();
    if headers.get(header::CONTENT_TYPE).is_none_or(|value| value != "application/json") {
        return answer;
    }
    let label = match content_types {
        ContentTypes::Json => return answer,
        ContentTypes::Html => "text/html",
        ContentTypes::OctetStream => "application/octet-stream",
        ContentTypes::Missing => {
            headers.remove(header::CONTENT_TYPE);
            return answer;
        }
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(label));
    answer
}

/// Sets the opener policy of a provider's pages. Redirects carry the header too: browsers apply
/// it to each response on the way.
pub(crate) fn with_opener_policy<S>(pages: Router<S>, provider: &Arc<PracticeProvider>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let provider = Arc::clone(provider);
    pages.layer(map_response(move |mut response: Response| {
        let cut_off = provider.coop() == Coop::SameOrigin;
        async move {
            if cut_off {
                let name = HeaderName::from_static("cross-origin-opener-policy");
                response.headers_mut().insert(name, HeaderValue::from_static("same-origin"));
            }
            response
        }
    }))
}

/// The token endpoint's answer to every request while such a fault is on. `too_many` writes the rate limit's refusal in the
/// provider's own format.
pub(crate) fn faulty_answer(answers: TokenAnswers, too_many: impl FnOnce(u32) -> Response) -> Option<Response> {
    match answers {
        TokenAnswers::Normal => None,
        TokenAnswers::HtmlPage => Some(Html("<!doctype html><title>Practice</title><p>Not JSON.\n").into_response()),
        TokenAnswers::EmptyBadRequest => Some(StatusCode::BAD_REQUEST.into_response()),
        TokenAnswers::TooManyRequests { retry_after_s } => Some(too_many(retry_after_s)),
    }
}
