//! Whether a mailbox is at Microsoft, by its address alone. A domain that a tenant has registered has a discovery document
//! of its own; for any other domain the authority responds with 400
//! (learn.microsoft.com/entra/identity-platform/v2-protocols-oidc). Only the domain is sent.

use serde::Deserialize;
use url::Url;

use super::{Microsoft, personal};
use crate::Http;
use crate::oauth::documents;

#[derive(Deserialize)]
struct TenantDiscovery {
    issuer: String,
}

pub(super) async fn has_mailbox(microsoft: &Microsoft, http: &dyn Http, address: &str) -> bool {
    let Some((_, domain)) = address.rsplit_once('@') else { return false };
    let domain = domain.to_ascii_lowercase();
    if personal::is_personal(address) {
        return microsoft.admits(personal::TENANT);
    }
    let is_domain =
        domain.contains('.') && domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let document = format!("{}/{domain}/v2.0/.well-known/openid-configuration", microsoft.authority);
    let (true, Ok(document)) = (is_domain, Url::parse(&document)) else { return false };
    let found = documents::get::<TenantDiscovery>(http, &document, None).await;
    found.is_ok_and(|discovery| microsoft.is_issuer_of_tenant(&discovery.issuer))
}
