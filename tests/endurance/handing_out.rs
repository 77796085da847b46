//! Sync engines that constantly ask for tokens that live for seconds, at a provider that issues a new refresh token with each
//! use and ends the grant when one is used twice.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use latchkey_domain::{Clock as _, SystemClock};
use latchkey_testkit::{HandOutResponse, TestEndpoint};
use latchkey_wire::ConnectionId;
use tokio::time::{Instant, sleep};

use crate::oidc_provider::{OidcProvider, RefreshTally};
use crate::peer::{ANN, BEN, PeerServer as _};
use crate::peer_installation::PeerInstallation;

/// How many clients ask at the same time.
const CLIENTS: usize = 64;
/// How often each of them asks. Together this is more than a thousand requests.
const REQUESTS_EACH: usize = 16;
/// How long access tokens live. A token is handed out in the first half of its life only, so it is renewed about every two
/// seconds.
const ACCESS_LIFE_S: u32 = 4;
/// The pause between two requests of one client. In sixteen of them several tokens expire.
const PAUSE: Duration = Duration::from_millis(1200);
/// How often the endpoint's clock is set and its schedule runs.
const TICK: Duration = Duration::from_millis(100);

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_requests_for_short_tokens_never_fail_and_renew_once_an_expiry() {
    let peer = OidcProvider::start().await.with_access_life_s(ACCESS_LIFE_S);
    let mut installation = PeerInstallation::with(peer).await;
    let (_, ann) = installation.connect(&ANN).await;
    let (_, ben) = installation.connect(&BEN).await;
    let engine = Arc::new(installation.endpoint.engine().await);
    let before = installation.peer.tally();
    let tokens: Mutex<HashMap<ConnectionId, HashSet<String>>> = Mutex::default();
    let began = Instant::now();
    let requests = async {
        let clients = (0..CLIENTS).map(|client| {
            let (engine, tokens) = (Arc::clone(&engine), &tokens);
            let id = if client % 2 == 0 { ann.id.clone() } else { ben.id.clone() };
            async move {
                for _ in 0..REQUESTS_EACH {
                    let HandOutResponse::Bearer { access_token, expires_at, .. } =
                        engine.token_for(&id, "?min_life_s=1").await.unwrap()
                    else {
                        panic!("no access token")
                    };
                    assert!(expires_at >= SystemClock.now(), "it had expired already");
                    tokens.lock().unwrap().entry(id.clone()).or_default().insert(access_token);
                    sleep(PAUSE).await;
                }
            }
        });
        futures::future::join_all(clients).await;
    };
    tokio::select! {
        () = requests => {}
        () = time_passes(&installation.endpoint) => unreachable!("time does not end"),
    }
    let took_s = began.elapsed().as_secs();
    let RefreshTally { renewed, refused } = installation.peer.tally();
    let (renewed, refused) = (renewed - before.renewed, refused - before.refused);
    let tokens = tokens.into_inner().unwrap();
    let different: usize = tokens.values().map(HashSet::len).sum();
    println!("{} requests in {took_s} s: {different} tokens, {renewed} renewals", CLIENTS * REQUESTS_EACH);
    assert_eq!(refused, 0, "a refresh token was used twice");
    assert!(renewed >= 8, "too few tokens ended to prove anything");
    // Half of a token's life passes before the next one is asked for, by the schedule or by an engine.
    let most = 2 * (took_s / u64::from(ACCESS_LIFE_S / 2) + 1);
    assert!(renewed <= most, "{renewed} renewals, and no more than {most} expiries");
    assert!(
        different as u64 >= renewed,
        "a renewed token was handed to no engine: {different} tokens, {renewed} renewals"
    );
    for person in [&ANN, &BEN] {
        assert_eq!(installation.peer.live_refresh_tokens(person).await, 1);
    }
}

/// Moves the endpoint's clock with the real one, and runs the schedule beside the engines.
async fn time_passes(endpoint: &TestEndpoint) {
    loop {
        endpoint.clock.advance_s(SystemClock.now() - endpoint.clock.now());
        endpoint.renew_due().await;
        sleep(TICK).await;
    }
}
