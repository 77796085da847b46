//! Follows the endpoint: by its event stream, and by asking where the stream does not come through.

mod backoff;

use futures::future::abortable;
use latchkey_copy::Label;
use latchkey_wire::{Connection, Overview};
use leptos::task::spawn_local;

use super::{
    Pane,
    permissions::Permissions,
    screen::{self, Screen},
    set_up,
    sign_in::{self, SignInAttempt},
};
use crate::api::{RequestError, SessionClient};

impl Pane {
    /// Follows the endpoint from now on, if there is a session. Called again it starts afresh.
    pub fn follow(self) {
        self.stop_following();
        let Some(endpoint) = self.authorized() else { return };
        let (following, handle) = abortable(follow(self, endpoint));
        *self.private().following.borrow_mut() = Some(handle);
        spawn_local(async move {
            // An abort is what ends it.
            let _ = following.await;
        });
    }

    pub(super) fn stop_following(self) {
        if let Some(following) = self.private().following.take() {
            following.abort();
        }
        self.is_cut_off.set(false);
    }

    /// Takes in everything the endpoint knows.
    pub(crate) fn take_in(self, overview: Overview) {
        self.is_cut_off.set(false);
        self.private().clock_offset.set(overview.now - self.host().now());
        if let Some(news) = &overview.authorization {
            self.take_in_sign_in(news);
        }
        if !self.tell_by_dialog(&overview.connections) {
            self.tell_losses(&overview);
        }
        let is_old_news = |attempt: &SignInAttempt| !sign_in::is_still_true(attempt, &overview.connections);
        if self.is_attempt(is_old_news) {
            self.attempt.set(None);
        }
        let (before, steps_before) = (*self.screen.peek(), self.steps_done());
        let screen = screen::after(before, &self.connections.peek(), &overview.connections);
        self.set_known(Some(overview));
        let goes_on = screen == Screen::SetUp && self.steps_done() != steps_before;
        if screen != before {
            self.screen.set(screen);
        }
        if (screen != before && before != Screen::Loading) || goes_on {
            Self::focus(screen::HEADING);
        }
    }

    fn steps_done(self) -> usize {
        set_up::done(&self.steps.peek())
    }

    /// Takes in what the endpoint says; views whose part of it stays the same stay as they are.
    pub(super) fn set_known(self, overview: Option<Overview>) {
        self.private().is_first.set(overview.is_none());
        self.permissions.set_if_new(Permissions::new(self.text.installation(), overview.as_ref()));
        self.let_in.set_if_new(overview.as_ref().map(|overview| overview.let_in.clone()).unwrap_or_default());
        self.connections.set_if_new(overview.map(|overview| overview.connections).unwrap_or_default());
        self.show_losses();
        self.steps.set_if_new(set_up::steps(&self.permissions.peek().offers, &self.connections.peek()));
    }

    /// Reads everything anew.
    pub fn refresh_sidebar(self) {
        self.notice.set(None);
        self.say(self.text.label(Label::Loading));
        self.follow();
    }

    /// Says which connections were lost since the last overview.
    fn tell_losses(self, news: &Overview) {
        let was_lost = |connection: &Connection| {
            let shown = self.connections.peek();
            shown.iter().any(|before| before.id == connection.id && before.state.is_lost())
        };
        if let Some(lost) = news.connections.iter().find(|one| one.state.is_lost() && !was_lost(one)) {
            self.say(self.state_sentence(lost));
        }
    }
}

/// After a stream has ended it is not asked at once: if somebody has logged out elsewhere in this browser, that is about to
/// be known here, too.
const AFTER_STREAM_MS: u32 = 300;

/// Ends only when the session is refused, or when it is aborted.
async fn follow(pane: Pane, endpoint: SessionClient) {
    let mut failures = 0;
    loop {
        match once(&pane, &endpoint).await {
            Err(RequestError::SessionRefused) => return pane.session_was_refused(),
            Ok(()) => {
                failures = 0;
                pane.host().pause(AFTER_STREAM_MS).await;
            }
            Err(RequestError::Refused(_) | RequestError::Unreachable) => {}
        }
        // The stream has ended or never came through. Ask once, so that nothing is missed meanwhile.
        failures += 1;
        match endpoint.get_overview().await {
            Ok(overview) => pane.take_in(overview),
            Err(RequestError::SessionRefused) => return pane.session_was_refused(),
            Err(RequestError::Refused(_) | RequestError::Unreachable) => pane.endpoint_is_away(),
        }
        let is_signing_in = pane.is_attempt(|attempt| !attempt.is_over());
        pane.host().pause(backoff::pause_ms(failures, is_signing_in)).await;
    }
}

/// Follows one stream to its end. `Ok` if it brought anything.
async fn once(pane: &Pane, endpoint: &SessionClient) -> Result<(), RequestError> {
    let mut events = endpoint.open_events(pane.host()).await?;
    let mut outcome = Err(RequestError::Unreachable);
    while let Some(overview) = events.next().await {
        pane.take_in(overview);
        outcome = Ok(());
    }
    outcome
}
