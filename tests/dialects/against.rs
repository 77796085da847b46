//! Runs an endpoint *program*, of this commit or an older one, through the rows of the table, at renewals and at sign-ins. It
//! uses the program's HTTP interface in real time, and prints which rows fail. `cargo xtask dialects --against <commit>` builds
//! the program and runs this. Where a row would take hours, one check shows whether the grant survives.

#![expect(clippy::unwrap_used, reason = "a failure is reported with its row")]
#![expect(clippy::print_stdout, reason = "the findings are its output")]

mod endpoint_program;
#[expect(dead_code, unused_imports, reason = "the tests drive more rows than this program can")]
mod rows;
#[expect(dead_code, unused_imports, reason = "the tests drive more rows than this program can")]
mod server;
mod table;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use endpoint_program::EndpointProgram;
use futures::StreamExt as _;
use latchkey_domain::SystemClock;
use latchkey_wire::ReasonCode;
use rows::{DialectResponse, RefusalOutcome, SignInOutcome, SuccessOutcome};
use serde_json::json;
use server::{Choices, DialectServer};
use table::{DECISIONS, TENANTS_READ_AT, decision, refusals, successes};

const ANN: &str = "ann@contoso.example";
const BEN: &str = "ben@fabrikam.example";
/// How many programs run at the same time.
const AT_ONCE: usize = 6;
/// The shortest time between two checks by a person, and between two refusals that count.
const PAUSE: Duration = Duration::from_secs(20);

/// The names of the rows that already passed at commit 07f9d8a. They protect what worked.
const GUARDS: [&str; 37] = [
    "as it should be",
    "a type in small letters",
    "a type of its own",
    "JSON as nothing",
    "broken off before the refresh token",
    "broken off at once",
    "refused: invalid_grant",
    "refused: invalid_grant with 401",
    "refused: 500",
    "refused: 503 with a page",
    "refused: 429",
    "refused: temporarily_unavailable",
    "refused: server_error",
    "at a sign-in: as it should be",
    "at a sign-in: a type in small letters",
    "at a sign-in: a type of its own",
    "at a sign-in: JSON as nothing",
    "refused at a sign-in: invalid_grant",
    "refused at a sign-in: invalid_grant with 200",
    "refused at a sign-in: invalid_grant with 401",
    "refused at a sign-in: invalid_grant as a form",
    "refused at a sign-in: invalid_grant with odd members",
    "refused at a sign-in: a dead token as invalid_request",
    "refused at a sign-in: a dead token as unauthorized_client",
    "refused at a sign-in: a dead token as invalid_client",
    "refused at a sign-in: a dead token as invalid_scope",
    "refused at a sign-in: an unknown error code",
    "refused at a sign-in: 400 with nothing",
    "refused at a sign-in: 403 with a page",
    "refused at a sign-in: 404",
    "refused at a sign-in: a redirect",
    "refused at a sign-in: an error that is an object",
    "refused at a sign-in: 500",
    "refused at a sign-in: 503 with a page",
    "refused at a sign-in: 429",
    "refused at a sign-in: temporarily_unavailable",
    "refused at a sign-in: server_error",
];

/// What is expected of Ann's connection while the server gives her unusual answers.
#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Works,
    /// The connection works again afterwards; its state meanwhile does not matter.
    Survives,
    /// The grant is kept, and the provider is not asked again within the hour.
    Kept,
    /// The new refresh token never came.
    Lost,
    SignIn {
        times: u32,
    },
    Admin,
    /// Signing in works, and so does renewing afterwards.
    SignsIn,
    /// Signing in does not work, the person is told this, and it works afterwards.
    SignsInAfterwards {
        told: ReasonCode,
    },
}

struct ProgramRow {
    name: String,
    read_at: &'static str,
    offer: &'static str,
    /// Ann's token answers; `None` for usual ones.
    answer: Option<DialectResponse>,
    choices: Choices,
    expected: Expected,
}

/// The kinds of rows that are left out: they need a clock that moves, another configuration, or a sync engine.
const LEFT_OUT: [&str; 8] = [
    "key sets that change",
    "ID tokens at renewals",
    "discovery with settings",
    "client authentication",
    "waits",
    "API checks",
    "lives",
    "names",
];

