//! The address of Exchange Web Services, parsed from what a person typed or a server sent, in one canonical form. This
//! module decides what a valid address looks like; the [`Connector`](crate::Connector) decides which hosts, ports and
//! networks may be reached.

use std::fmt;

use url::{Host, Url};

use crate::connector::{HTTPS_PORT, ServerAddress};

/// The path of Exchange Web Services.
const PATH: &str = "/EWS/Exchange.asmx";
/// Longer texts are refused: no valid host name and path is longer.
const MAX_CHARACTERS: usize = 512;

/// `https://<host>/EWS/Exchange.asmx`, in canonical form, without user, query and fragment.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct EwsUrl(ServerAddress);

/// Why a text is not the address of Exchange Web Services.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum EwsUrlError {
    /// It is not a URL.
    #[error("no address")]
    Malformed,
    #[error("not https")]
    NotHttps,
    /// It has a user name, a query or a fragment, which the address of Exchange Web Services never has.
    #[error("more than an address")]
    HasExtraParts,
    /// The path is not the one of Exchange Web Services.
    #[error("another path")]
    OtherPath,
}

impl EwsUrl {
    /// Parses an address as people type it: the scheme and the path may be left out.
    pub fn parse(typed: &str) -> Result<Self, EwsUrlError> {
        let typed = typed.trim();
        if typed.is_empty() || typed.chars().count() > MAX_CHARACTERS {
            return Err(EwsUrlError::Malformed);
        }
        // The URL parser would remove or change these characters, so the address would lead to another place than it
        // shows.
        if typed.contains(|char: char| char.is_whitespace() || char.is_control() || char == '\\') {
            return Err(EwsUrlError::Malformed);
        }
        // This also refuses an empty user name, which the URL parser would drop.
        if typed.contains('@') {
            return Err(EwsUrlError::HasExtraParts);
        }
        let url = match typed.split_once("://") {
            Some((scheme, _)) if !scheme.eq_ignore_ascii_case("https") => return Err(EwsUrlError::NotHttps),
            Some(_) => Url::parse(typed),
            None => Url::parse(&format!("https://{typed}")),
        };
        Self::from_url(&url.map_err(|_| EwsUrlError::Malformed)?)
    }

    fn from_url(url: &Url) -> Result<Self, EwsUrlError> {
        if url.scheme() != "https" {
            return Err(EwsUrlError::NotHttps);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(EwsUrlError::HasExtraParts);
        }
        if !matches!(url.path(), "" | "/") && !url.path().eq_ignore_ascii_case(PATH) {
            return Err(EwsUrlError::OtherPath);
        }
        let host = match url.host().ok_or(EwsUrlError::Malformed)? {
            // With a trailing full stop, resolvers see the same host, but certificates and allow lists another one.
            Host::Domain(name) if name.ends_with('.') || name.contains("..") => return Err(EwsUrlError::Malformed),
            Host::Domain(name) => name.to_ascii_lowercase(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        Ok(Self(ServerAddress { host, port: url.port().unwrap_or(HTTPS_PORT) }))
    }

    pub fn server(&self) -> &ServerAddress {
        &self.0
    }

    /// The path, which is the same on every server.
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
