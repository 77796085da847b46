//! The overview as server-sent events (html.spec.whatwg.org, 9.2).

use std::convert::Infallible;
use std::time::Duration;

use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures::Stream;
use latchkey_wire::{Overview, Problem, ProblemCode};

use super::AppState;
use crate::app::App;
use crate::app::hub::Topic;
use crate::problem::ApiError;
use crate::session;
use crate::session::caller::Caller;
use crate::session::overview;

/// The interval of comments that keep proxies from closing an idle stream.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the overview is read again, because some states change by time alone. Real time: it bounds only how late a pane
/// learns of it; the clock says what has changed.
const LOOK_AGAIN: Duration = Duration::from_secs(20);
/// The most panes of one session that listen at the same time.
const MAX_LISTENERS: usize = 12;

/// Sends an `overview` event at once and after every change, each with a whole overview; a comment every 15 seconds.
#[utoipa::path(get, path = "/v1/events", security(("session" = [])), responses(
    (status = 200, body = Overview, content_type = "text/event-stream"),
    (status = "default", body = Problem, content_type = "application/problem+json"),
))]
pub(super) async fn events(
    app: AppState,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    if app.hub.count_subscribers(&Topic::Session(caller.session)) >= MAX_LISTENERS {
        return Err(ApiError::wait(ProblemCode::TooManyRequests, 30));
    }
    let overviews = OverviewStream { app: app.0.clone(), caller, last: None };
    let stream = futures::stream::unfold(overviews, |mut overviews| async move {
        let event = overviews.next().await?;
        Some((Ok(event), overviews))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(HEARTBEAT).text("")))
}

struct OverviewStream {
    app: App,
    caller: Caller,
    last: Option<Overview>,
}

impl OverviewStream {
    /// Waits for an overview that differs from the last. `None` when the session or the endpoint ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            // The subscriptions begin before the overview is read, so that no change in between is missed.
            let mut session_changed = self.app.hub.subscribe(Topic::Session(self.caller.session));
            let mut person_changed = self.app.hub.subscribe(Topic::Person(self.caller.person.clone()));
            let mut policy_changed = self.app.hub.subscribe(Topic::Policy);
            let session = session::find(&self.app, self.caller.session).await.ok()??;
            let is_same_person = session.person == self.caller.person;
            self.caller = session.into();
            if !is_same_person {
                continue;
            }
            let now = overview::overview(&self.app, &self.caller).await.ok()?;
            if !self.last.as_ref().is_some_and(|last| is_same(last, &now)) {
                let event = Event::default().event("overview").json_data(&now).ok()?;
                self.last = Some(now);
                return Some(event);
            }
            tokio::select! {
                _ = session_changed.changed() => {}
                _ = person_changed.changed() => {}
                _ = policy_changed.changed() => {}
                () = tokio::time::sleep(until_time_matters(&now)) => {}
                () = self.app.stopping.cancelled() => return None,
            }
        }
    }
}

/// How long to wait, in real time, for a change that comes by time alone: an unfinished sign-in expires at its deadline,
/// without a notification.
fn until_time_matters(shown: &Overview) -> Duration {
    let under_way = shown.authorization.as_ref().filter(|authorization| !authorization.phase.is_final());
    let left_s = under_way.map(|authorization| authorization.deadline_at - shown.now);
    let left_s = left_s.and_then(|seconds| u64::try_from(seconds).ok());
    left_s.map_or(LOOK_AGAIN, |seconds| Duration::from_secs(seconds.max(1)).min(LOOK_AGAIN))
}

fn is_same(one: &Overview, other: &Overview) -> bool {
    // A change of the endpoint's time alone is not a change.
    Overview { now: other.now, ..one.clone() } == *other
}
