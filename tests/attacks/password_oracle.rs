//! A stranger tries to guess a Windows password, or to lock its owner out, by typing passwords into a sidebar of his own. He
//! knows the address, and can begin any number of sessions.

mod answers;
mod owners;

use futures::future::join_all;
use latchkey_practice::{Autodiscover, Condition, EwsAnswers, ExchangeSwitches, PracticeExchange};
use latchkey_testkit::{ProblemResponse, TestEndpoint, TestPane};
use latchkey_wire::{Connection, PasswordRequest, Phase, ProblemCode, ReasonCode};

const ANN: &str = "ann@contoso.example";
const BEN: &str = "ben@contoso.example";
const HOUR_S: i64 = 3600;
/// How many wrong passwords of strangers reach a server for one account in an hour.
const STRANGERS_TRIES: u64 = 2;

async fn start_endpoint() -> TestEndpoint {
    TestEndpoint::builder().with_exchange().start().await
}

fn wrong_passwords(exchange: &PracticeExchange) -> u64 {
    exchange.counters().passwords_wrong
}

/// The form of a sign-in with this user name and password.
fn form(endpoint: &TestEndpoint, user_name: &str, password: &str) -> PasswordRequest {
    PasswordRequest {
        mailbox: ANN.to_owned(),
        user_name: Some(user_name.to_owned()),
        password: password.to_owned(),
        server: Some(endpoint.practice.exchange().ews_url()),
    }
}

/// Submits the form from a session that owns no connection.
async fn try_as_stranger(endpoint: &TestEndpoint, form: &PasswordRequest) -> Result<Phase, ProblemResponse> {
    try_as_stranger_at(endpoint.pane(), form).await
}

async fn try_as_stranger_at(pane: TestPane, form: &PasswordRequest) -> Result<Phase, ProblemResponse> {
    let pane = pane.with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    pane.types(&attempt.id, form).await.map(|attempt| attempt.phase)
}

/// Submits this password at a refresh of the owner's connection.
async fn try_as_owner(
    endpoint: &TestEndpoint,
    pane: &TestPane,
    connection: &Connection,
    password: &str,
) -> Result<Phase, ProblemResponse> {
    endpoint.clock.advance_s(5);
    let attempt = pane.refreshes(&connection.id).await;
    let form = PasswordRequest { user_name: None, ..form(endpoint, "", password) };
    pane.types(&attempt.id, &form).await.map(|attempt| attempt.phase)
}

async fn connect(endpoint: &TestEndpoint, address: &str) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let own = form(endpoint, address, &endpoint.practice.exchange().password(address));
    let phase = pane.types(&attempt.id, &PasswordRequest { mailbox: address.into(), ..own }).await.unwrap().phase;
    assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
    let connection = pane.connection().await;
    (pane, connection)
}

fn is_rejected(answer: &Result<Phase, ProblemResponse>) -> bool {
    let told = Phase::Failed { reason: ReasonCode::PasswordRejected.into(), signed_in_as: None, expected: None };
    answer.as_ref().is_ok_and(|phase| *phase == told)
}

fn is_too_often(answer: &Result<Phase, ProblemResponse>) -> bool {
    answer.as_ref().is_err_and(|refused| refused.problem.code == ProblemCode::TooManyRequests)
}

/// Uses up the tries of strangers.
async fn use_up_tries(endpoint: &TestEndpoint) {
    for number in 0..STRANGERS_TRIES {
        assert!(is_rejected(&try_as_stranger(endpoint, &form(endpoint, ANN, &format!("guess {number}"))).await));
    }
    assert!(is_too_often(&try_as_stranger(endpoint, &form(endpoint, ANN, "one more")).await));
}

#[tokio::test]
async fn five_tries_from_five_sessions_under_five_spellings_reach_the_server_twice() {
    let endpoint = start_endpoint().await;
    let exchange = endpoint.practice.exchange();
    for (number, name) in [ANN, "CONTOSO\\ann", "contoso.example\\Ann", "ANN@Contoso.example", "ann"].iter().enumerate()
    {
        let answer = try_as_stranger(&endpoint, &form(&endpoint, name, &format!("guess {number}"))).await;
        assert_eq!((is_rejected(&answer), is_too_often(&answer)), (number < 2, number >= 2), "{name}: {answer:?}");
    }
    assert_eq!(wrong_passwords(exchange), STRANGERS_TRIES);
    endpoint.clock.advance_s(HOUR_S - 1);
    assert!(is_too_often(&try_as_stranger(&endpoint, &form(&endpoint, ANN, "much later")).await));
    endpoint.clock.advance_s(1);
    assert!(is_rejected(&try_as_stranger(&endpoint, &form(&endpoint, ANN, "an hour later")).await));
    assert!(!exchange.holds(ANN, Condition::AccountLocked));
}

