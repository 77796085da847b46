//! Starts an endpoint from a configuration, runs it, and stops it.

mod open;

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use futures::FutureExt as _;
use latchkey_domain::{Clock, Entropy};
use latchkey_providers::Http;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

pub use self::open::{StartError, open_store};
use crate::app::App;
use crate::jobs::key_rotation;
use crate::jobs::reload::Reloader;
use crate::jobs::secret_ends;
use crate::jobs::sweep;
use crate::notify::outbox;
use crate::problem::ApiError;
use crate::renewal;
use crate::web::http_server;
use crate::web::pane_files::PaneFiles;
use crate::web::routes;
use crate::web::tls::TlsListener;

/// How long requests under way may take when the endpoint stops, in real time: the process manager counts in it.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(20);

/// The parts of an endpoint that touch the outside world.
pub struct World {
    pub clock: Arc<dyn Clock>,
    /// The source of random values, such as tokens and ids.
    pub entropy: Arc<dyn Entropy>,
    /// Sends requests to providers.
    pub http: Arc<dyn Http>,
}

/// An endpoint that is ready to serve.
pub struct Endpoint {
    /// The state that its handlers share.
    pub app: App,
    pane: PaneFiles,
    tls: Option<TlsAcceptor>,
}

/// When renewals, notifications, cleanup and re-encryption are done.
#[derive(Clone, Copy, Debug)]
pub enum Jobs {
    /// By the endpoint itself, as they become due.
    Scheduled,
    /// One at a time, as the holder of the [`App`] asks for them: for tests, whose clock jumps.
    OnRequest,
}

impl Endpoint {
    /// Applies changed configurations to this endpoint, and notifies open panes.
    pub fn reloader(&self) -> Reloader {
        Reloader { app: self.app.clone(), pane: self.pane.clone() }
    }

    async fn accept_requests(self, listener: TcpListener) {
        let stopping = self.app.stopping.clone().cancelled_owned();
        let router = routes::router(self.app, self.pane);
        match self.tls {
            Some(tls) => http_server::serve(TlsListener::new(listener, tls), router, stopping).await,
            None => http_server::serve(listener, router, stopping).await,
        }
    }

    /// Serves requests, and does the jobs, until [`crate::app::Parts::stopping`] is cancelled. The store closes last, so that
    /// new token pairs of renewals under way are written first.
    pub async fn run(self, listener: TcpListener, metrics: Option<TcpListener>, jobs: Jobs) -> std::io::Result<()> {
        let app = self.app.clone();
        let tasks = match jobs {
            Jobs::Scheduled => spawn_jobs(&app),
            Jobs::OnRequest => Vec::new(),
        };
        let patience = app.stopping.clone().cancelled_owned().then(|()| tokio::time::sleep(SHUTDOWN_GRACE));
        let metrics_task = metrics.map(|listener| tokio::spawn(serve_metrics(app.clone(), listener)));
        let mut ended = tokio::select! {
            () = self.accept_requests(listener) => Ok(()),
            // A client that sends its request very slowly must not delay the stop.
            () = patience => Ok(()),
        };
        for task in tasks {
            ended = ended.and(task.await.map_err(std::io::Error::other));
        }
        if let Some(task) = metrics_task {
            ended = ended.and(task.await.unwrap_or_else(|error| Err(std::io::Error::other(error))));
        }
        app.wait_until_idle().await;
        renewal::write_last(&app).await;
        app.store.close().await;
        ended
    }
}

fn spawn_jobs(app: &App) -> Vec<JoinHandle<()>> {
    vec![
        spawn_task(&app.stopping, renewal::beat(app.clone())),
        spawn_task(&app.stopping, renewal::drive(app.clone())),
        spawn_task(&app.stopping, outbox::drive(app.clone())),
        spawn_task(&app.stopping, key_rotation::drive(app.clone())),
        spawn_task(&app.stopping, sweep::drive(app.clone())),
        spawn_task(&app.stopping, secret_ends::drive(app.clone())),
        spawn_task(&app.stopping, renewal::prove_all(app.clone())),
    ]
}

/// Starts a background task. If the task panics, the endpoint stops in an orderly way, so that it can be restarted: an
/// endpoint that answers but renews nothing is worse than none.
fn spawn_task(stopping: &CancellationToken, task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    let stopping = stopping.clone();
    tokio::spawn(async move {
        if let Err(broken) = AssertUnwindSafe(task).catch_unwind().await {
            tracing::error!("a task panicked; stopping");
            stopping.cancel();
            resume_unwind(broken);
        }
    })
}

/// Serves the metrics at an address of their own, because they are not for the public.
pub async fn serve_metrics(app: App, listener: TcpListener) -> std::io::Result<()> {
    let stopping = app.stopping.clone().cancelled_owned();
    let router = Router::new().route("/metrics", get(metrics_page)).with_state(app);
    axum::serve(listener, router).with_graceful_shutdown(stopping).await
}

async fn metrics_page(State(app): State<App>) -> Result<Response, ApiError> {
    let text = app.metrics_text().await?;
    Ok(([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_breaks_stops_the_endpoint_and_one_that_is_done_does_not() {
        let stopping = CancellationToken::new();
        spawn_task(&stopping, async {}).await.unwrap();
        assert!(!stopping.is_cancelled());
        let broken = spawn_task(&stopping, async { panic!("on purpose") }).await;
        assert!(stopping.is_cancelled() && broken.is_err());
    }
}
