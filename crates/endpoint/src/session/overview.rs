//! Builds what a pane shows from the stored records.

use latchkey_domain::connection_state;
use latchkey_domain::renewal::works_until;
use latchkey_store::{AuthorizationRecord, ConnectionRecord};
use latchkey_wire::{Authorization, Connection, ConnectionState, Overview, Phase, ReasonCode, UnixSeconds};

use crate::app::App;
use crate::problem::ApiError;
use crate::session;
use crate::session::caller::Caller;

/// How long an ended authorization is shown, so that a pane that reconnects still sees it.
const SHOW_ENDED_S: i64 = 15 * 60;

/// Everything that the caller's pane shows.
pub(crate) async fn overview(app: &App, caller: &Caller) -> Result<Overview, ApiError> {
    let now = app.clock.now();
    // The authorization is read first. If it has succeeded, the connections that are read after it are at least as new.
    let newest = app.store.find_newest_authorization(caller.session).await?;
    let connections = app.store.list_connections(&caller.person).await?;
    let connections: Vec<_> = connections.into_iter().filter(|connection| caller.sees(connection)).collect();
    let policy = app.policy();
    let addresses = connections.iter().map(|connection| connection.account.address.as_str());
    let sync_settings = policy.sync_settings(addresses);
    let shown = newest.filter(|record| !phase(record, now).is_final() || now < record.deadline_at + SHOW_ENDED_S);
    Ok(Overview {
        now,
        connections: connections.into_iter().map(|record| connection(app, record, now)).collect(),
        authorization: shown.map(|record| authorization(app, &record, now)),
        sync_settings,
        offers: policy.installation.offers.iter().map(|offer| offer.id.clone()).collect(),
        let_in: session::list_let_in(app, caller).await?,
    })
}

/// A connection as its owner sees it.
pub(crate) fn connection(app: &App, record: ConnectionRecord, now: UnixSeconds) -> Connection {
    let provider = app.registry.get(&record.offer);
    // If the offer was removed from the configuration, its id is the best label left.
    let provider_label = provider.map_or_else(|| record.offer.to_string(), |provider| provider.label().to_owned());
    let rules = provider.map(|_| app.registry.rules(&record.offer));
    let state = connection_state(&record.health, record.ends_at, &record.settings, now);
    Connection {
        state: if app.policy().is_offered(&record.offer) { state } else { not_offered_any_more(state) },
        works_until: rules.and_then(|rules| works_until(record.refreshed_at, record.ends_at, rules)),
        provider_label,
        by_password: app.registry.by_password(&record.offer).is_some(),
        id: record.id,
        purpose: record.purpose,
        offer: record.offer,
        site: record.site,
        account: record.account,
        sign_in_name: record.facts.sign_in_name,
        aliases: record.facts.aliases.into_iter().map(|alias| alias.address).collect(),
        scopes: record.facts.scopes,
        last_working_at: record.last_working_at,
        settings: record.settings,
    }
}

/// A connection whose offer was withdrawn works until access is lost. Then only another offer helps.
fn not_offered_any_more(state: ConnectionState) -> ConnectionState {
    match state {
        ConnectionState::NeedsSignIn { since, .. }
        | ConnectionState::NeedsAdmin { since, .. }
        | ConnectionState::Disconnected { since } => {
            ConnectionState::NeedsSignIn { since, reason: ReasonCode::AccessTypeNotAllowed.into() }
        }
        works => works,
    }
}

/// An authorization as its pane sees it.
pub(crate) fn authorization(app: &App, record: &AuthorizationRecord, now: UnixSeconds) -> Authorization {
    let provider = app.registry.get(&record.offer);
    Authorization {
        id: record.id.clone(),
        intent: record.intent.clone(),
        offer: record.offer.clone(),
        provider_label: provider.map_or_else(|| record.offer.to_string(), |provider| provider.label().to_owned()),
        match_code: String::new(),
        deadline_at: record.deadline_at,
        phase: phase(record, now),
    }
}

/// How long finishing a sign-in may take after the person came back, because a provider may be slow.
const FINISHING_S: i64 = 2 * 60;

/// The phase of an authorization. One that was not finished in time is expired, even if the store does not say so yet.
pub(crate) fn phase(record: &AuthorizationRecord, now: UnixSeconds) -> Phase {
    // A sign-in that came back in time is finished, and its phase is shown only then.
    let deadline_at = record.deadline_at + if record.phase == Phase::Finishing { FINISHING_S } else { 0 };
    if !record.phase.is_final() && now >= deadline_at { Phase::Expired } else { record.phase.clone() }
}
