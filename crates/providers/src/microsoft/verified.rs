//! Whether the address of a Microsoft account really belongs to the account. A tenant's administrator can write any value
//! into `preferred_username`, `email` and Graph's `mail` (learn.microsoft.com/entra/identity-platform/claims-validation,
//! "never use mutable claims"), so these prove nothing by themselves. Two things prove it:
//! * `xms_edov` says of the ID token's `email` that the owner of its domain is verified
//!   (learn.microsoft.com/entra/identity-platform/optional-claims-reference). A registration has to ask for it.
//! * a proxy address of a mailbox: Exchange Online gives mailboxes addresses of the tenant's verified domains alone
//!   (learn.microsoft.com/exchange/mail-flow-best-practices/manage-accepted-domains). An account without a mailbox may carry
//!   any proxy address (learn.microsoft.com/graph/api/resources/user: writing `mail` adds one), so its mailbox has to answer.

use latchkey_domain::{AccessToken, Verified};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::Microsoft;
use crate::id_token::IdTokenClaims;
use crate::{Http, oauth, verified};

/// The scheme of e-mail addresses among the proxy addresses, which may also be of fax machines. Capitals mark the main
/// address.
const SMTP: &str = "smtp:";

#[derive(Deserialize)]
struct Me {
    #[serde(default, rename = "proxyAddresses")]
    proxy_addresses: Vec<String>,
}

#[derive(Deserialize)]
struct Inbox {
    #[serde(rename = "id")]
    _id: String,
}

/// Whether the ID token vouches for this address. `xms_edov` is documented as a Boolean, but also occurs as a text and as a
/// number.
pub(super) fn is_verified_by_token(claims: &IdTokenClaims, address: &str) -> bool {
    let owner_is_verified = match &claims.xms_edov {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        Some(Value::String(text)) => matches!(text.as_str(), "1" | "true"),
        _ => false,
    };
    owner_is_verified && claims.email.as_deref().is_some_and(|email| verified::is_same_address(email, address))
}

/// Whether the mailbox of this token has this address. `Unknown` if Graph does not answer.
pub(super) async fn verify_by_mailbox(
    microsoft: &Microsoft,
    http: &dyn Http,
    access: &AccessToken,
    address: &str,
) -> Verified {
    let graph = microsoft.settings.graph.as_str().trim_end_matches('/');
    let at = |path: &str| Url::parse(&format!("{graph}/v1.0/{path}"));
    let (Ok(me), Ok(inbox)) = (at("me?$select=proxyAddresses"), at("me/mailFolders/inbox?$select=id")) else {
        return Verified::Unknown;
    };
    let Ok(me) = oauth::get::<Me>(http, &me, Some(access)).await else { return Verified::Unknown };
    let mail = me.proxy_addresses.iter().filter_map(|proxy| {
        let (scheme, address) = proxy.split_at_checked(SMTP.len())?;
        scheme.eq_ignore_ascii_case(SMTP).then_some(address)
    });
    if !mail.into_iter().any(|proxy| verified::is_same_address(proxy, address)) {
        return Verified::No;
    }
    match oauth::get::<Inbox>(http, &inbox, Some(access)).await {
        Ok(Inbox { .. }) => Verified::Address,
        Err(_) => Verified::Unknown,
    }
}
