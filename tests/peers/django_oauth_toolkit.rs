//! django-oauth-toolkit (PyPI): a server that refuses a scope that it does not know, gives every grant a refresh token without
//! being asked for one, names people by numbers, and leaves the place to revoke at out of its discovery document.

use latchkey_testkit::TestBrowser;
use url::Url;

use crate::pages::{self, RedirectEnd};
use crate::peer::PeerAccount;
use crate::wsgi_peer::{WsgiLibrary, WsgiPeer};

/// One running server.
pub type DjangoOauthToolkit = WsgiPeer<DjangoPages>;

/// How a person gets through its pages.
pub struct DjangoPages;

impl WsgiLibrary for DjangoPages {
    const FOLDER: &'static str = "django_oauth_toolkit";
    const VARIABLE: &'static str = "LATCHKEY_DJANGO_OAUTH_TOOLKIT";

    async fn sign_in(browser: &mut TestBrowser, page: &Url, person: &PeerAccount) -> RedirectEnd {
        let sign_in_page = pages::open(browser, page).await.page();
        let fields = [("username", person.login), ("password", person.password)];
        pages::submit(browser, &sign_in_page, "username", &fields).await
    }

    async fn decide(browser: &mut TestBrowser, page: RedirectEnd, allow: bool) -> Url {
        let allowed: &[_] = if allow { &[("allow", "Authorize")] } else { &[] };
        pages::submit(browser, &page.page(), "authorizationForm", allowed).await.back()
    }
}