#[tokio::test]
async fn neither_invented_domains_nor_strange_letters_nor_other_mailboxes_are_other_accounts() {
    let endpoint = start_endpoint().await;
    use_up_tries(&endpoint).await;
    let names = [
        "INVENTED\\ann",
        ".\\ann",
        "CONTOSO/ann",
        "ann@invented.example",
        "ａｎｎ@contoso.example",
        "ánn",
        "an\u{200b}n",
        "ann.",
    ];
    for name in names {
        for mailbox in [ANN, BEN, "unknown@contoso.example"] {
            let form = PasswordRequest { mailbox: mailbox.into(), ..form(&endpoint, name, "guess") };
            assert!(is_too_often(&try_as_stranger(&endpoint, &form).await), "{name} {mailbox}");
        }
    }
    let without_a_name = PasswordRequest { user_name: None, ..form(&endpoint, "", "guess") };
    assert!(is_too_often(&try_as_stranger(&endpoint, &without_a_name).await));
    assert_eq!(wrong_passwords(endpoint.practice.exchange()), STRANGERS_TRIES);
}

#[tokio::test]
async fn another_name_of_the_server_is_not_another_server() {
    let endpoint = start_endpoint().await;
    let exchange = endpoint.practice.exchange();
    exchange.set_switches(ExchangeSwitches { autodiscover: Autodiscover::WithoutJson, ..ExchangeSwitches::default() });
    use_up_tries(&endpoint).await;
    let host = exchange.url().to_owned();
    for server in [
        host.clone(),
        host.to_uppercase().replace("HTTPS", "https"),
        format!("{host}/ews/exchange.asmx"),
        "https://autodiscover.contoso.example/autodiscover/autodiscover.xml".to_owned(),
        "https://autodiscover.contoso.example/autodiscover/autodiscover.svc".to_owned(),
        "https://autodiscover.contoso.example".to_owned(),
    ] {
        let there = PasswordRequest { server: Some(server.clone()), ..form(&endpoint, ANN, "guess") };
        assert!(is_too_often(&try_as_stranger(&endpoint, &there).await), "{server}");
    }
    assert_eq!(wrong_passwords(exchange), STRANGERS_TRIES);
}

#[tokio::test]
async fn simultaneous_tries_count_like_successive_ones() {
    let endpoint = start_endpoint().await;
    let forms: Vec<_> = (0..12).map(|number| form(&endpoint, ANN, &format!("guess {number}"))).collect();
    let answers = join_all(forms.iter().map(|form| try_as_stranger(&endpoint, form))).await;
    assert_eq!(answers.iter().filter(|answer| is_rejected(answer)).count() as u64, STRANGERS_TRIES);
    assert_eq!(wrong_passwords(endpoint.practice.exchange()), STRANGERS_TRIES);
}

#[tokio::test]
async fn a_try_without_an_answer_counts() {
    let endpoint = start_endpoint().await;
    let exchange = endpoint.practice.exchange();
    exchange.set_switches(ExchangeSwitches { answers: EwsAnswers::HangUp, ..ExchangeSwitches::default() });
    for number in 0..5 {
        let answer = try_as_stranger(&endpoint, &form(&endpoint, ANN, &format!("guess {number}"))).await;
        assert_eq!(is_too_often(&answer), number >= STRANGERS_TRIES, "{answer:?}");
    }
    assert_eq!(wrong_passwords(exchange), STRANGERS_TRIES);
}

#[tokio::test]
async fn a_refused_caller_is_told_how_long_to_wait() {
    let endpoint = start_endpoint().await;
    use_up_tries(&endpoint).await;
    endpoint.clock.advance_s(600);
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    let path = format!("/v1/authorizations/{}/password", attempt.id);
    let refused = pane.request(reqwest::Method::POST, &path).json(&form(&endpoint, ANN, "guess")).send().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], (HOUR_S - 600).to_string().as_str());
    assert_eq!(pane.authorization(&attempt.id).await.unwrap().phase, Phase::Waiting, "she can go on after that");
}

