//! Once a minute, ends overdue sign-ins and deletes expired rows, a limited number at a time.

use std::time::Duration;

use latchkey_store::Retention;

use crate::app::App;
use crate::notify::outbox;
use crate::sign_in;

const SWEEP_EVERY: Duration = Duration::from_mins(1);
/// How long authorizations are kept after their deadline.
const KEEP_AUTHORIZATIONS_S: i64 = 24 * 3600;
/// The most rows of a table that are deleted at a time.
const SWEEP_ROWS: u32 = 1000;

/// Sweeps until the endpoint stops.
pub async fn drive(app: App) {
    while !app.is_stopping() {
        sweep(&app).await;
        app.pause_until_stopping(SWEEP_EVERY).await;
    }
}

/// Sweeps once.
pub async fn sweep(app: &App) {
    let now = app.clock.now();
    if let Err(error) = sign_in::end_overdue(app, SWEEP_ROWS).await {
        tracing::warn!(?error, "could not end unfinished sign-ins");
    }
    let retention = Retention {
        authorizations_before: now - KEEP_AUTHORIZATIONS_S,
        journal_before: now - app.settings.keep_journal_s,
        mailed_before: now - outbox::MAIL_CAP.within_s,
        at_most: SWEEP_ROWS,
    };
    if let Err(error) = app.store.delete_expired(now, &retention).await {
        tracing::warn!(%error, "cleanup failed");
    }
}
