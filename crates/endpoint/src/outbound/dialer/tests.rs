use std::sync::atomic::{AtomicUsize, Ordering};

use http::Request;
use latchkey_exchange::{CertificateProblem, ConnectionError};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::interval;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::*;

/// What a server does after a request.
#[derive(Clone, Copy)]
enum Act {
    Say(&'static str),
    /// Sends the first text, then repeats the second without end.
    Pour(&'static str, &'static str),
    /// The same, with a pause before each repetition.
    Drip(&'static str, &'static str),
    /// Never answers.
    Wait,
}

struct Practice {
    port: u16,
    authority: CertificateDer<'static>,
    certificate: CertificateDer<'static>,
    connections: Arc<AtomicUsize>,
    /// Bytes that it sent in [`Act::Pour`].
    poured: Arc<AtomicUsize>,
}

/// The most bytes of an answer's body.
const MAX_BODY_BYTES: usize = 16 * 1024;
/// The most bytes that two sockets of one machine buffer without a reader.
const MAX_BYTES_ON_THE_WAY: usize = 16 * 1024 * 1024;

fn certificate(name: &str, expired: bool) -> (CertificateDer<'static>, CertificateDer<'static>, KeyPair) {
    let mut authority = CertificateParams::new([]).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let authority_der = authority.self_signed(&authority_key).unwrap().der().clone();
    let mut server = CertificateParams::new([name.to_owned()]).unwrap();
    if expired {
        server.not_after = date_time_ymd(2021, 1, 1);
    }
    let key = KeyPair::generate().unwrap();
    let der = server.signed_by(&key, &Issuer::new(authority, authority_key)).unwrap().der().clone();
    (authority_der, der, key)
}

/// A server that does one act after each request of a connection.
async fn practice(name: &str, expired: bool, acts: &'static [Act]) -> Practice {
    let (authority, certificate, key) = certificate(name, expired);
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (connections, poured) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, counted_bytes) = (Arc::clone(&connections), Arc::clone(&poured));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let (acceptor, poured) = (acceptor.clone(), Arc::clone(&counted_bytes));
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                for act in acts {
                    if stream.read(&mut [0; 4096]).await.unwrap_or(0) == 0
                        || perform(&mut stream, *act, &poured).await.is_err()
                    {
                        return;
                    }
                }
            });
        }
    });
    Practice { port, authority, certificate, connections, poured }
}

async fn perform(stream: &mut (impl AsyncWrite + Unpin), act: Act, poured: &AtomicUsize) -> std::io::Result<()> {
    match act {
        Act::Say(text) => stream.write_all(text.as_bytes()).await?,
        Act::Pour(begin, more) => {
            stream.write_all(begin.as_bytes()).await?;
            loop {
                stream.write_all(more.as_bytes()).await?;
                poured.fetch_add(more.len(), Ordering::SeqCst);
            }
        }
        Act::Drip(begin, more) => {
            stream.write_all(begin.as_bytes()).await?;
            let mut drops = interval(Duration::from_millis(5));
            loop {
                drops.tick().await;
                stream.write_all(more.as_bytes()).await?;
                stream.flush().await?;
            }
        }
        Act::Wait => std::future::pending().await,
    }
    stream.flush().await
}

impl Practice {
    fn server(&self) -> ServerAddress {
        ServerAddress { host: "localhost".into(), port: self.port }
    }

    fn settings(&self) -> DialerSettings {
        DialerSettings {
            rule: AddressRule::listed(&[format!("localhost:{}", self.port)]).unwrap(),
            authorities: vec![self.authority.clone()],
            hosts: HashMap::from([("localhost".into(), SocketAddr::from(([127, 0, 0, 1], self.port)))]),
            limits: DialerLimits { max_body_bytes: MAX_BODY_BYTES, ..DialerLimits::default() },
            ..DialerSettings::default()
        }
    }

    async fn connect(&self) -> Box<dyn ServerConnection> {
        Dialer::new(self.settings()).unwrap().connect(&self.server()).await.unwrap()
    }
}

fn question() -> Request<Vec<u8>> {
    Request::post("/EWS/Exchange.asmx").body(b"question".to_vec()).unwrap()
}

async fn refusal(settings: DialerSettings, server: &ServerAddress) -> ConnectError {
    Dialer::new(settings).unwrap().connect(server).await.err().unwrap()
}

const EMPTY: Act = Act::Say("HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\nWWW-Authenticate: NTLM\r\n\r\nagain");

#[tokio::test]
async fn a_conversation_stays_on_one_connection_and_knows_its_certificate() {
    let practice = practice("localhost", false, &[EMPTY, EMPTY]).await;
    let mut connection = practice.connect().await;
    for _ in 0..2 {
        let response = connection.send(question()).await.unwrap();
        assert_eq!((response.status().as_u16(), response.body().as_slice()), (401, b"again".as_slice()));
    }
    assert_eq!(practice.connections.load(Ordering::SeqCst), 1);
    let binding = latchkey_exchange::channel_binding::of_certificate(&practice.certificate);
    assert_eq!(connection.channel_binding().unwrap().len(), 32);
    assert_eq!(connection.channel_binding(), binding);
}

