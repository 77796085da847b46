//! The first part of every address: which login host it is, and who may log in there.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};

use super::orgs::{Org, User};

/// A login host.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LoginHost {
    /// Production orgs.
    Login,
    /// Sandboxes.
    Test,
    /// The My Domain of one org.
    MyDomain(&'static Org),
    /// An Experience Cloud site of one org.
    Site(&'static Org),
}

impl LoginHost {
    /// The host of an address below `/salesforce`.
    fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/salesforce/")?.split('/');
        match (parts.next()?, parts.next()) {
            ("login", _) => Some(Self::Login),
            ("test", _) => Some(Self::Test),
            ("my", Some(name)) => Org::by_domain(name).map(Self::MyDomain),
            ("site", Some(name)) => Org::by_site(name).map(Self::Site),
            _ => None,
        }
    }

    /// The prefix of its addresses below `/salesforce`, which also identifies the host in codes and grants.
    pub(super) fn prefix(self) -> String {
        match self {
            Self::Login => "login".to_owned(),
            Self::Test => "test".to_owned(),
            Self::MyDomain(org) => format!("my/{}", org.domain),
            Self::Site(org) => format!("site/{}", org.site.unwrap_or_default()),
        }
    }

    /// The name of the real one.
    pub(super) fn stands_for(self) -> String {
        match self {
            Self::Login => "login.salesforce.com".to_owned(),
            Self::Test => "test.salesforce.com".to_owned(),
            Self::MyDomain(org) if org.sandbox => format!("{}.sandbox.my.salesforce.com", org.domain),
            Self::MyDomain(org) => format!("{}.my.salesforce.com", org.domain),
            Self::Site(org) => format!("{}.my.site.com/{}", org.domain, org.site.unwrap_or_default()),
        }
    }

    /// Whether a person can go on from this host to any My Domain.
    pub(super) fn leads_to_custom_domains(self) -> bool {
        matches!(self, Self::Login | Self::Test)
    }

    pub(super) fn admits(self, user: &User) -> bool {
        match self {
            Self::Login => !user.org.sandbox,
            Self::Test => user.org.sandbox,
            Self::MyDomain(org) | Self::Site(org) => org == user.org,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LoginHost {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let found: Result<OriginalUri, Infallible> = OriginalUri::from_request_parts(parts, state).await;
        let host = found.ok().and_then(|OriginalUri(uri)| Self::of_path(uri.path()));
        host.ok_or_else(|| (StatusCode::NOT_FOUND, "There is no such practice org or site.\n").into_response())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_leads_back_to_its_host() {
        for prefix in ["login", "test", "my/contoso", "my/fabrikam", "my/contoso--dev", "site/partners"] {
            let host = LoginHost::of_path(&format!("/salesforce/{prefix}/services/oauth2/token"));
            assert_eq!(host.map(LoginHost::prefix).as_deref(), Some(prefix));
        }
        assert_eq!(LoginHost::of_path("/salesforce/my/nowhere/id/keys"), None);
    }
}
