//! `latchkey-endpoint journal`: exports the audit journal as JSON lines.

use std::io::Write as _;

use clap::Args;
use latchkey_store::{AuditActor, JournalEntry, Store};

/// How many entries are read at a time.
const PAGE: u32 = 1000;

#[derive(Args)]
pub(crate) struct JournalRange {
    /// Print only entries after this number: the last `number` of the previous export.
    #[arg(long, default_value_t = 0)]
    after: i64,
}

pub(crate) async fn export(store: &dyn Store, range: &JournalRange) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let mut after = range.after;
    loop {
        let page = store.list_journal(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.seq;
        for entry in page {
            writeln!(out, "{}", line(&entry))?;
        }
    }
}

fn line(JournalEntry { seq, event }: &JournalEntry) -> serde_json::Value {
    let (actor, actor_id) = match &event.actor {
        AuditActor::Endpoint => ("endpoint", None),
        AuditActor::Person(person) => ("person", Some(&person.0)),
        AuditActor::Engine(id) => ("engine", Some(id)),
        AuditActor::Administrator(name) => ("administrator", Some(name)),
    };
    serde_json::json!({
        "number": seq,
        "id": event.id,
        "at": event.at,
        "actor": actor,
        "actor_id": actor_id,
        "kind": event.kind,
        "connection": event.connection,
        "account": event.account,
        "reason": event.reason,
        "detail": event.detail,
    })
}
