//! `cargo xtask demo`: the whole product on this machine, with a practice provider instead of the real ones.
//!
//! Order: first the quick checks that can fail (ports, the data folder), then everything that must be built, then the
//! programs. When one program ends, the demo ends all of them.

mod config;
mod https;
mod open;
mod ports;
mod ready;
mod secrets;
mod service;

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{PathBuf, absolute};
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};

use config::{CLIENT_ID, Demo};
use service::DemoProgram;

use crate::stopwatch::{Stopwatch, Took};
use crate::{interrupt, pane, ui, workspace};

/// The lifetime of access tokens. The endpoint asks for a new one well before the old one ends. A short lifetime lets a
/// person at the control page see soon what happens after a grant was revoked there.
const ACCESS_TOKEN_LIFE_S: u32 = 60;

/// How often the demo checks that its programs still run.
const WATCH: Duration = Duration::from_millis(200);

/// The options on the command line.
#[derive(Debug, clap::Args)]
pub struct DemoOptions {
    /// Where the pane is served; the practice providers take the next two ports
    #[arg(long, default_value_t = 4870, value_parser = ports::first_of_three)]
    port: u16,
    /// Serve over https, with a certificate made on this machine: Outlook loads add-ins over nothing else
    #[arg(long)]
    https: bool,
    /// Don't open a browser
    #[arg(long)]
    no_open: bool,
    /// Where the demo keeps its database, secrets and logs
    /// [default: .latchkey/demo in the workspace]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Builds and starts everything, and runs until Ctrl-C.
pub fn run(options: &DemoOptions) -> anyhow::Result<()> {
    let watch = Stopwatch::start();
    let folder = match &options.data {
        Some(folder) => absolute(folder).context("--data names no folder")?,
        None => workspace::root().join(".latchkey").join("demo"),
    };
    let demo = Demo { folder, port: options.port, https: options.https };
    let _lock = lock(&demo)?;
    for port in [demo.port, demo.practice_port(), demo.exchange_port()] {
        ports::ensure_free(port)?;
    }

    pane::ensure_built(&pane::DEMO_PACKAGES)?;
    demo.write()?;
    if demo.https {
        https::ensure_certificate(&demo)?;
    }
    ui::say("Starting the practice provider and the endpoint");
    let mut services = start(&demo)?;
    ui::say(welcome(&demo, watch.elapsed()));
    if !options.no_open {
        open::in_browser(&demo.pane_url());
    }
    loop {
        interrupt::check()?;
        for service in &mut services {
            service.ensure_alive()?;
        }
        thread::sleep(WATCH);
    }
}

/// Refuses a second demo on the same database: each would take the other's work. The file says where the first one is.
fn lock(demo: &Demo) -> anyhow::Result<File> {
    let folder = &demo.folder;
    fs::create_dir_all(folder)
        .with_context(|| format!("can't make the data folder {}: choose another with --data DIR", folder.display()))?;
    let file = folder.join("lock");
    let mut lock = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&file)
        .with_context(|| format!("can't write {}", file.display()))?;
    match lock.try_lock() {
        Ok(()) => {
            let written = lock.set_len(0).and_then(|()| lock.write_all(demo.pane_url().as_bytes()));
            written.with_context(|| format!("can't write {}", file.display()))?;
            Ok(lock)
        }
        Err(TryLockError::WouldBlock) => bail!(
            "The demo with the data folder {} is running already: {}/. End it with Ctrl-C, or start a second one with \
             another folder and port: `cargo xtask demo --data DIR --port PORT`.",
            folder.display(),
            fs::read_to_string(&file).unwrap_or_default()
        ),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("can't lock {}", file.display())),
    }
}

fn start(demo: &Demo) -> anyhow::Result<[DemoProgram; 2]> {
    let logs = demo.folder.join("logs");
    fs::create_dir_all(&logs).with_context(|| format!("can't make {}", logs.display()))?;

    let mut practice = program("latchkey-practice")?;
    practice
        .args(["--listen", &format!("127.0.0.1:{}", demo.practice_port())])
        .args(["--exchange-listen", &format!("127.0.0.1:{}", demo.exchange_port())])
        .arg("--exchange-ca-file")
        .arg(demo.exchange_ca_file())
        .args(["--client-id", CLIENT_ID])
        .arg("--client-secret-file")
        .arg(demo.client_secret_file())
        .args(demo.redirect_uris().iter().flat_map(|uri| ["--redirect-uri", uri]))
        .args(["--access-token-life-s", &ACCESS_TOKEN_LIFE_S.to_string()])
        .arg("--state")
        .arg(demo.practice_state());
    let mut practice = DemoProgram::start("The practice server", &mut practice, &logs.join("practice.log"))?;
    // The endpoint reads the CA certificate of the practice Exchange, which writes it before it listens.
    practice.wait_until_ready(demo.practice_port(), ready::Sign::Page("/"))?;

    let mut endpoint = program("latchkey-endpoint")?;
    endpoint.args(["serve", "--config"]).arg(demo.config_file());
    let mut endpoint = DemoProgram::start("The endpoint", &mut endpoint, &logs.join("endpoint.log"))?;
    endpoint.wait_until_ready(demo.port, if demo.https { ready::Sign::Tls } else { ready::Sign::Page("/readyz") })?;
    Ok([endpoint, practice])
}