fn rows() -> Vec<ProgramRow> {
    let successes = successes().into_iter().map(|row| ProgramRow {
        name: row.what.to_owned(),
        read_at: row.read_at,
        offer: "openid",
        expected: match row.becomes {
            SuccessOutcome::Works => Expected::Works,
            SuccessOutcome::Salvaged(_) => Expected::Kept,
            SuccessOutcome::Lost => Expected::Lost,
        },
        answer: Some(row.answer),
        choices: Choices::default(),
    });
    let refusals = refusals().into_iter().map(|row| ProgramRow {
        name: format!("refused: {}", row.what),
        read_at: row.read_at,
        offer: "openid",
        answer: Some(row.answer()),
        choices: Choices::default(),
        expected: match row.becomes {
            RefusalOutcome::SignIn(_, times) => Expected::SignIn { times },
            RefusalOutcome::AfterHours | RefusalOutcome::Never => Expected::Survives,
        },
    });
    let tenants = DECISIONS.into_iter().map(|(error, number)| ProgramRow {
        name: format!("tenant: {error} {number}"),
        read_at: TENANTS_READ_AT,
        offer: "tenants",
        answer: Some(decision(error, number)),
        choices: Choices::default(),
        expected: Expected::Admin,
    });
    let at_sign_in =
        self::successes().into_iter().filter(|row| row.becomes == SuccessOutcome::Works).map(|row| ProgramRow {
            name: format!("at a sign-in: {}", row.what),
            read_at: row.read_at,
            offer: "openid",
            answer: Some(row.answer),
            choices: Choices::default(),
            expected: Expected::SignsIn,
        });
    let refused_at_sign_in = self::refusals().into_iter().map(|row| ProgramRow {
        name: format!("refused at a sign-in: {}", row.what),
        read_at: row.read_at,
        offer: "openid",
        answer: Some(row.answer()),
        choices: Choices::default(),
        expected: Expected::SignsInAfterwards { told: row.at_sign_in },
    });
    let old = successes.chain(refusals).chain(tenants).chain(at_sign_in).chain(refused_at_sign_in);
    old.chain(own_refusals()).chain(at_a_sign_in()).collect()
}

/// Refusals that only one server makes, at the offers that this program configures.
fn own_refusals() -> impl Iterator<Item = ProgramRow> {
    let rows = rows::refusals::own_refusals().into_iter();
    rows.filter(|row| matches!(row.offer, "openid" | "tenants")).map(|row| ProgramRow {
        name: format!("refused: {}", row.origin.what),
        read_at: row.origin.read_at,
        offer: row.offer,
        answer: Some(row.answer()),
        choices: Choices::default(),
        expected: match row.told.last() {
            Some((_, "sign in")) => Expected::SignIn { times: u32::try_from(row.told.len()).unwrap_or(1) },
            Some((_, "admin")) => Expected::Admin,
            _ => Expected::Survives,
        },
    })
}

/// Rows about what a server publishes and what it signs.
fn at_a_sign_in() -> impl Iterator<Item = ProgramRow> {
    let row = |origin: rows::Origin, offer, choices, becomes| ProgramRow {
        name: format!("at a sign-in: {}", origin.what),
        read_at: origin.read_at,
        offer,
        answer: None,
        choices,
        expected: match becomes {
            SignInOutcome::SignsIn => Expected::SignsIn,
            SignInOutcome::Refused(told) => Expected::SignsInAfterwards { told },
        },
    };
    let tokens = rows::id_tokens::id_tokens().into_iter().map(move |one| {
        let claims = [(ANN, one.claims)].into();
        row(one.origin, one.offer, Choices { claims, ..Choices::default() }, one.becomes)
    });
    let keys = rows::key_sets::key_sets()
        .into_iter()
        .map(move |one| row(one.origin, one.offer, Choices { keys: one.keys, ..Choices::default() }, one.becomes));
    let plain = |one: &rows::discovery::DiscoveryRow| one.settings.is_empty() && one.issuer_end.is_empty();
    let documents = rows::discovery::discoveries().into_iter().filter(plain).map(move |one| {
        let claims = [(ANN, one.claims)].into();
        let choices = Choices { discovery: one.members, discovery_at: one.at, claims, ..Choices::default() };
        row(one.origin, "openid", choices, one.becomes)
    });
    tokens.chain(keys).chain(documents)
}

