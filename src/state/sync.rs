//! Follows the endpoint by its event stream, or by polling if the stream does not get through.

mod backoff;

use futures::future::abortable;
use latchkey_copy::Label;
use latchkey_wire::{Connection, Overview};
use leptos::task::spawn_local;

use super::{
    Pane, menu,
    permissions::Permissions,
    screen::{self, Screen},
    set_up,
    sign_in::{self, SignInAttempt},
};
use crate::api::{RequestError, SessionClient};

impl Pane {
    /// Starts to follow the endpoint, if there is a session. Another call starts afresh.
    pub fn start_sync(self) {
        self.stop_sync();
        let Some(endpoint) = self.session_client() else { return };
        let (sync_task, handle) = abortable(sync_until_refused(self, endpoint));
        *self.private().sync_task.borrow_mut() = Some(handle);
        spawn_local(async move {
            // The task ends when it is aborted.
            let _ = sync_task.await;
        });
    }

    pub(super) fn stop_sync(self) {
        if let Some(sync_task) = self.private().sync_task.take() {
            sync_task.abort();
        }
        self.is_cut_off.set(false);
    }

    /// Takes over a new overview from the endpoint.
    pub(crate) fn apply_overview(self, overview: Overview) {
        self.is_cut_off.set(false);
        self.private().clock_offset.set(overview.now - self.host().now());
        if let Some(authorization) = &overview.authorization {
            self.apply_authorization(authorization);
        }
        if !self.update_loss_dialog(&overview.connections) {
            self.announce_losses(&overview);
        }
        let is_old_news = |attempt: &SignInAttempt| !sign_in::is_outcome_current(attempt, &overview.connections);
        if self.has_attempt_where(is_old_news) {
            self.attempt.set(None);
        }
        let (before, steps_before) = (*self.screen.peek(), self.steps_done());
        let screen = screen::after(before, &self.connections.peek(), &overview.connections);
        self.store_overview(Some(overview));
        let goes_on = screen == Screen::SetUp && self.steps_done() != steps_before;
        if screen != before {
            self.screen.set(screen);
        }
        if (screen != before && before != Screen::Loading) || goes_on {
            Self::focus(screen::HEADING);
        }
    }

    fn steps_done(self) -> usize {
        set_up::count_done(&self.steps.peek())
    }

    /// Stores an overview, or clears what was stored. Only views of values that change are drawn again.
    pub(super) fn store_overview(self, overview: Option<Overview>) {
        self.private().is_first.set(overview.is_none());
        self.permissions.set_if_changed(Permissions::new(self.text.installation(), overview.as_ref()));
        self.let_in.set_if_changed(overview.as_ref().map(|overview| overview.let_in.clone()).unwrap_or_default());
        self.connections.set_if_changed(overview.map(|overview| overview.connections).unwrap_or_default());
        self.show_losses();
        self.steps.set_if_changed(set_up::steps(&self.permissions.peek().offers, &self.connections.peek()));
        self.menu_items.set_if_changed(menu::items(&self.permissions.peek().offers, &self.connections.peek()));
    }

    /// Loads everything again.
    pub fn refresh_sidebar(self) {
        self.notice.set(None);
        self.announce(self.text.label(Label::Loading));
        self.start_sync();
    }

    /// Announces which connections were lost since the last overview. Where the last words are about a loss that is over,
    /// the connection's new state replaces them.
    fn announce_losses(self, overview: &Overview) {
        let repaired = self.connections.peek().iter().find_map(|before| {
            let now = overview.connections.iter().find(|one| one.id == before.id)?;
            let is_over = before.state.is_lost() && !now.state.is_lost();
            (is_over && *self.announcement.peek() == self.state_sentence(before)).then(|| self.state_sentence(now))
        });
        if let Some(sentence) = repaired {
            self.announce(sentence);
        }
        let was_lost = |connection: &Connection| {
            let shown = self.connections.peek();
            shown.iter().any(|before| before.id == connection.id && before.state.is_lost())
        };
        if let Some(lost) = overview.connections.iter().find(|one| one.state.is_lost() && !was_lost(one)) {
            self.announce(self.state_sentence(lost));
        }
    }
}

/// Pause after a stream has ended. If the person has logged out in another pane of this browser, this pane learns of it
/// meanwhile.
const AFTER_STREAM_MS: u32 = 300;

/// Follows the endpoint until the session is refused or the task is aborted.
async fn sync_until_refused(pane: Pane, endpoint: SessionClient) {
    let mut failures = 0;
    loop {
        match read_stream(&pane, &endpoint).await {
            Err(RequestError::SessionRefused) => return pane.end_refused_session(),
            Ok(()) => {
                failures = 0;
                pane.host().pause(AFTER_STREAM_MS).await;
            }
            Err(RequestError::Refused(_) | RequestError::Unreachable) => {}
        }
        // The stream has ended or never got through. One request fetches what was missed.
        failures += 1;
        match endpoint.get_overview().await {
            Ok(overview) => pane.apply_overview(overview),
            Err(RequestError::SessionRefused) => return pane.end_refused_session(),
            Err(RequestError::Refused(_) | RequestError::Unreachable) => pane.show_unreachable(),
        }
        let is_signing_in = pane.has_attempt_where(|attempt| !attempt.is_over());
        pane.host().pause(backoff::pause_ms(failures, is_signing_in)).await;
    }
}

/// Reads one event stream to its end. `Ok` if it brought an overview.
async fn read_stream(pane: &Pane, endpoint: &SessionClient) -> Result<(), RequestError> {
    let mut events = endpoint.open_events(pane.host()).await?;
    let mut outcome = Err(RequestError::Unreachable);
    while let Some(overview) = events.next().await {
        pane.apply_overview(overview);
        outcome = Ok(());
    }
    outcome
}
