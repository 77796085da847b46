//! The address of an installation's endpoint, as an administrator gives it.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

/// An origin without a path. Hosts load the pane over https only. Plain http is accepted for this machine.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EndpointOrigin(Url);

impl EndpointOrigin {
    /// As an origin: scheme, host, and a port that is not the scheme's own.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host's name, with a port that is not the scheme's own.
    pub fn host(&self) -> String {
        let origin = self.origin();
        origin.split_once("://").map_or(origin.clone(), |(_, host)| host.to_owned())
    }

    /// Whether it can be reached over TLS.
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }
}

impl fmt::Display for EndpointOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin())
    }
}

impl FromStr for EndpointOrigin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| "write it with its scheme: https://latchkey.example".to_owned())?;
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return Err(format!("only an origin, such as {}", url.origin().ascii_serialization()));
        }
        let is_here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_here => Ok(Self(url)),
            _ => Err("it must begin with https://".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_an_origin_over_https_or_on_this_machine() {
        let origin = |text: &str| text.parse::<EndpointOrigin>().unwrap().origin();
        assert_eq!(origin("https://Latchkey.example:443/"), "https://latchkey.example");
        assert_eq!(origin("https://latchkey.example:8443"), "https://latchkey.example:8443");
        assert_eq!(origin("http://localhost:4870"), "http://localhost:4870");
        assert_eq!(origin("http://127.0.0.1:1"), "http://127.0.0.1:1");
        for (text, says) in [
            ("latchkey.example", "with its scheme"),
            ("http://latchkey.example", "https://"),
            ("https://latchkey.example/pane", "only an origin, such as https://latchkey.example"),
            ("https://ann@latchkey.example", "only an origin"),
            ("ftp://latchkey.example", "https://"),
            ("file:///", "https://"),
        ] {
            let sentence = text.parse::<EndpointOrigin>().unwrap_err();
            assert!(sentence.contains(says), "{text}: {sentence}");
        }
    }
}
