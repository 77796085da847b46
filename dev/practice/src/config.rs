//! The configuration of a practice server.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use url::Url;

use crate::clients::RegisteredClient;
use crate::people::{PracticePerson, practice_people};

/// The configuration. `..PracticeConfig::default()` fills in the rest.
pub struct PracticeConfig {
    /// Where to listen. Port 0 takes any that is free.
    pub listen: SocketAddr,
    /// The address that browsers and programs use, without a path. `None`: `http://` and the address that was bound.
    pub public_url: Option<Url>,
    /// Where the practice Exchange listens, over HTTPS. `None`: nowhere.
    pub exchange_listen: Option<SocketAddr>,
    /// The address of the practice Exchange, without a path. `None`: `https://localhost` and the port that was bound.
    pub exchange_url: Option<Url>,
    /// A file for the certificate of the authority behind the practice Exchange, for programs that are to trust it. It is
    /// written before the server listens.
    pub exchange_ca_file: Option<PathBuf>,
    /// The program that asks for access.
    pub client: RegisteredClient,
    /// How long an access token works. Microsoft's last about an hour; a demo sets a shorter life to show renewals.
    pub access_token_life_s: u32,
    /// The people who can sign in.
    pub people: Vec<PracticePerson>,
    /// Where grants, consents and the signing key outlive the process. `None`: nowhere.
    pub state_file: Option<PathBuf>,
    /// Keeps a list of every secret that was issued, so that a test can look for them where they must not be. A
    /// server that runs for weeks has no use for it.
    pub remember_secrets: bool,
}

impl Default for PracticeConfig {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            public_url: None,
            exchange_listen: Some((Ipv4Addr::LOCALHOST, 0).into()),
            exchange_url: None,
            exchange_ca_file: None,
            client: RegisteredClient::default(),
            access_token_life_s: 3600,
            people: practice_people(),
            state_file: None,
            remember_secrets: true,
        }
    }
}
