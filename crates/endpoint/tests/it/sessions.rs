//! Sessions, and what a session cannot do with another person's connection.

use latchkey_testkit::TestEndpoint;
use latchkey_wire::{AuthorizationId, AuthorizationRequest, ConnectionSettings, Intent, OfferId, ProblemCode};
use reqwest::Method;

use crate::people::{ANN, connect};

#[tokio::test]
async fn without_a_session_nothing_is_told() {
    let endpoint = TestEndpoint::start().await;
    let (known, _) = connect(&endpoint, ANN).await;
    known.log_out().await.unwrap();
    for pane in [endpoint.pane(), endpoint.pane().with_token("invented"), endpoint.pane().with_token(known.token())] {
        for path in ["/v1/overview", "/v1/events", "/v1/authorizations/4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11"] {
            let refused = pane.get::<()>(path).await.unwrap_err();
            assert_eq!((refused.status.as_u16(), refused.problem.code), (401, ProblemCode::SessionMissing), "{path}");
        }
    }
}

#[tokio::test]
async fn a_session_lasts_as_long_as_it_is_used() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    for _ in 0..5 {
        endpoint.clock.advance_s(29 * 24 * 3600);
        pane.overview().await;
    }
    endpoint.clock.advance_s(31 * 24 * 3600);
    assert_eq!(pane.get::<()>("/v1/overview").await.unwrap_err().status, 401);
}

#[tokio::test]
async fn another_persons_connection_looks_like_none() {
    let endpoint = TestEndpoint::start().await;
    let (owner, connection) = connect(&endpoint, ANN).await;
    let stranger = endpoint.pane().with_session().await;
    let settings = ConnectionSettings { remind_before_end: false };
    assert_eq!(stranger.check(&connection.id).await.unwrap_err().problem.code, ProblemCode::ConnectionNotFound);
    assert_eq!(stranger.choose(&connection.id, &settings).await.unwrap_err().status, 404);
    let request =
        AuthorizationRequest { intent: Intent::Refresh { connection: connection.id.clone() }, host_mailbox: None };
    let id = AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
    let refused = stranger.begin_as(&id, &request).await.unwrap_err();
    assert_eq!(refused.problem.code, ProblemCode::ConnectionNotFound);
    assert_eq!(owner.connection().await, connection);
}

#[tokio::test]
async fn an_id_belongs_to_the_session_that_used_it_first() {
    let endpoint = TestEndpoint::start().await;
    let (pane, stranger) = (endpoint.pane().with_session().await, endpoint.pane().with_session().await);
    let attempt = pane.connects().await;
    let request = AuthorizationRequest { intent: attempt.intent.clone(), host_mailbox: None };
    let repeated = pane.begin_as(&attempt.id, &request).await.unwrap();
    assert_eq!(repeated, attempt, "the same request again is harmless");
    let taken = stranger.begin_as(&attempt.id, &request).await.unwrap_err();
    assert_eq!((taken.status.as_u16(), taken.problem.code), (409, ProblemCode::AuthorizationConflict));
    assert_eq!(stranger.cancel(&attempt.id).await.unwrap_err().problem.code, ProblemCode::AuthorizationNotFound);
    assert_eq!(pane.authorization(&attempt.id).await.unwrap(), attempt);
}

#[tokio::test]
async fn bad_bodies_are_refused_by_code_and_change_nothing() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    let path = "/v1/authorizations/4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11";
    let too_large = format!(r#"{{"intent":"{}"}}"#, "x".repeat(20_000));
    for (body, status, code) in [
        ("", 400, ProblemCode::MalformedBody),
        ("{", 400, ProblemCode::MalformedBody),
        (r#"{"intent":{"kind":"connect"}}"#, 400, ProblemCode::MalformedBody),
        (r#"[{"kind":"connect","offer":"microsoft"}]"#, 400, ProblemCode::MalformedBody),
        (r#"{"intent":{"kind":"connect","offer":"microsoft"},"extra":1}"#, 400, ProblemCode::MalformedBody),
        (r#"{"intent":{"kind":"connect","offer":"unheard-of"}}"#, 400, ProblemCode::OfferUnknown),
        (&too_large, 413, ProblemCode::BodyTooLarge),
    ] {
        let request = pane.request(Method::PUT, path).header("content-type", "application/json").body(body.to_owned());
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status, "{body:.60}");
        let problem: latchkey_wire::Problem = response.json().await.unwrap();
        assert_eq!(problem.code, code, "{body:.60}");
    }
    let form = pane.request(Method::PUT, path).form(&[("intent", "connect")]).send().await.unwrap();
    assert_eq!(form.status(), 400, "a form is no JSON: another site cannot send one for us");
    assert!(pane.overview().await.authorization.is_none());
    let no_id = pane.get::<()>("/v1/authorizations/../../etc").await.unwrap_err();
    assert_eq!(no_id.status, 404);
    let bad_id = pane.get::<()>("/v1/authorizations/1").await.unwrap_err();
    assert_eq!(bad_id.problem.code, ProblemCode::MalformedParameter);
}

#[tokio::test]
async fn attempts_are_limited() {
    let endpoint = TestEndpoint::start().await;
    let pane = endpoint.pane().with_session().await;
    for _ in 0..30 {
        pane.connects().await;
    }
    let request = AuthorizationRequest {
        intent: Intent::Connect { offer: OfferId::new("microsoft"), site: None },
        host_mailbox: None,
    };
    let id = AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
    assert_eq!(pane.begin_as(&id, &request).await.unwrap_err().problem.code, ProblemCode::TooManyRequests);
    endpoint.clock.advance_s(3600);
    pane.begin_as(&id, &request).await.unwrap();
}
