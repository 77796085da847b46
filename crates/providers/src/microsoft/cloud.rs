//! Microsoft's clouds (learn.microsoft.com/entra/identity-platform/authentication-national-cloud and
//! learn.microsoft.com/graph/deployments). Accounts and tokens of one are not known in another.

use serde::Deserialize;
use url::Url;

/// A cloud, with its own sign-in and its own Graph.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum MicrosoftCloud {
    /// The worldwide cloud. The US government's GCC is part of it.
    #[default]
    Global,
    /// The US government's GCC High.
    UsGovernmentHigh,
    /// The US government's Department of Defense.
    UsGovernmentDod,
    /// China, operated by 21Vianet.
    China,
}

impl MicrosoftCloud {
    /// The origin of the identity platform.
    pub fn authority(self) -> Url {
        let host = match self {
            Self::Global => "login.microsoftonline.com",
            Self::UsGovernmentHigh | Self::UsGovernmentDod => "login.microsoftonline.us",
            Self::China => "login.partner.microsoftonline.cn",
        };
        origin(host)
    }

    /// The Graph resource.
    pub fn graph(self) -> Url {
        let host = match self {
            Self::Global => "graph.microsoft.com",
            Self::UsGovernmentHigh => "graph.microsoft.us",
            Self::UsGovernmentDod => "dod-graph.microsoft.us",
            Self::China => "microsoftgraph.chinacloudapi.cn",
        };
        origin(host)
    }

    /// Whether personal accounts exist there.
    pub fn has_personal_accounts(self) -> bool {
        self == Self::Global
    }
}

fn origin(host: &str) -> Url {
    Url::parse(&format!("https://{host}")).expect("the hosts above are hosts")
}
