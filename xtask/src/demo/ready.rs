//! Waits until a program answers, for a bounded time.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use crate::interrupt;
use crate::stopwatch::Stopwatch;

/// The longest time from a program's start to its first good answer. The program is built already, so a busy machine takes
/// seconds.
const PATIENCE: Duration = Duration::from_mins(1);

const PAUSE: Duration = Duration::from_millis(50);

/// How long one request may take.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// How every good answer begins: 200, 204.
const GOOD: [u8; 10] = *b"HTTP/1.1 2";

/// A TLS alert (RFC 8446, 5.1), with which a TLS server answers a request without TLS. Xtask has no TLS library, because
/// compiling one would take too long.
const ALERT: [u8; 1] = [21];

/// The sign by which a program counts as ready.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sign {
    /// A good answer for this path.
    Page(&'static str),
    /// That it speaks TLS.
    Tls,
}

/// The outcome of waiting.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Waited {
    Ready,
    /// `still_there` said that it has ended.
    Gone,
    /// It runs, but gave no good answer in time.
    TooLong,
}

/// Asks on `port` until the sign is seen.
pub fn wait_for(
    port: u16,
    sign: Sign,
    mut still_there: impl FnMut() -> anyhow::Result<bool>,
) -> anyhow::Result<Waited> {
    let since = Stopwatch::start();
    while since.elapsed() < PATIENCE {
        interrupt::check()?;
        if !still_there()? {
            return Ok(Waited::Gone);
        }
        if shows(port, sign).unwrap_or(false) {
            return Ok(Waited::Ready);
        }
        thread::sleep(PAUSE);
    }
    Ok(Waited::TooLong)
}

fn shows(port: u16, sign: Sign) -> std::io::Result<bool> {
    let (path, good) = match sign {
        Sign::Page(path) => (path, &GOOD[..]),
        Sign::Tls => ("/", &ALERT[..]),
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, ANSWER_TIMEOUT)?;
    stream.set_read_timeout(Some(ANSWER_TIMEOUT))?;
    let question = format!("GET {path} HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\n\r\n");
    stream.write_all(question.as_bytes())?;
    let mut start = vec![0; good.len()];
    stream.read_exact(&mut start)?;
    Ok(start == good)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::net::TcpListener;

    use super::*;

    /// Answers each question with the next of these status lines.
    fn program_that_answers(statuses: &'static [&'static str]) -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for status in statuses {
                let (mut stream, _) = listener.accept().unwrap();
                // Reads the whole request: closing with unread data would reset the connection.
                let question = BufReader::new(stream.try_clone().unwrap()).lines();
                assert!(question.map_while(Result::ok).any(|line| line.is_empty()));
                // In one write: the other side closes as soon as it has read the status.
                let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        port
    }

    #[test]
    fn it_asks_again_until_the_answer_is_good() {
        let port = program_that_answers(&["503 Service Unavailable", "204 No Content"]);
        assert_eq!(wait_for(port, Sign::Page("/readyz"), || Ok(true)).unwrap(), Waited::Ready);
    }

    #[test]
    fn it_stops_when_the_program_has_ended() {
        assert_eq!(wait_for(1, Sign::Tls, || Ok(false)).unwrap(), Waited::Gone);
    }
}
