//! The interface that every OpenID peer offers to the tests.

use url::Url;

/// The client that every peer is told to know.
pub const CLIENT_ID: &str = "latchkey";
/// The secret of that client.
pub const CLIENT_SECRET: &str = "peers-client-secret";
/// The scope that the sync engine needs.
pub const SCOPE: &str = "mail";

/// An account at every peer.
pub struct PeerAccount {
    /// The name to sign in with.
    pub login: &'static str,
    /// The password at every peer.
    pub password: &'static str,
    /// Their e-mail address.
    pub address: &'static str,
    /// Their own name.
    pub name: &'static str,
}

/// The person whose mailbox most tests connect.
pub const ANN: PeerAccount =
    PeerAccount { login: "ann", password: "anns-password", address: "ann@contoso.example", name: "Ann Able" };
/// Another person.
pub const BEN: PeerAccount =
    PeerAccount { login: "ben", password: "bens-password", address: "ben@contoso.example", name: "Ben Baker" };

/// A server, running on a port of its own in a folder of its own, gone when it is dropped.
pub trait PeerServer: Sized {
    /// Starts it.
    async fn start() -> Self;

    /// The issuer URL.
    fn issuer(&self) -> &str;

    /// Registers the client with this redirect address alone.
    async fn register(&mut self, redirect_uri: &Url);

    /// Signs in and allows everything at its pages, and returns the redirect to the client.
    async fn sign_in(&self, page: Url, person: &PeerAccount) -> Url;

    /// How many refresh tokens can still be used for this person.
    async fn live_refresh_tokens(&mut self, person: &PeerAccount) -> usize;

    /// Ends, at the server, everything that this person has allowed.
    async fn end_access(&mut self, person: &PeerAccount);

    /// Stops listening.
    async fn go_down(&mut self);

    /// Listens again at the same address, with its state kept.
    async fn come_back(&mut self);
}