#[tokio::test]
async fn a_restart_forgets_nothing() {
    let endpoint = start_endpoint().await;
    use_up_tries(&endpoint).await;
    let endpoint = endpoint.restart().await;
    assert!(is_too_often(&try_as_stranger(&endpoint, &form(&endpoint, ANN, "guess")).await));
    assert_eq!(wrong_passwords(endpoint.practice.exchange()), STRANGERS_TRIES);
}

#[tokio::test]
async fn neither_another_list_of_servers_nor_none_begins_to_count_anew() {
    let mut endpoint = start_endpoint().await;
    use_up_tries(&endpoint).await;
    let hosts = ["localhost:{port}", "autodiscover.contoso.example", "mail.contoso.example"];
    endpoint.reconfigure(|setting| setting.with_exchange_at(&format!("servers = {hosts:?}"))).await;
    let mut endpoint = endpoint.restart().await;
    assert!(is_too_often(&try_as_stranger(&endpoint, &form(&endpoint, ANN, "guess")).await));
    endpoint.reconfigure(|setting| setting.with_exchange_at("any_public_server = true")).await;
    let endpoint = endpoint.restart().await;
    let elsewhere =
        PasswordRequest { server: Some("https://mail.stranger.invalid".into()), ..form(&endpoint, ANN, "guess") };
    assert!(is_too_often(&try_as_stranger(&endpoint, &elsewhere).await), "the name of the server does not matter");
    assert_eq!(wrong_passwords(endpoint.practice.exchange()), STRANGERS_TRIES);
}

/// Two endpoints over one store, before one Exchange.
async fn assert_replicas_share_the_count(one: TestEndpoint) {
    let other = one.replica().await;
    let tries = (0..12).map(|number| {
        let pane = if number % 2 == 0 { one.pane() } else { other.pane() };
        let form = form(&one, ANN, &format!("guess {number}"));
        async move { try_as_stranger_at(pane, &form).await }
    });
    let answers = join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| is_rejected(answer)).count() as u64, STRANGERS_TRIES, "{answers:?}");
    for pane in [one.pane(), other.pane()] {
        assert!(is_too_often(&try_as_stranger_at(pane, &form(&one, "CONTOSO\\ann", "guess")).await));
    }
    assert_eq!(wrong_passwords(one.practice.exchange()), STRANGERS_TRIES);
}

#[tokio::test]
async fn two_endpoints_on_one_file_share_the_count() {
    assert_replicas_share_the_count(start_endpoint().await).await;
}

/// A module, so that it can be left out where there is no PostgreSQL.
mod on_postgres {
    use latchkey_testkit::TestEndpoint;
    use latchkey_testkit::postgres::Postgres;

    #[tokio::test]
    async fn two_endpoints_on_one_database_share_the_count() {
        let endpoint = TestEndpoint::builder().with_exchange().with_store(&Postgres::shared().database()).start().await;
        super::assert_replicas_share_the_count(endpoint).await;
    }
}

#[tokio::test]
async fn one_password_cannot_be_tried_on_every_account() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN).await;
    let exchange = endpoint.practice.exchange();
    exchange.set_switches(ExchangeSwitches { autodiscover: Autodiscover::WithoutJson, ..ExchangeSwitches::default() });
    // Every second try uses another name of the server.
    let servers = [exchange.ews_url(), "https://autodiscover.contoso.example".to_owned()];
    for number in 0..40 {
        let address = format!("person{number}@contoso.example");
        let server = Some(servers[number % 2].clone());
        let typed = PasswordRequest { mailbox: address.clone(), server, ..form(&endpoint, &address, "Winter2026!") };
        let answer = try_as_stranger(&endpoint, &typed).await;
        assert_eq!((is_rejected(&answer), is_too_often(&answer)), (number < 30, number >= 30), "{number}: {answer:?}");
    }
    assert_eq!(wrong_passwords(exchange), 30);
    let phase = try_as_owner(&endpoint, &pane, &connection, &exchange.password(ANN)).await.unwrap();
    assert!(matches!(phase, Phase::Succeeded { .. }), "owners are not held up: {phase:?}");
}