/// Tries a row at a sign-in. The error says what went wrong.
async fn try_at_sign_in(program: &EndpointProgram, server: &DialectServer, row: &ProgramRow) -> Result<(), String> {
    if row.answer.is_none() {
        let first = program.connect(server, row.offer, ANN).await.map(drop);
        return match (first, row.expected) {
            (Ok(()), Expected::SignsInAfterwards { .. }) => Err("Ann is connected".to_owned()),
            (Err(why), Expected::SignsInAfterwards { told }) if json!(told) == json!(why) => Ok(()),
            (outcome, _) => outcome.map_err(|why| format!("Ann is told {why}")),
        };
    }
    let ben = program.connect(server, row.offer, BEN).await?;
    server.set_answer(ANN, row.answer.clone());
    let first = program.connect(server, row.offer, ANN).await;
    let bens = program.check(&ben).await?;
    if bens != "working" {
        return Err(format!("Ben's is {bens}"));
    }
    server.set_answer(ANN, None);
    let ann = match (first, row.expected) {
        (Ok(_), Expected::SignsInAfterwards { .. }) => return Err("Ann is connected by a refusal".to_owned()),
        (Ok(ann), _) => ann,
        (Err(why), Expected::SignsInAfterwards { told }) if json!(told) == json!(why) => {
            program.connect(server, row.offer, ANN).await?
        }
        (Err(why), _) => return Err(format!("Ann is told {why}")),
    };
    let state = program.check(&ann).await?;
    if state == "working" && server.reuse_count() == 0 { Ok(()) } else { Err(format!("afterwards Ann's is {state}")) }
}

/// Tries a row. The error says what went wrong.
async fn try_row(program: &std::path::Path, row: &ProgramRow) -> Result<(), String> {
    let server = DialectServer::start(Arc::new(SystemClock)).await;
    server.choose(|choices| *choices = row.choices.clone());
    let program = EndpointProgram::start(program, &server.url).await?;
    if matches!(row.expected, Expected::SignsIn | Expected::SignsInAfterwards { .. }) {
        return try_at_sign_in(&program, &server, row).await;
    }
    let (ann, ben) = (program.connect(&server, row.offer, ANN).await?, program.connect(&server, row.offer, BEN).await?);
    server.set_answer(ANN, row.answer.clone());
    let times = if let Expected::SignIn { times } = row.expected { times } else { 1 };
    let mut state = String::new();
    for time in 0..times {
        if time > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        let before = server.refusal_count(ANN);
        state = program.check(&ann).await?;
        if server.refusal_count(ANN) > before + 1 {
            return Err("a token was presented twice at once".to_owned());
        }
    }
    let bens = program.check(&ben).await?;
    if bens != "working" {
        return Err(format!("Ben's is {bens}"));
    }
    let expected = match row.expected {
        Expected::Works => Some("working"),
        Expected::SignIn { .. } => Some("needs_sign_in"),
        Expected::Admin => Some("needs_admin"),
        Expected::SignsIn
        | Expected::SignsInAfterwards { .. }
        | Expected::Survives
        | Expected::Kept
        | Expected::Lost => None,
    };
    if expected.is_some_and(|expected| state != expected) {
        return Err(format!("Ann's is {state}"));
    }
    if server.reuse_count() > 0 {
        return Err("a token was presented after it had been exchanged".to_owned());
    }
    if matches!(row.expected, Expected::Lost | Expected::SignIn { .. }) {
        return Ok(());
    }
    if row.expected == Expected::Kept {
        return server.newest_token(ANN).map(drop).ok_or("the grant has ended".to_owned());
    }
    server.set_answer(ANN, None);
    tokio::time::sleep(PAUSE).await;
    let state = program.check(&ann).await?;
    let grant = server.newest_token(ANN).is_some();
    if state == "working" && grant { Ok(()) } else { Err(format!("afterwards Ann's is {state}, grant kept: {grant}")) }
}

#[tokio::main]
async fn main() {
    let program = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| panic!("say which program to drive")));
    let tried = futures::stream::iter(rows()).map(|row| {
        let program = program.clone();
        async move { (try_row(&program, &row).await, row) }
    });
    let tried: Vec<_> = tried.buffered(AT_ONCE).collect().await;
    for (outcome, ProgramRow { name, read_at, .. }) in &tried {
        let guard = if GUARDS.contains(&name.as_str()) { "guard: " } else { "" };
        match outcome {
            Ok(()) => println!("green  {guard}{name} ({read_at})"),
            Err(why) => println!("RED    {guard}{name} ({read_at}): {why}"),
        }
    }
    let red = tried.iter().filter(|(outcome, _)| outcome.is_err()).count();
    let named = tried.iter().filter(|(_, row)| GUARDS.contains(&row.name.as_str())).count();
    assert_eq!(named, GUARDS.len(), "a guard names no row");
    println!("{red} of {} rows are red", tried.len());
    println!("left out: {}", LEFT_OUT.join(", "));
}
