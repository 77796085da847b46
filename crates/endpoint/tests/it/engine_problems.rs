//! What the developer of a sync engine reads in a refusal: what happened, which part of the request is wrong, and what to do.

use latchkey_testkit::TestEndpoint;
use latchkey_wire::{ConnectionId, Problem, ProblemCode};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, RequestBuilder};

use crate::people::{ANN, connect};

const JSON: &str = "application/json";
/// Words for a person at a screen, which help no developer.
const FOR_PEOPLE: [&str; 6] = ["idebar", "password", "Refresh", "Sign in", "yours", "administrator"];

async fn refused(request: RequestBuilder) -> Problem {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/problem+json");
    let status = answer.status().as_u16();
    let problem: Problem = answer.json().await.unwrap();
    assert_eq!(problem.status, status);
    problem
}

fn assert_for_developers(problem: &Problem) {
    let text = format!("{} {}", problem.title, problem.detail);
    let found = FOR_PEOPLE.iter().find(|word| text.contains(**word));
    assert_eq!(found, None, "{text}");
}

#[tokio::test]
async fn each_refusal_of_an_engines_route_names_what_is_wrong_and_speaks_to_a_developer() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let (id, client) = (&connection.id, endpoint.engine().await);
    let (token, reports) = (format!("/v1/connections/{id}/token"), format!("/v1/connections/{id}/rejections"));
    let get = |path: &str| client.request(Method::GET, path);
    let post = |body: &str| client.request(Method::POST, &reports).header(CONTENT_TYPE, JSON).body(body.to_owned());
    let unknown = ConnectionId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
    let whole = "`min_life_s` must be a whole number from 0 to 3600";
    let malformed_parameter = [
        (get(&format!("{token}?min_life_s=soon")), whole),
        (get(&format!("{token}?min_life_s=-1")), whole),
        (get(&format!("{token}?min_life_s=")), whole),
        (get(&format!("{token}?min_life=1")), "no parameter `min_life`"),
        (get(&format!("{token}?min_life_s=1&min_life_s=1")), "`min_life_s` is there more than once"),
        (get("/v1/connections/ANN/token"), "`id` must be a UUID"),
        (get("/v1/connections?purpose=mailbox"), "`address` is missing"),
        (get("/v1/connections?address=ann@contoso.example"), "`purpose` is missing"),
        (get("/v1/connections?address=a@b.example&purpose=mail"), "`purpose` must be `mailbox` or `crm`"),
        (get(&format!("/v1/connections?address={}&purpose=crm", "a".repeat(321))), "`address` must be"),
        (get("/v1/connections?address=&purpose=crm"), "`address` must be"),
        (get("/v1/connections?address=a%FFb@c.example&purpose=crm"), "`address` must be"),
        (get("/v1/connections?address=a%00b@c.example&purpose=crm"), "`address` must be"),
        (get(&format!("{token}?=1")), "a parameter without a name"),
        (client.request(Method::POST, &format!("{reports}?dry=1")).body(""), "no parameter `dry`"),
    ];
    let malformed_body = [
        (post(r#"{"statsu":401}"#), "no member `statsu`"),
        (post(r#"{"status":"401"}"#), "member `status`"),
        (post(r#"{"status":70000}"#), "member `status`"),
        (post(r#"{"status":401,"status":401}"#), "member `status` is there more than once"),
        (post(&format!("{{\"claims\":{}{}}}", "[".repeat(200), "]".repeat(200))), "nested too deeply"),
        (post("[]"), "must be a JSON object"),
        (post("{"), "not JSON"),
        (post(r#"{"claims":"\u0000"}"#), "U+0000"),
        (client.request(Method::POST, &reports).body("{}"), "`Content-Type`"),
    ];
    let others = [
        (post(&" ".repeat(17 * 1024)), ProblemCode::BodyTooLarge, "too large"),
        (
            get(&format!("/v1/connections/{unknown}/token")),
            ProblemCode::ConnectionNotFound,
            "engine key does not open it",
        ),
        (client.request(Method::PUT, &token), ProblemCode::NotFound, "/openapi.json"),
        (get(&format!("/v1/connections/{id}/tokens")), ProblemCode::NotFound, "/openapi.json"),
        (get("/v1/connection"), ProblemCode::NotFound, "/openapi.json"),
        (endpoint.pane().request(Method::GET, &token), ProblemCode::EngineKeyMissing, "Authorization: Bearer"),
    ];
    let coded = |code| move |(request, says)| (request, code, says);
    let table = malformed_parameter.into_iter().map(coded(ProblemCode::MalformedParameter));
    let table = table.chain(malformed_body.into_iter().map(coded(ProblemCode::MalformedBody))).chain(others);
    for (request, code, says) in table {
        let problem = refused(request).await;
        assert_eq!(problem.code, code, "{problem:?}");
        assert!(format!("{} {}", problem.title, problem.detail).contains(says), "{says}: {problem:?}");
        assert_for_developers(&problem);
    }
    assert!(post("{}").send().await.unwrap().status().is_success());
    let flood = refused(post("{}")).await;
    assert!(flood.code == ProblemCode::TooManyRequests && flood.detail.contains("Retry-After"), "{flood:?}");
    assert_for_developers(&flood);
}

#[tokio::test]
async fn a_person_reads_the_same_refusals_in_other_words() {
    let endpoint = TestEndpoint::start().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let check = |id: &ConnectionId| pane.request(Method::POST, &format!("/v1/connections/{id}/check"));
    let unknown = refused(check(&ConnectionId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11"))).await;
    assert!(unknown.detail.contains("sidebar"), "{unknown:?}");
    assert!(check(&connection.id).send().await.unwrap().status().is_success());
    let flood = refused(check(&connection.id)).await;
    assert_eq!(flood.code, ProblemCode::TooManyRequests);
    assert!(!flood.detail.contains("password"), "most limits have nothing to do with one: {flood:?}");
}

#[tokio::test]
async fn a_report_may_be_null_or_left_out() {
    let endpoint = TestEndpoint::start().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let client = endpoint.engine().await;
    for body in ["null", " null\n", "", "{}", "\u{feff}{}", "\u{feff}"] {
        endpoint.clock.advance_s(5);
        let path = format!("/v1/connections/{}/rejections", connection.id);
        let answer = client.request(Method::POST, &path).header(CONTENT_TYPE, JSON).body(body).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{body:?}");
    }
}
