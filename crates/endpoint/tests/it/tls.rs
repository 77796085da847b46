//! The endpoint serves TLS without a proxy.

use latchkey_testkit::{Certificate, TestEndpoint};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

#[tokio::test]
async fn the_endpoint_serves_tls_itself() {
    let endpoint = TestEndpoint::builder().over_tls(&Certificate::for_names(&["localhost"])).start().await;
    assert_eq!(endpoint.url().scheme(), "https");
    let pane = endpoint.pane().with_session().await;
    assert!(pane.overview().await.connections.is_empty());
}

#[tokio::test]
async fn a_slow_or_missing_handshake_delays_no_other_client() {
    let endpoint = TestEndpoint::builder().over_tls(&Certificate::for_names(&["localhost"])).start().await;
    let address = ("127.0.0.1", endpoint.url().port().unwrap());
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    endpoint.pane().with_session().await;
}

#[tokio::test]
async fn plain_http_is_not_answered() {
    use tokio::io::AsyncWriteExt as _;
    let endpoint = TestEndpoint::builder().over_tls(&Certificate::for_names(&["localhost"])).start().await;
    let mut stream = TcpStream::connect(("127.0.0.1", endpoint.url().port().unwrap())).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP/"), "{}", String::from_utf8_lossy(&answer));
}
