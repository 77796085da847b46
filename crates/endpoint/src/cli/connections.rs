//! `latchkey-endpoint connections`: lists, shows and revokes connections.

use std::io::Write as _;
use std::sync::Arc;

use crate::app::App;
use crate::config::Config;
use crate::outbound::Outbound;
use crate::serve::{Endpoint, World};
use crate::sign_in::disconnect;
use anyhow::{Context as _, bail};
use clap::Subcommand;
use latchkey_domain::{Clock as _, Health, SystemClock, SystemEntropy, Verified, mail_key};
use latchkey_store::{ConnectionRecord, Store};
use latchkey_wire::ConnectionId;

use crate::cli::installation::{InstallationArguments, administrator};

/// How many connections are read at a time.
const PAGE: u32 = 500;

#[derive(Subcommand)]
pub(crate) enum ConnectionsAction {
    /// Lists connections: id, state, purpose, offer and account.
    List {
        /// Show only connections whose account has this name: its address, its sign-in name or an alias.
        #[arg(long)]
        address: Option<String>,
        /// Show only connections that need attention.
        #[arg(long)]
        lost: bool,
    },
    /// Shows a connection as JSON, without secrets.
    Show {
        /// The connection's id.
        id: String,
    },
    /// Ends a connection. Revokes its grant at the provider, unless that would end other connections too, and deletes it
    /// here. Running endpoints may hand out its last token for up to five more seconds.
    Revoke {
        /// The connection's id.
        id: String,
    },
}

pub(crate) async fn run(installation: &InstallationArguments, action: ConnectionsAction) -> anyhow::Result<()> {
    match action {
        ConnectionsAction::List { address, lost } => {
            let store = installation.store().await?;
            list(&*store, address.as_deref(), lost).await?;
            store.close().await;
        }
        ConnectionsAction::Show { id } => {
            let app = app(installation).await?;
            show(&app, &ConnectionId::new(id)).await?;
            app.store.close().await;
        }
        ConnectionsAction::Revoke { id } => {
            let app = app(installation).await?;
            let ended = disconnect::disconnect(&app, &ConnectionId::new(&id), administrator()).await?;
            app.wait_until_idle().await;
            app.store.close().await;
            if !ended {
                bail!("no active connection has the id {id}; run `connections list` to see them");
            }
            writeln!(std::io::stderr(), "Connection {id} has ended.")?;
        }
    }
    Ok(())
}

async fn app(installation: &InstallationArguments) -> anyhow::Result<App> {
    let config = Config::load(&installation.config)?;
    let http = Outbound::with_timeout(config.renewal.provider_timeout()).context("no HTTP client")?;
    let world = World { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy), http: Arc::new(http) };
    Ok(Endpoint::open(&Config { pane_dir: None, ..config }, world).await?.app)
}

async fn list(store: &dyn Store, address: Option<&str>, lost: bool) -> anyhow::Result<()> {
    let (mut out, mut after, mut is_empty) = (std::io::stdout(), None, true);
    loop {
        let page = store.list_connections_page(after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id.clone());
        for found in page {
            let is_sought = address.is_none_or(|address| has_name(&found, address));
            if is_sought && (!lost || found.health.is_lost()) {
                is_empty = false;
                let (state, purpose) = (found.health.kind().as_str(), serde_plain::to_string(&found.purpose)?);
                writeln!(out, "{}  {state:<13}  {purpose:<7}  {}  {}", found.id, found.offer, found.account.address)?;
            }
        }
    }
    if is_empty {
        writeln!(std::io::stderr(), "No connection was found.")?;
    }
    Ok(())
}

/// Whether the account goes by this name, verified or not.
fn has_name(found: &ConnectionRecord, name: &str) -> bool {
    let facts = &found.facts;
    let aliases = facts.aliases.iter().map(|alias| &alias.address);
    let mut names = [&found.account.address].into_iter().chain(&facts.sign_in_name).chain(aliases);
    names.any(|known| mail_key(known) == mail_key(name))
}

async fn show(app: &App, id: &ConnectionId) -> anyhow::Result<()> {
    let Some(found) = app.store.find_connection(id).await? else {
        bail!("no connection has the id {id}; run `connections list` to see them");
    };
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&connection_json(&found, app.verified(&found)))?)?;
    Ok(())
}

fn connection_json(found: &ConnectionRecord, verified: Verified) -> serde_json::Value {
    let (since, reason) = match &found.health {
        Health::Working => (None, None),
        Health::Retrying { since, reason, .. }
        | Health::NeedsSignIn { since, reason }
        | Health::NeedsAdmin { since, reason } => (Some(since), Some(reason)),
        Health::Disconnected { since } => (Some(since), None),
    };
    serde_json::json!({
        "id": found.id,
        "state": found.health.kind().as_str(),
        "since": since,
        "reason": reason,
        "actor": reason.map(|reason| reason.code.actor()),
        "purpose": found.purpose,
        "offer": found.offer,
        "site": found.site,
        "api_url": found.api_url,
        "account": found.account,
        "sign_in_name": found.facts.sign_in_name,
        "aliases": found.facts.aliases,
        "scopes": found.facts.scopes,
        "verified": verified.as_str(),
        "issuer": found.identity.issuer,
        "subject": found.identity.subject,
        "last_working_at": found.last_working_at,
        "refreshed_at": found.refreshed_at,
        "access_expires_at": found.access_expires_at,
        "due_at": found.due_at,
        "ends_at": found.ends_at,
        "sign_ins": found.generation + 1,
        "now": SystemClock.now(),
    })
}
