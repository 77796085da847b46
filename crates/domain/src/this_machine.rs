//! Whether a host is this machine. What is sent there crosses no network, so it may go without encryption.

use std::net::IpAddr;

/// Whether a host of an address, such as `localhost`, `127.0.0.1` or `[::1]`, is this machine (RFC 6761, 6.3; RFC 6890).
pub fn is_this_machine(host: &str) -> bool {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_is_this_machine() {
        for host in ["localhost", "127.0.0.1", "127.8.0.1", "::1", "[::1]"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in
            ["", "localhost.evil.example", "0.0.0.0", "10.0.0.1", "[::2]", "::ffff:127.0.0.1", "127.0.0.1.example"]
        {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
