//! Serves connections as `axum::serve` does, with one difference: it accepts a head with every cookie that a browser
//! can be made to send. A request that is refused before it is read cannot be redirected, and a callback's address
//! contains the provider's answer.

use std::net::SocketAddr;
use std::pin::pin;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tower_service::Service as _;

use crate::session::network::PeerAddress;

/// The longest head of a request. Browsers store up to 180 cookies of 4096 bytes for a site (Chromium,
/// `cookie_monster.h`), which is 720 KiB.
const MAX_HEAD_BYTES: usize = 1024 * 1024;

/// Serves until `stopping` completes, then lets the requests under way finish.
pub(crate) async fn serve<L: Listener<Addr = SocketAddr>>(
    mut listener: L,
    router: Router,
    stopping: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.max_buf_size(MAX_HEAD_BYTES);
    let connections = GracefulShutdown::new();
    let mut stopping = pin!(stopping);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopping => break,
        };
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(PeerAddress(peer)));
            router.clone().call(request)
        });
        let connection = connections.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // The client has gone, or does not speak HTTP.
            let _ = connection.await;
        });
    }
    drop(listener);
    connections.shutdown().await;
}
