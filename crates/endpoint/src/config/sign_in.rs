//! Settings for sign-ins.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Deserialize;

/// In which browsers people may sign in.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInSettings {
    /// Whether people may sign in in a browser that their sidebar did not open: by a copied link, or where the host
    /// passes addresses to the system's browser. Such a sign-in ends with a code that the person types.
    pub other_browsers: OtherBrowsers,
    /// The addresses or ranges of the proxies in front of the endpoint. Their `X-Forwarded-For` header is trusted, and
    /// no other client's.
    pub trusted_proxies: Vec<Proxies>,
}

/// Whether people may sign in in a browser that their sidebar did not open.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum OtherBrowsers {
    /// Yes. If the browser is in another network than the sidebar, the page says so first.
    #[default]
    Allow,
    /// Only in the sidebar's own network.
    SameNetwork,
    /// No.
    Refuse,
}

/// One address, or a range of them.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub struct Proxies(pub IpNet);

impl TryFrom<String> for Proxies {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let range = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        if range.as_ref().is_ok_and(|range| range.prefix_len() == 0) {
            return Err(format!(
                "{text:?} covers every address, so each client could choose its own network; list your proxies only"
            ));
        }
        range
            .map(Self)
            .map_err(|_| format!("{text:?} must be an address such as 10.0.0.7 or a range such as 10.0.0.0/8"))
    }
}
