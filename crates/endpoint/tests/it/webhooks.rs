//! Webhooks: what receivers get, and when.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use latchkey_practice::{DirectoryEntry, MailboxState};
use latchkey_testkit::TestEndpoint;
use serde_json::Value;

use crate::people::{ANN, CLEO, connect, sign_in};

const SECRET: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

#[derive(Clone, Default)]
struct Receiver {
    delivered: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    answers: Arc<Mutex<u16>>,
}

impl Receiver {
    async fn start() -> (Self, String) {
        let receiver = Self::default();
        *receiver.answers.lock().unwrap() = 204;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().route("/hook", post(receive)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (receiver, url)
    }

    fn respond_with(&self, status: u16) {
        *self.answers.lock().unwrap() = status;
    }

    /// The type and body of each request. Asserts its signature with the reference library of the standard.
    fn received(&self) -> Vec<(String, Value)> {
        let delivered = self.delivered.lock().unwrap();
        let heard = delivered.iter().map(|(headers, body)| {
            let text = |name| headers.get(name).unwrap().to_str().unwrap().to_owned();
            let theirs = standardwebhooks::Webhook::new(SECRET).unwrap();
            let at = text("webhook-timestamp").parse().unwrap();
            let signature = theirs.sign(&text("webhook-id"), at, body).unwrap();
            assert_eq!(text("webhook-signature"), signature);
            let body: Value = serde_json::from_slice(body).unwrap();
            assert_eq!(body["id"], text("webhook-id").as_str());
            (body["type"].as_str().unwrap().to_owned(), body)
        });
        heard.collect()
    }

    fn kinds(&self) -> Vec<String> {
        self.received().into_iter().map(|(kind, _)| kind).collect()
    }
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    receiver.delivered.lock().unwrap().push((headers, body));
    StatusCode::from_u16(*receiver.answers.lock().unwrap()).unwrap()
}

async fn start_endpoint_with_webhook(url: &str, more: &str) -> TestEndpoint {
    let settings = format!("[webhooks.engine]\nurl = \"{url}\"\nsecret = \"{SECRET}\"\n{more}\n");
    TestEndpoint::builder().with_settings(&settings).start().await
}

#[tokio::test]
async fn a_connection_a_loss_and_a_repair_are_delivered_once_each() {
    let (receiver, url) = Receiver::start().await;
    let endpoint = start_endpoint_with_webhook(&url, "").await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    endpoint.deliver_due().await;
    endpoint.renew_all().await;
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    endpoint.deliver_due().await;
    let attempt = pane.refreshes(&connection.id).await;
    sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert_eq!((endpoint.deliver_due().await, endpoint.deliver_due().await), (1, 0));
    assert_eq!(receiver.kinds(), ["working", "needs_sign_in", "repaired"]);
    let (_, loss) = receiver.received().remove(1);
    assert_eq!(loss["connection"], connection.id.as_str());
    assert_eq!((&loss["address"], &loss["purpose"], &loss["actor"]), (&ANN.into(), &"mailbox".into(), &"you".into()));
    assert_eq!(loss["reason"]["code"], "sign_in_ended");
    for secret in endpoint.practice.secrets_issued() {
        assert!(!format!("{:?}", receiver.received()).contains(&secret.text));
    }
}

#[tokio::test]
async fn a_receiver_is_told_whether_the_address_is_verified() {
    let (receiver, url) = Receiver::start().await;
    let endpoint = start_endpoint_with_webhook(&url, "").await;
    let claiming =
        DirectoryEntry { claims: Some(ANN.to_owned()), mailbox: MailboxState::Missing, ..DirectoryEntry::default() };
    endpoint.practice.write_directory_entry(CLEO, claiming);
    connect(&endpoint, ANN).await;
    connect(&endpoint, CLEO).await;
    endpoint.deliver_due().await;
    // The missing mailbox is a loss of its own.
    let connected = receiver.received().into_iter().filter(|(kind, _)| kind == "working");
    let heard: Vec<_> = connected.map(|(_, body)| body).collect();
    let said: Vec<_> = heard.iter().map(|body| (&body["address"], &body["verified"])).collect();
    assert_eq!(said, [(&ANN.into(), &true.into()), (&ANN.into(), &false.into())]);
}

#[tokio::test]
async fn what_a_receiver_does_not_take_is_delivered_again_later_under_the_same_id_also_after_a_restart() {
    let (receiver, url) = Receiver::start().await;
    let endpoint = start_endpoint_with_webhook(&url, "").await;
    connect(&endpoint, ANN).await;
    receiver.respond_with(503);
    assert_eq!((endpoint.deliver_due().await, endpoint.deliver_due().await), (1, 0), "not again at once");
    let endpoint = endpoint.restart().await;
    endpoint.clock.advance_s(10);
    assert_eq!(endpoint.deliver_due().await, 1);
    receiver.respond_with(200);
    endpoint.clock.advance_s(20);
    assert_eq!(endpoint.deliver_due().await, 1);
    endpoint.clock.advance_s(100_000);
    assert_eq!(endpoint.deliver_due().await, 0, "what is delivered is not sent again");
    let ids: Vec<_> = receiver.received().into_iter().map(|(_, body)| body["id"].clone()).collect();
    assert!(ids.len() == 3 && ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test]
async fn a_receiver_is_given_up_after_days_or_when_it_says_that_it_is_gone() {
    let (receiver, url) = Receiver::start().await;
    let endpoint = start_endpoint_with_webhook(&url, "").await;
    receiver.respond_with(410);
    connect(&endpoint, ANN).await;
    endpoint.deliver_due().await;
    endpoint.clock.advance_s(100_000);
    assert_eq!(endpoint.deliver_due().await, 0);
    receiver.respond_with(500);
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_due().await;
    let mut tries = 0;
    for _ in 0..200 {
        endpoint.clock.advance_s(3600);
        tries += endpoint.deliver_due().await;
    }
    assert!((70..80).contains(&tries), "{tries} tries in three days");
}

#[tokio::test]
async fn a_receiver_hears_only_of_what_it_wants_to() {
    let (receiver, url) = Receiver::start().await;
    let endpoint = start_endpoint_with_webhook(&url, "events = [\"needs_sign_in\"]").await;
    connect(&endpoint, ANN).await;
    endpoint.practice.microsoft().revoke(ANN);
    endpoint.renew_all().await;
    endpoint.deliver_due().await;
    assert_eq!(receiver.kinds(), ["needs_sign_in"]);
}
