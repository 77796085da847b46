//! Whether a mailbox is at Microsoft, told from its address alone. A domain that some tenant has registered has a
//! discovery document of its own; for any other the authority answers 400
//! (learn.microsoft.com/entra/identity-platform/v2-protocols-oidc). Nothing but the domain is asked for.

use serde::Deserialize;
use url::Url;

use super::Microsoft;
use crate::{Http, oauth};

/// Domains of personal accounts.
const PERSONAL: [&str; 4] = ["outlook.com", "hotmail.com", "live.com", "msn.com"];

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
}

pub(super) async fn has_mailbox(microsoft: &Microsoft, http: &dyn Http, address: &str) -> bool {
    let Some((_, domain)) = address.rsplit_once('@') else { return false };
    let domain = domain.to_ascii_lowercase();
    if PERSONAL.contains(&domain.as_str()) {
        return microsoft.admits(super::PERSONAL_TENANT);
    }
    let is_domain =
        domain.contains('.') && domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let document = format!("{}/{domain}/v2.0/.well-known/openid-configuration", microsoft.authority);
    let (true, Ok(document)) = (is_domain, Url::parse(&document)) else { return false };
    let found = oauth::get::<Discovery>(http, &document, None).await;
    found.is_ok_and(|discovery| microsoft.is_issuer_of_tenant(&discovery.issuer))
}
