//! A scripted server for tests: it gives the prepared replies in order, and records the requests.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{Request, Response};

use crate::{ConnectError, ConnectionError, Connector, ServerAddress, ServerConnection};

/// The server's next reply, or its failure to reply.
pub(crate) type ScriptedReply = Result<Response<Vec<u8>>, ConnectionError>;

#[derive(Default)]
struct ScriptState {
    acts: HashMap<String, VecDeque<ScriptedReply>>,
    refusals: HashMap<String, ConnectError>,
    connected: Vec<ServerAddress>,
    asked: Vec<(usize, Request<Vec<u8>>)>,
}

/// Servers by host. A host without a script does not exist; a host without replies left closes the connection.
#[derive(Clone, Default)]
pub(crate) struct ScriptedServer(Arc<Mutex<ScriptState>>);

impl ScriptedServer {
    fn state(&self) -> MutexGuard<'_, ScriptState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn then(self, host: &str, act: ScriptedReply) -> Self {
        self.state().acts.entry(host.to_owned()).or_default().push_back(act);
        self
    }

    pub(crate) fn refusing(self, host: &str, error: ConnectError) -> Self {
        self.state().refusals.insert(host.to_owned(), error);
        self
    }

    pub(crate) fn connected(&self) -> Vec<String> {
        self.state().connected.iter().map(|server| server.host.clone()).collect()
    }

    /// How many requests used the password. A server counts these as attempts.
    pub(crate) fn tries(&self) -> usize {
        self.state().asked.iter().filter(|(_, request)| uses_password(request)).count()
    }

    /// Each request as "connection, method, path, scheme".
    pub(crate) fn asked(&self) -> Vec<String> {
        let describe = |(connection, request): &(usize, Request<Vec<u8>>)| {
            let scheme =
                authorization(request).map_or("-", |value| if value.starts_with("Basic") { "Basic" } else { "NTLM" });
            format!("{connection} {} {} {scheme}", request.method(), request.uri().path())
        };
        self.state().asked.iter().map(describe).collect()
    }

    pub(crate) fn last(&self) -> Request<Vec<u8>> {
        self.state().asked.last().unwrap().1.clone()
    }
}

fn authorization(request: &Request<Vec<u8>>) -> Option<&str> {
    request.headers().get(AUTHORIZATION).map(|value| value.to_str().unwrap())
}

fn uses_password(request: &Request<Vec<u8>>) -> bool {
    authorization(request).is_some_and(|value| match value.strip_prefix("NTLM ") {
        Some(message) => STANDARD.decode(message).unwrap()[8] == 3,
        None => true,
    })
}

#[async_trait]
impl Connector for ScriptedServer {
    async fn connect(&self, server: &ServerAddress) -> Result<Box<dyn ServerConnection>, ConnectError> {
        let mut state = self.state();
        state.connected.push(server.clone());
        if let Some(error) = state.refusals.get(&server.host) {
            return Err(error.clone());
        }
        if !state.acts.contains_key(&server.host) {
            return Err(ConnectError::NoSuchHost);
        }
        Ok(Box::new(ScriptedConnection {
            script: self.clone(),
            host: server.host.clone(),
            number: state.connected.len(),
        }))
    }
}

struct ScriptedConnection {
    script: ScriptedServer,
    host: String,
    number: usize,
}

#[async_trait]
impl ServerConnection for ScriptedConnection {
    async fn send(&mut self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ConnectionError> {
        let mut state = self.script.state();
        state.asked.push((self.number, request));
        state.acts.get_mut(&self.host).and_then(VecDeque::pop_front).unwrap_or(Err(ConnectionError::Broken))
    }

    fn channel_binding(&self) -> Option<Vec<u8>> {
        Some(vec![7; 32])
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a reply may also be an error")]
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> ScriptedReply {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Ok(response.body(body.as_bytes().to_vec()).unwrap())
}

/// Exchange's 401 response, with the schemes that it offers.
pub(crate) fn asks(schemes: &[&str]) -> ScriptedReply {
    let headers: Vec<_> = schemes.iter().map(|scheme| ("www-authenticate", *scheme)).collect();
    answer(401, &headers, "")
}

/// The second message of NTLM.
pub(crate) fn challenges() -> ScriptedReply {
    let message = crate::ntlm::tests::challenge(&[(2, b"D\0".to_vec())], 0xa288_8205);
    asks(&[&format!("NTLM {}", STANDARD.encode(message))])
}
