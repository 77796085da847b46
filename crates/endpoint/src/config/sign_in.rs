//! The settings of signing in.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Deserialize;

/// Where people may sign in.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInSettings {
    /// In browsers that their sidebar has not opened itself: by a copied link, or where the host hands addresses to the
    /// system's browser. Such a sign-in ends with a code that the person types.
    pub other_browsers: OtherBrowsers,
    /// Proxies in front: addresses or ranges. What they say in `X-Forwarded-For` counts as a client's address, and nobody
    /// else's word does.
    pub trusted_proxies: Vec<Proxies>,
}

/// Whether people may sign in in browsers that their sidebar has not opened itself.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum OtherBrowsers {
    /// Anywhere. In another network than the sidebar's the page says so first.
    #[default]
    Allow,
    /// In the sidebar's own network.
    SameNetwork,
    /// Nowhere.
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
