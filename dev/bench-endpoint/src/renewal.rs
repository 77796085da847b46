//! `bench renewal`: what a round of renewals costs beside few and beside many stored connections, on each backend. First
//! the store alone: claiming what is due. Then the whole endpoint, with a stub for a provider, until everything that is due
//! has been renewed and written.

mod store;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use latchkey_domain::{Clock as _, SystemClock};
use latchkey_testkit::postgres::{self, Disk, Postgres};
use tokio::time::{Instant, sleep};

use store::{CLAIM_S, claim, fill, open};

use crate::RenewalArguments;
use crate::machine::{self, MemoryFigure};
use crate::server::{ServerProcess, free_port};
use crate::stub::CLIENT_ID;

const OFFER: &str = "bench";
/// How many connections are due, independent of how many are stored.
const DUE: usize = 10_000;
/// How often the stub's counter is polled, and for how long at most.
const LOOK_EVERY: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_mins(5);

/// Goals.
const CLAIM_AT_MOST: f64 = 1.5;
const SQLITE_A_SECOND: f64 = 4000.0;
const POSTGRES_A_SECOND: f64 = 6000.0;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Backend {
    Sqlite,
    Postgres,
}

struct Figures {
    claim_ms: f64,
    renewed_a_second: f64,
    peak_mib: f64,
}

/// Measures and reports.
pub async fn run(arguments: &RenewalArguments) -> anyhow::Result<()> {
    let mut text =
        format!("\n{:12}{:>12}{:>16}{:>14}{:>10}\n", "", "stored", "claim 500, ms", "renewals/s", "peak MiB");
    let mut goals = String::new();
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let name = format!("{backend:?}").to_lowercase();
        if backend == Backend::Postgres
            && let Err(why) = postgres::binaries()
        {
            let _ = writeln!(text, "LEFT OUT  {name}: {why}");
            continue;
        }
        let mut claims = Vec::new();
        for stored in &arguments.stored {
            let figures = measure(arguments, backend, *stored).await?;
            let Figures { claim_ms, renewed_a_second, peak_mib } = figures;
            let _ = writeln!(text, "{name:12}{stored:>12}{claim_ms:>16.1}{renewed_a_second:>14.0}{peak_mib:>10.1}");
            claims.push(claim_ms);
            let least = if backend == Backend::Sqlite { SQLITE_A_SECOND } else { POSTGRES_A_SECOND };
            goals += &goal(
                renewed_a_second >= least,
                &format!("{renewed_a_second:.0}  {name}, {stored} stored: at least {least} renewals/s"),
            );
        }
        if let [few, .., many] = claims[..] {
            let ratio = many / few;
            goals += &goal(
                ratio <= CLAIM_AT_MOST,
                &format!("{ratio:.2}  {name}, claim beside many against few: at most {CLAIM_AT_MOST}"),
            );
        }
    }
    let _ = write!(text, "\nGoals\n{goals}");
    io::stdout().write_all(text.as_bytes()).context("can't print the report")
}

fn goal(met: bool, text: &str) -> String {
    format!("  {}  {text}\n", if met { "met   " } else { "MISSED" })
}

async fn measure(arguments: &RenewalArguments, backend: Backend, stored: usize) -> anyhow::Result<Figures> {
    let folder = arguments.scratch.join("bench-renewal");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    let server = (backend == Backend::Postgres).then(|| Postgres::start(Disk::Synced));
    let url = match &server {
        Some(server) => server.database(),
        None => format!("sqlite://{}/renewal.db", folder.display()),
    };
    let (port, stub) = (free_port()?, free_port()?);
    let config = config(&folder, &url, port, stub)?;
    let store = open(&config).await?;
    eprintln!("writing {stored} connections");
    fill(&*store, stub, stored).await?;
    let claim_ms = claim(&*store).await?;
    store.close().await;
    sleep(Duration::from_secs(u64::try_from(CLAIM_S)? + 1)).await;

    let _stub = ServerProcess::stub(stub).await?;
    let began = Instant::now();
    let endpoint = ServerProcess::endpoint(&arguments.endpoint, &config, port).await?;
    // One client for all requests: making a client reads the machine's certificates, which would disturb the measurement.
    let asking = asking();
    let (mut first, mut last) = (None, 0);
    while last < DUE {
        if began.elapsed() > PATIENCE {
            bail!("only {last} of {DUE} were renewed within {} s", PATIENCE.as_secs());
        }
        sleep(LOOK_EVERY).await;
        last = count(&asking, stub).await?;
        if last > 0 && first.is_none() {
            first = Some((Instant::now(), last));
        }
    }
    let (since, before) = first.unwrap_or((began, 0));
    let took = since.elapsed();
    let peak_mib = machine::memory_mib(endpoint.process(), MemoryFigure::Peak)?;
    // The endpoint writes the last answers of the stub a moment later.
    sleep(Duration::from_secs(3)).await;
    drop(endpoint);
    let store = open(&config).await?;
    let left = store.claim_due_connections(SystemClock.now(), 1, SystemClock.now() + 1).await?.len();
    // The store is closed before the folder is deleted: closing a deleted SQLite database would delete the log of the next one.
    store.close().await;
    if left > 0 {
        bail!("the provider has answered, and not everything is written");
    }
    let renewed = u32::try_from(DUE - before)?;
    Ok(Figures { claim_ms, renewed_a_second: f64::from(renewed) / took.as_secs_f64(), peak_mib })
}

fn config(folder: &Path, url: &str, port: u16, stub: u16) -> anyhow::Result<PathBuf> {
    let file = folder.join("renewal.toml");
    let text = format!(
        r#"
        listen = "127.0.0.1:{port}"
        public_url = "http://127.0.0.1:{port}"
        [store]
        url = "{url}"
        [encryption]
        keys = [{{ id = "k1", key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }}]
        [renewal]
        concurrency = 512
        per_second = 100000
        [providers.{OFFER}]
        kind = "oidc"
        purpose = "mailbox"
        label = "Bench"
        issuer = "http://127.0.0.1:{stub}"
        client_id = "{CLIENT_ID}"
        client_secret = "bench"
        scopes = ["mail"]
        "#
    );
    fs::write(&file, text).with_context(|| format!("can't write {}", file.display()))?;
    Ok(file)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark's own client, for a stub on this machine")]
fn asking() -> reqwest::Client {
    reqwest::Client::new()
}

/// How many refresh tokens the stub has exchanged.
async fn count(asking: &reqwest::Client, stub: u16) -> anyhow::Result<usize> {
    let text = asking.get(format!("http://127.0.0.1:{stub}/count")).send().await?.text().await?;
    text.parse().with_context(|| format!("the stub said {text}"))
}
