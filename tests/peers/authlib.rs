//! Authlib (PyPI): a server that is assembled from a library's parts. It takes the secret in the body at the token endpoint and in
//! the header at the revocation endpoint, as its metadata says (RFC 8414, 2), leaves out scopes that it does not know, without a
//! refusal, answers a renewal with an ID token that has no nonce, and sends `iss` with the code (RFC 9207).

use latchkey_testkit::TestBrowser;
use url::Url;

use crate::pages::{self, RedirectEnd};
use crate::peer::PeerAccount;
use crate::wsgi_peer::{WsgiLibrary, WsgiPeer};

/// One running server.
pub type Authlib = WsgiPeer<AuthlibPages>;

/// How a person gets through its pages.
pub struct AuthlibPages;

impl WsgiLibrary for AuthlibPages {
    const FOLDER: &'static str = "authlib";
    const VARIABLE: &'static str = "LATCHKEY_AUTHLIB";

    async fn sign_in(browser: &mut TestBrowser, page: &Url, person: &PeerAccount) -> RedirectEnd {
        let sign_in_page = pages::open(browser, page).await.page();
        let fields = [("login", person.login), ("password", person.password)];
        pages::submit(browser, &sign_in_page, "login", &fields).await
    }

    async fn decide(browser: &mut TestBrowser, page: RedirectEnd, allow: bool) -> Url {
        let decision = if allow { "yes" } else { "no" };
        pages::submit(browser, &page.page(), "allow", &[("allow", decision)]).await.back()
    }
}