/// A program of ours, without environment variables that configure another installation.
fn program(name: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(workspace::program(name)?);
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("LATCHKEY_") {
            command.env_remove(variable);
        }
    }
    Ok(command)
}

fn welcome(demo: &Demo, took: Duration) -> String {
    format!(
        "
Latchkey is running (after {took}). Ctrl-C ends it; {folder} keeps its data.

  the pane               {pane}/
  the practice providers {practice}/  (their control page: revoke, expire, break things)
  the practice Exchange  {ews}
  for sync engines       {pane}/openapi.json

People at the practice providers:
  Ann Able     ann@contoso.example       Ann-practice-1
  Ben Baker    ben@contoso.example       Ben-practice-2
  Cleo Carter  cleo@fabrikam.example     Cleo-practice-3
  and Ann in the Salesforce sandbox: ann@contoso.example.dev, same password

Try this:
  1. In the pane, press Connect Microsoft 365 (practice). Sign in as Ann, and press Accept at the end of the list.
  2. At the control page, press Revoke Microsoft access of ann@contoso.example. Within a minute the pane says so by itself.
  3. ☰ Menu → Sync settings → Email configuration → Refresh, sign in as Ann: it works again.
  4. Revoke again, press Refresh, and sign in as Ben (type over Ann's address): refused, and Ann's connection stays as it was.
  5. Change, to Google, or to Ben's account: it asks before it switches to another address, and keeps what you set up.
  6. CRM: Production, Sandbox, or My Domain with the address 127.0.0.1:{practice_port}/salesforce/my/contoso
  7. Change, to Exchange: type Ann's password, and Connect. Her server is found and shown before the password goes there:
     press Connect once more. At the control page, change her Exchange password. Press Check now on Home: access is lost.
     Nothing tries a password by itself, so that no account is locked. Then Sync settings → Refresh: type the new one, which
     is the old one with -new at its end. After a few wrong ones the endpoint waits an hour; another --data starts anew.
  8. In {config}, set page = \"legacy\": Sync settings become the Sync Dashboard,
     until the next start, which writes the file anew.
{https}
pane: {pane}/",
        https = if demo.https { https::words(demo) } else { String::new() },
        took = Took(took),
        folder = demo.folder.display(),
        pane = demo.pane_url(),
        practice = demo.practice_url(),
        practice_port = demo.practice_port(),
        ews = demo.ews_url(),
        config = demo.config_file().display(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_welcome_ends_with_the_line_that_scripts_wait_for() {
        let demo = Demo { folder: PathBuf::from("/data"), port: 4870, https: false };
        let text = welcome(&demo, Duration::from_secs(3));
        assert_eq!(text.lines().last(), Some("pane: http://localhost:4870/"));
        assert!(text.contains("http://127.0.0.1:4871/"));
        assert!(text.contains("https://localhost:4872/EWS/Exchange.asmx"));
    }

    #[test]
    fn over_https_the_welcome_tells_how_to_trust_the_certificate_and_where_the_manifest_is() {
        let demo = Demo { folder: PathBuf::from("/data"), port: 4870, https: true };
        let text = welcome(&demo, Duration::from_secs(3));
        assert_eq!(text.lines().last(), Some("pane: https://localhost:4870/"));
        assert_eq!(text.lines().filter(|line| line.contains("authority.pem")).count(), 2, "{text}");
        assert!(text.contains("manifest.xml"), "{text}");
    }

    #[test]
    fn a_data_folder_serves_one_demo_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let at = |port| Demo { folder: folder.path().to_owned(), port, https: false };
        let first = lock(&at(4870)).unwrap();
        let sentence = lock(&at(4890)).unwrap_err().to_string();
        assert!(sentence.contains("is running already: http://localhost:4870/."), "{sentence}");
        assert!(sentence.contains("--data"), "{sentence}");
        drop(first);
        lock(&at(4890)).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("lock")).unwrap(), "http://localhost:4890");
    }
}
