//! Checks that the ports are free, before anything is built: a build takes minutes, which a busy port would waste.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};

use anyhow::{bail, ensure};

/// The highest port of which the next two exist.
const HIGHEST: u16 = u16::MAX - 2;

/// Reads the first of the demo's three ports.
pub fn first_of_three(text: &str) -> anyhow::Result<u16> {
    let port: u16 = text.parse()?;
    ensure!((1..=HIGHEST).contains(&port), "the demo takes this port and the next two, so it is 1 to {HIGHEST}");
    Ok(port)
}

/// Fails if a program already listens on `port` of this machine. The message suggests what to do.
pub fn ensure_free(port: u16) -> anyhow::Result<()> {
    // Browsers try ::1 first for “localhost”: a program there would answer in our place.
    for address in [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)] {
        match TcpListener::bind((address, port)) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
                "Port {port} is taken by another program. Stop it, or choose another port, such as `--port {}`.",
                another(port)
            ),
            Err(error) if error.kind() == ErrorKind::PermissionDenied => bail!(
                "Port {port} may not be used by this user. Choose one above 1023, such as `--port {}`.",
                another(port)
            ),
            // On a machine without IPv6 no program listens there.
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// The port to suggest: ten higher, which leaves room for the ports of the practice providers.
fn another(port: u16) -> u16 {
    if (1024..65_000).contains(&port) { port + 10 } else { 4880 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_a_way_out() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let sentence = ensure_free(port).unwrap_err().to_string();
        assert!(sentence.starts_with(&format!("Port {port} is taken")), "{sentence}");
        assert!(sentence.contains(&format!("--port {}", another(port))), "{sentence}");
    }

    #[test]
    fn a_port_taken_on_ipv6_alone_counts() {
        let Ok(taken) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
        assert!(ensure_free(taken.local_addr().unwrap().port()).is_err());
    }

    #[test]
    fn a_free_port_passes() {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        ensure_free(port).unwrap();
    }

    #[test]
    fn the_first_of_three_ports_leaves_room_for_two_more() {
        assert_eq!(first_of_three("65533").unwrap(), 65_533);
        assert!(first_of_three("65534").unwrap_err().to_string().contains("the next two"));
        for text in ["0", "65536", "-1", "web"] {
            assert!(first_of_three(text).is_err(), "{text}");
        }
    }

    #[test]
    fn suggestions_are_ports_that_a_person_may_use() {
        assert_eq!((another(4870), another(80), another(65_535)), (4880, 4880, 4880));
    }
}
