//! `pyspnego` (PyPI): an independent implementation of NTLM with channel binding. It reports each use of a password, so tries can
//! be counted.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use latchkey_exchange::{AuthScheme, ExchangeError};

use crate::mail_server::{DOMAIN, MailServerFiles, PASSWORD, SignedWith, USER, user_name};
use crate::peer_process::PeerProcess;

/// The channel that an answer must be bound to.
enum BoundTo {
    Any,
    Itself,
    /// To another server's, as if an attacker relayed the connection.
    Another,
}

struct PyspnegoServer {
    program: PeerProcess,
    files: MailServerFiles,
    port: u16,
}

impl PyspnegoServer {
    fn start(signed_with: SignedWith, bound_to: &BoundTo) -> Self {
        let files = MailServerFiles::new(signed_with);
        let python = env::var_os("LATCHKEY_PYSPNEGO")
            .expect("LATCHKEY_PYSPNEGO is not set: `cargo xtask test --only peers` fetches pyspnego and sets it");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/pyspnego/server.py");
        let bound_to = match bound_to {
            BoundTo::Any => OsString::from("any"),
            BoundTo::Itself => files.path("server.pem").into(),
            BoundTo::Another => files.path("other.pem").into(),
        };
        let mut command = Command::new(Path::new(&python).join("bin/python"));
        command.arg(script).arg(files.path("server.pem")).arg(files.path("server.key"));
        command.arg(files.path("inbox.xml")).arg(bound_to).env("NTLM_USER_FILE", files.path("users"));
        let program = PeerProcess::start(&mut command);
        let line = program.wait_for_line("listening on ").unwrap_or_else(|said| panic!("pyspnego ended: {said}"));
        let port = line.trim().rsplit(' ').next().unwrap().parse().unwrap();
        Self { program, files, port }
    }

    /// Ends the server and returns its log, one line for each use of a password.
    fn into_log(self) -> String {
        self.program.stop()
    }
}

#[tokio::test]
async fn the_right_password_opens_the_inbox() {
    let server = PyspnegoServer::start(SignedWith::Sha256, &BoundTo::Any);
    let proof = server.files.sign_in(server.port, &user_name(), PASSWORD).await.unwrap();
    assert_eq!(proof.scheme, AuthScheme::Ntlm);
    assert_eq!(server.into_log(), format!("accepted {DOMAIN}\\{USER}\n"));
}

#[tokio::test]
async fn an_answer_is_bound_to_the_channel_that_it_goes_over() {
    for signed_with in [SignedWith::Sha256, SignedWith::Sha384] {
        let server = PyspnegoServer::start(signed_with, &BoundTo::Itself);
        let proof = server.files.sign_in(server.port, &user_name(), PASSWORD).await;
        assert!(proof.is_ok(), "{signed_with:?}: {proof:?}: {}", server.into_log());
    }
}

#[tokio::test]
async fn an_answer_is_worth_nothing_on_another_channel() {
    let server = PyspnegoServer::start(SignedWith::Sha256, &BoundTo::Another);
    let refused = server.files.sign_in(server.port, &user_name(), PASSWORD).await;
    assert_eq!(refused, Err(ExchangeError::PasswordRejected));
    let tries = server.into_log();
    assert!(tries.starts_with("refused ") && tries.contains("bindings"), "{tries}");
}

#[tokio::test]
async fn a_wrong_password_is_tried_once() {
    for bound_to in [BoundTo::Any, BoundTo::Itself] {
        let server = PyspnegoServer::start(SignedWith::Sha256, &bound_to);
        let refused = server.files.sign_in(server.port, &user_name(), "not-her-password").await;
        assert_eq!(refused, Err(ExchangeError::PasswordRejected));
        let tries = server.into_log();
        assert!(tries.starts_with("refused ") && tries.lines().count() == 1, "{tries}");
    }
}