#[tokio::test]
async fn a_redirect_is_an_answer_like_any_other() {
    let redirect =
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: https://localhost/elsewhere\r\nSet-Cookie: a=b\r\n\r\n";
    let acts: &[Act] = Box::leak(Box::new([Act::Say(redirect)]));
    let practice = practice("localhost", false, acts).await;
    let response = practice.connect().await.send(question()).await.unwrap();
    assert_eq!(response.status().as_u16(), 302);
    assert_eq!(practice.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn endless_and_invalid_answers_are_refused() {
    const ENDLESS: Act =
        Act::Pour("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "10\r\n0123456789abcdef\r\n");
    for (acts, error) in [
        (
            &[Act::Pour("HTTP/1.1 200 OK\r\n\r\n", "0123456789abcdef0123456789abcdef")] as &[Act],
            ConnectionError::Unreadable,
        ),
        (&[Act::Say("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx")], ConnectionError::Unreadable),
        (
            &[Act::Pour("HTTP/1.1 200 OK\r\n", "X-More: 0123456789abcdef0123456789abcdef\r\n")],
            ConnectionError::Unreadable,
        ),
        (&[Act::Pour("HTTP/1.1 200 OK\r\nX-Long: ", "0123456789abcdef0123456789abcdef")], ConnectionError::Unreadable),
        (&[ENDLESS], ConnectionError::Unreadable),
        (&[Act::Drip("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", "x")], ConnectionError::TimedOut),
        (&[Act::Drip("HTTP/1.1 200 OK\r\nX-Slow: ", "x")], ConnectionError::TimedOut),
        (&[Act::Drip("", "HTTP/1.1 100 Continue\r\n\r\n")], ConnectionError::TimedOut),
        (&[Act::Wait], ConnectionError::TimedOut),
        (&[Act::Say("SSH-2.0-OpenSSH_9.2\r\n\r\n")], ConnectionError::Unreadable),
        (&[Act::Say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")], ConnectionError::Broken),
        (&[], ConnectionError::Broken),
    ] {
        let practice = practice("localhost", false, acts).await;
        // Only the cases that wait for a timeout get a short one, so that a busy machine does not change the others.
        let short =
            if error == ConnectionError::TimedOut { Duration::from_millis(200) } else { Duration::from_secs(20) };
        let limits = DialerLimits { answer: short, ..practice.settings().limits };
        let dialer = Dialer::new(DialerSettings { limits, ..practice.settings() }).unwrap();
        let mut connection = dialer.connect(&practice.server()).await.unwrap();
        assert_eq!(connection.send(question()).await.err(), Some(error));
        assert!(connection.send(question()).await.is_err(), "a connection that failed says nothing more");
        assert_eq!(practice.connections.load(Ordering::SeqCst), 1, "nothing is sent twice");
        drop(connection);
        let poured = practice.poured.load(Ordering::SeqCst);
        assert!(poured < MAX_BODY_BYTES + MAX_BYTES_ON_THE_WAY, "{poured} bytes were taken");
    }
}

#[tokio::test]
async fn a_conversation_ends_also_where_every_answer_is_just_in_time() {
    let practice = practice("localhost", false, &[Act::Wait]).await;
    let limits = DialerLimits { conversation: Duration::from_millis(50), ..practice.settings().limits };
    let dialer = Dialer::new(DialerSettings { limits, ..practice.settings() }).unwrap();
    let mut connection = dialer.connect(&practice.server()).await.unwrap();
    assert_eq!(connection.send(question()).await.err(), Some(ConnectionError::TimedOut));
    assert_eq!(connection.send(question()).await.err(), Some(ConnectionError::TimedOut));
}

#[tokio::test]
async fn a_server_needs_a_valid_certificate_for_its_name() {
    let good = practice("localhost", false, &[]).await;
    let settings = DialerSettings { authorities: Vec::new(), ..good.settings() };
    assert_eq!(refusal(settings, &good.server()).await, ConnectError::Insecure(CertificateProblem::UnknownIssuer));

    let expired = practice("localhost", true, &[]).await;
    let why = refusal(expired.settings(), &expired.server()).await;
    assert_eq!(why, ConnectError::Insecure(CertificateProblem::Expired));

    let other = practice("mail.fabrikam.example", false, &[]).await;
    let presented = vec!["mail.fabrikam.example".to_owned()];
    let why = refusal(other.settings(), &other.server()).await;
    assert_eq!(why, ConnectError::Insecure(CertificateProblem::OtherName { presented }));
}

/// A server without TLS. It sends a text, hangs up on an empty text, and otherwise stays silent.
async fn plain(says: Option<&'static str>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        match says {
            Some(text) => stream.write_all(text.as_bytes()).await.unwrap(),
            None => std::future::pending().await,
        }
    });
    port
}

#[tokio::test]
async fn a_server_without_tls_differs_from_a_silent_and_an_absent_one() {
    let settings = |port: u16| DialerSettings {
        rule: AddressRule::listed(&[format!("127.0.0.1:{port}")]).unwrap(),
        limits: DialerLimits { dial: Duration::from_millis(300), ..DialerLimits::default() },
        ..DialerSettings::default()
    };
    let at = |port| ServerAddress { host: "127.0.0.1".into(), port };
    let no_tls = ConnectError::Insecure(CertificateProblem::NoCommonProtocol);
    for (says, error) in
        [(Some("HTTP/1.1 400 Bad Request\r\n\r\n"), no_tls.clone()), (Some(""), no_tls), (None, ConnectError::TimedOut)]
    {
        let port = plain(says).await;
        assert_eq!(refusal(settings(port), &at(port)).await, error);
    }
    let closed_port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    assert_eq!(refusal(settings(closed_port), &at(closed_port)).await, ConnectError::Unreachable);
}

#[tokio::test]
async fn a_forbidden_server_is_not_connected_to() {
    let practice = practice("localhost", false, &[]).await;
    for (rule, host, port) in [
        (AddressRule::default(), "localhost", practice.port),
        (AddressRule::default(), "localhost", 443),
        (AddressRule::default(), "127.0.0.1", 443),
        (AddressRule::default(), "::1", 443),
        (AddressRule::listed(&["mail.contoso.example"]).unwrap(), "localhost", practice.port),
        (AddressRule::listed(&[format!("*.localhost:{}", practice.port)]).unwrap(), "mail.localhost", practice.port),
    ] {
        let here = SocketAddr::from(([127, 0, 0, 1], practice.port));
        let hosts = HashMap::from([("localhost".to_owned(), here), ("mail.localhost".to_owned(), here)]);
        let settings = DialerSettings { rule, hosts, ..practice.settings() };
        let server = ServerAddress { host: host.into(), port };
        assert_eq!(refusal(settings, &server).await, ConnectError::Forbidden, "{server}");
    }
    assert_eq!(practice.connections.load(Ordering::SeqCst), 0);
}

/// A name that resolves to another address at each look-up, as an attacker's name does.
struct Rebinds {
    leads_to: Vec<&'static str>,
    asked: AtomicUsize,
}

#[async_trait]
impl Resolver for Rebinds {
    async fn look_up(&self, _: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(vec![SocketAddr::new(self.leads_to[number].parse().unwrap(), port)])
    }
}

#[tokio::test]
async fn a_name_is_looked_up_once_for_each_connection_and_judged_anew_each_time() {
    let practice = practice("mail.contoso.example", false, &[EMPTY]).await;
    // A domain's entry never includes this machine. The first address leads nowhere, and may be tried.
    let names = Arc::new(Rebinds { leads_to: vec!["10.255.255.1", "127.0.0.1", "::1"], asked: AtomicUsize::new(0) });
    let dialer = Dialer::new(DialerSettings {
        rule: AddressRule::listed(&[format!("*.contoso.example:{}", practice.port)]).unwrap(),
        names: Arc::<Rebinds>::clone(&names),
        hosts: HashMap::new(),
        limits: DialerLimits { dial: Duration::from_millis(100), ..DialerLimits::default() },
        ..practice.settings()
    })
    .unwrap();
    let server = ServerAddress { host: "mail.contoso.example".into(), port: practice.port };
    let first = dialer.connect(&server).await.err().unwrap();
    assert!(matches!(first, ConnectError::TimedOut | ConnectError::Unreachable), "{first:?}");
    assert_eq!(names.asked.load(Ordering::SeqCst), 1, "what is connected to is what was judged");
    for _ in 0..2 {
        assert_eq!(dialer.connect(&server).await.err(), Some(ConnectError::Forbidden));
    }
    assert_eq!(practice.connections.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn one_internal_address_refuses_the_whole_name() {
    struct Both;

    #[async_trait]
    impl Resolver for Both {
        async fn look_up(&self, _: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
            Ok([[8, 8, 8, 8], [192, 168, 0, 9]].map(|address| SocketAddr::from((address, port))).to_vec())
        }
    }
    let settings = DialerSettings { names: Arc::new(Both), ..DialerSettings::default() };
    assert_eq!(refusal(settings, &ServerAddress::https("mail.contoso.example")).await, ConnectError::Forbidden);
}

#[tokio::test]
async fn an_invalid_host_name_is_not_looked_up() {
    for host in ["not a host", "", "-", "a..b"] {
        assert_eq!(
            refusal(DialerSettings::default(), &ServerAddress::https(host)).await,
            ConnectError::NoSuchHost,
            "{host}"
        );
    }
}

#[test]
fn a_file_of_authorities_must_hold_some() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, "nothing").unwrap();
    assert!(trust::load_authorities(&file).is_err());
    assert!(trust::load_authorities(&folder.path().join("missing.pem")).is_err());
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let pem = params.self_signed(&KeyPair::generate().unwrap()).unwrap().pem();
    std::fs::write(&file, format!("{pem}{pem}")).unwrap();
    assert_eq!(trust::load_authorities(&file).unwrap().len(), 2);
}
