//! The address of Exchange Web Services: read from what a person typed or a server said, into one spelling. Which hosts,
//! ports and networks may be reached is decided by whoever dials; what an address must look like is decided here.

use std::fmt;

use url::{Host, Url};

use crate::connector::{HTTPS_PORT, ServerAddress};

/// The one path that Exchange answers at.
const PATH: &str = "/EWS/Exchange.asmx";
/// No host's name and no path that is meant honestly comes near it.
const MAX_CHARACTERS: usize = 512;

/// `https://<host>/EWS/Exchange.asmx`, in one spelling. There is no user, no query and no fragment in it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct EwsUrl(ServerAddress);

/// Why a text is no such address.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotAnEwsUrl {
    /// It is no address at all.
    #[error("no address")]
    Malformed,
    /// It is not HTTPS.
    #[error("not https")]
    NotHttps,
    /// It has a user's name, a query or a fragment, which the real one never has.
    #[error("more than an address")]
    Adorned,
    /// It leads elsewhere on the server.
    #[error("another path")]
    OtherPath,
}

impl EwsUrl {
    /// Reads an address as people type it: the scheme may be left out, and so may the path.
    pub fn read(typed: &str) -> Result<Self, NotAnEwsUrl> {
        let typed = typed.trim();
        if typed.is_empty() || typed.chars().count() > MAX_CHARACTERS {
            return Err(NotAnEwsUrl::Malformed);
        }
        // The parser would tidy these away, and then an address means something else than it says.
        if typed.contains(|char: char| char.is_whitespace() || char.is_control() || char == '\\') {
            return Err(NotAnEwsUrl::Malformed);
        }
        // Also the empty name, which the parser forgets.
        if typed.contains('@') {
            return Err(NotAnEwsUrl::Adorned);
        }
        let url = match typed.split_once("://") {
            Some((scheme, _)) if !scheme.eq_ignore_ascii_case("https") => return Err(NotAnEwsUrl::NotHttps),
            Some(_) => Url::parse(typed),
            None => Url::parse(&format!("https://{typed}")),
        };
        Self::of(&url.map_err(|_| NotAnEwsUrl::Malformed)?)
    }

    fn of(url: &Url) -> Result<Self, NotAnEwsUrl> {
        if url.scheme() != "https" {
            return Err(NotAnEwsUrl::NotHttps);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(NotAnEwsUrl::Adorned);
        }
        if !matches!(url.path(), "" | "/") && !url.path().eq_ignore_ascii_case(PATH) {
            return Err(NotAnEwsUrl::OtherPath);
        }
        let host = match url.host().ok_or(NotAnEwsUrl::Malformed)? {
            // A point at the end is the same host to resolvers and another one to certificates and lists.
            Host::Domain(name) if name.ends_with('.') || name.contains("..") => return Err(NotAnEwsUrl::Malformed),
            Host::Domain(name) => name.to_ascii_lowercase(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        Ok(Self(ServerAddress { host, port: url.port().unwrap_or(HTTPS_PORT) }))
    }

    /// Where it leads.
    pub fn server(&self) -> &ServerAddress {
        &self.0
    }

    /// What stands behind the host.
    pub fn path() -> &'static str {
        PATH
    }

    /// True for the hosts of Microsoft 365, where no password is accepted any more.
    pub fn is_cloud(&self) -> bool {
        is_cloud_host(&self.0.host)
    }
}

/// Hosts of Microsoft 365, as its list of endpoints names them (worldwide, China, Germany, US government).
pub(crate) fn is_cloud_host(host: &str) -> bool {
    const SUFFIXES: [&str; 9] = [
        "outlook.com",
        "office365.com",
        "office.com",
        "office.de",
        "office365.us",
        "outlook.cn",
        "office365.cn",
        "partner.outlook.cn",
        "onmicrosoft.com",
    ];
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("*.").unwrap_or(&host);
    SUFFIXES.iter().any(|suffix| host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

impl fmt::Display for EwsUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "https://{}{PATH}", self.0)
    }
}

#[cfg(test)]
#[path = "ews_url/tests.rs"]
mod tests;
