//! The router, called without a port.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use latchkey_domain::{ManualClock, SeededEntropy};
use latchkey_practice::{PracticeConfig, PracticeServer};
use tower::ServiceExt as _;

#[tokio::test]
async fn the_routes_can_be_called_without_a_port() {
    let config =
        PracticeConfig { public_url: Some("https://practice.example/".parse().unwrap()), ..PracticeConfig::default() };
    let clock = Arc::new(ManualClock::at(0));
    let practice = PracticeServer::new(config, clock, Arc::new(SeededEntropy::new(1))).unwrap();
    assert_eq!((practice.url(), practice.address()), ("https://practice.example", None));
    let request = Request::get("/microsoft/common/discovery/v2.0/keys").body(Body::empty()).unwrap();
    let response = practice.router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
}
