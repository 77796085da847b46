//! Requests from other origins: only the extensions that the configuration names are admitted.

use latchkey_testkit::TestEndpoint;
use reqwest::{Method, Response};

const NAMED: &str = "chrome-extension://hdlgihjljiiagehkkoacgiondieaoonk";
const OTHERS: [&str; 4] = [
    "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "https://hdlgihjljiiagehkkoacgiondieaoonk",
    "https://mail.google.com",
    "null",
];

async fn send_from(endpoint: &TestEndpoint, method: Method, path: &str, origin: &str) -> Response {
    let request = endpoint.pane().request(method, path).header("origin", origin);
    let request = request.header("access-control-request-method", "PUT");
    request.header("access-control-request-headers", "authorization,content-type").send().await.unwrap()
}

/// The origin that the answer admits.
fn allowed_origin(answer: &Response) -> Option<&str> {
    answer.headers().get("access-control-allow-origin").map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn only_a_named_extension_may_send_requests_and_read_answers() {
    let endpoint = TestEndpoint::builder().admitting(NAMED).start().await;
    let before = send_from(&endpoint, Method::OPTIONS, "/v1/authorizations/x", NAMED).await;
    assert_eq!((before.status().as_u16(), allowed_origin(&before)), (200, Some(NAMED)));
    assert_eq!(before.headers()["access-control-allow-headers"], "authorization,content-type");
    assert!(before.headers()["access-control-allow-methods"].to_str().unwrap().contains("PUT"));
    let read = send_from(&endpoint, Method::GET, "/v1/installation", NAMED).await;
    assert_eq!((read.status().as_u16(), allowed_origin(&read)), (200, Some(NAMED)));
    for answer in [before, read] {
        assert_eq!(answer.headers().get("access-control-allow-credentials"), None, "no cookie counts");
    }
    for other in OTHERS {
        for method in [Method::OPTIONS, Method::GET] {
            let answer = send_from(&endpoint, method, "/v1/installation", other).await;
            assert_eq!(allowed_origin(&answer), None, "{other}");
        }
    }
}

#[tokio::test]
async fn a_refusal_can_be_read_by_the_extension_too() {
    let endpoint = TestEndpoint::builder().admitting(NAMED).start().await;
    let refused = send_from(&endpoint, Method::GET, "/v1/overview", NAMED).await;
    assert_eq!((refused.status().as_u16(), allowed_origin(&refused)), (401, Some(NAMED)));
}

#[tokio::test]
async fn only_the_interface_is_open_to_it() {
    let endpoint = TestEndpoint::builder().admitting(NAMED).start().await;
    for path in ["/", "/readyz", "/authorizations/x/start", "/openapi.json"] {
        for method in [Method::OPTIONS, Method::GET] {
            assert_eq!(allowed_origin(&send_from(&endpoint, method, path, NAMED).await), None, "{path}");
        }
    }
}

#[tokio::test]
async fn where_none_is_named_none_is_admitted() {
    let endpoint = TestEndpoint::start().await;
    for method in [Method::OPTIONS, Method::GET] {
        assert_eq!(allowed_origin(&send_from(&endpoint, method, "/v1/installation", NAMED).await), None);
    }
}
