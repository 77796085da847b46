//! An SMTP server that keeps what it receives, on a port of its own.

use std::io;
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};

use mailin_embedded::response::{OK, Response};
use mailin_embedded::{Handler, Server, SslConfig};
use mailparse::MailHeaderMap as _;

/// A message as its recipient reads it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReceivedMail {
    /// The recipients' addresses, separated by commas.
    pub to: String,
    /// The `From` header.
    pub from: String,
    pub subject: String,
    /// The text, with `\n` at the line ends.
    pub text: String,
}

/// The running server.
pub struct SmtpSink {
    port: u16,
    state: Arc<Mutex<SmtpSinkState>>,
}

#[derive(Default)]
struct SmtpSinkState {
    received: Vec<ReceivedMail>,
    refusal: Option<Response>,
}

impl Default for SmtpSink {
    fn default() -> Self {
        Self::start()
    }
}

impl SmtpSink {
    /// Starts the server on a free port of this machine.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (port, state) = (listener.local_addr().unwrap().port(), Arc::default());
        let mut server = Server::new(SmtpSession { state: Arc::clone(&state), to: Vec::new(), data: Vec::new() });
        server.with_name("post.practice.example").with_ssl(SslConfig::None).unwrap();
        server.with_tcp_listener(listener);
        // Lives as long as the process: the library has no way to end it.
        std::thread::spawn(move || server.serve().map_err(drop));
        Self { port, state }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The accepted messages, the oldest first.
    pub fn received(&self) -> Vec<ReceivedMail> {
        self.state.lock().unwrap().received.clone()
    }

    /// Refuses every recipient for now (450), so that the sender retries.
    pub fn refuse_for_now(&self) {
        self.state.lock().unwrap().refusal = Some(Response::custom(450, "busy".to_owned()));
    }

    /// Refuses every recipient for good (550).
    pub fn refuse_for_good(&self) {
        self.state.lock().unwrap().refusal = Some(Response::custom(550, "no such mailbox".to_owned()));
    }

    /// Accepts every recipient again.
    pub fn accept_all(&self) {
        self.state.lock().unwrap().refusal = None;
    }
}

#[derive(Clone)]
struct SmtpSession {
    state: Arc<Mutex<SmtpSinkState>>,
    to: Vec<String>,
    data: Vec<u8>,
}

impl Handler for SmtpSession {
    fn helo(&mut self, _: IpAddr, _: &str) -> Response {
        OK
    }

    fn mail(&mut self, _: IpAddr, _: &str, _: &str) -> Response {
        self.to.clear();
        self.data.clear();
        OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        self.to.push(to.to_owned());
        self.state.lock().unwrap().refusal.clone().unwrap_or(OK)
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.data.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let message = mailparse::parse_mail(&self.data).unwrap();
        let header = |name: &str| message.headers.get_first_value(name).unwrap_or_default();
        assert_eq!(header("Auto-Submitted"), "auto-generated");
        let mail = ReceivedMail {
            to: self.to.join(","),
            from: header("From"),
            subject: header("Subject"),
            text: message.get_body().unwrap().replace("\r\n", "\n"),
        };
        self.state.lock().unwrap().received.push(mail);
        OK
    }
}
