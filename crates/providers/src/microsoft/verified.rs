//! Whether the address of a Microsoft account really belongs to the account. A tenant's administrator can write any value
//! into `preferred_username`, `email` and Graph's `mail` (learn.microsoft.com/entra/identity-platform/claims-validation,
//! "never use mutable claims"), so these prove nothing by themselves. Two things prove it:
//! * `xms_edov` says of the ID token's `email` that the owner of its domain is verified
//!   (learn.microsoft.com/entra/identity-platform/optional-claims-reference). A registration has to ask for it.
//! * a proxy address of a mailbox: Exchange Online gives mailboxes addresses of the tenant's verified domains alone
//!   (learn.microsoft.com/exchange/mail-flow-best-practices/manage-accepted-domains). An account without a mailbox may carry
//!   any proxy address (learn.microsoft.com/graph/api/resources/user: writing `mail` adds one), so its mailbox has to answer.

use latchkey_domain::verified::is_plain_address;
use latchkey_domain::{AccessToken, Alias, MAX_ALIASES, Verified};
use serde::Deserialize;
use serde_json::Value;

use super::{Microsoft, is_personal_tenant, personal};
use crate::id_token::IdTokenClaims;
use crate::oauth::documents;
use crate::verified::is_same_address;
use crate::{AddressAnswer, Http, ToldAddresses};

/// The scheme of e-mail addresses among the proxy addresses, which may also be of fax machines. Capitals mark the main
/// address.
const SMTP: &str = "smtp:";

#[derive(Deserialize)]
struct Me {
    #[serde(default, rename = "proxyAddresses")]
    proxy_addresses: Vec<String>,
}

/// The addresses of an account that has just signed in.
pub(super) struct FoundAddresses {
    pub(super) address: String,
    pub(super) verified: Verified,
    pub(super) aliases: Vec<Alias>,
    /// Whether the mailbox told them.
    pub(super) is_from_mailbox: bool,
}

/// What Graph says of the account's addresses.
enum Mailbox {
    /// These are the addresses of the mailbox, the main one first.
    Addresses(Vec<String>),
    /// The account has these addresses, and its mailbox does not answer.
    Silent(Vec<String>),
    /// Graph does not answer, or the token may not ask.
    Unknown,
}

/// The addresses of the account: those of its mailbox, or else the ones in the ID token.
pub(super) async fn read(
    microsoft: &Microsoft,
    http: &dyn Http,
    claims: &IdTokenClaims,
    in_token: &str,
    access: &AccessToken,
) -> FoundAddresses {
    let by_token = is_verified_by_token(claims, in_token);
    let alone = |verified| FoundAddresses {
        address: in_token.to_owned(),
        verified,
        aliases: Vec::new(),
        is_from_mailbox: false,
    };
    match ask_mailbox(microsoft, http, access).await {
        Mailbox::Addresses(addresses) => {
            let mut told = of_mailbox(addresses);
            let is_new = !is_same_address(&told.address, in_token)
                && !told.aliases.iter().any(|alias| is_same_address(&alias.address, in_token));
            if by_token && is_new && is_plain_address(in_token) {
                told.aliases.push(Alias { address: in_token.to_owned(), verified: true });
            }
            let ToldAddresses { address, verified, aliases } = told;
            FoundAddresses { address, verified, aliases, is_from_mailbox: true }
        }
        _ if by_token => alone(Verified::Address),
        Mailbox::Silent(addresses) if !addresses.iter().any(|address| is_same_address(address, in_token)) => {
            alone(Verified::No)
        }
        Mailbox::Silent(_) | Mailbox::Unknown => alone(Verified::Unknown),
    }
}

/// Whether the ID token vouches for this address. `xms_edov` is documented as a Boolean, but also occurs as a text and as a
/// number. Microsoft itself gives out the addresses of its personal accounts, at its own domains.
fn is_verified_by_token(claims: &IdTokenClaims, address: &str) -> bool {
    let owner_is_verified = match claims.xms_edov.value() {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        Some(Value::String(text)) => matches!(text.as_str(), "1" | "true"),
        _ => false,
    };
    let is_email = claims.profile.email.only_text().is_some_and(|email| is_same_address(email, address));
    let tenant_is_personal = claims.tid.only_text().is_some_and(is_personal_tenant);
    let is_personal = tenant_is_personal && personal::is_personal(address);
    (owner_is_verified && is_email) || is_personal
}

/// Whether the mailbox of this token has this address. `Unknown` if Graph does not answer.
pub(super) async fn verify_by_mailbox(
    microsoft: &Microsoft,
    http: &dyn Http,
    access: &AccessToken,
    address: &str,
) -> Verified {
    let has = |addresses: &[String]| addresses.iter().any(|own| is_same_address(own, address));
    match ask_mailbox(microsoft, http, access).await {
        Mailbox::Addresses(addresses) => has(&addresses).into(),
        Mailbox::Silent(addresses) if !has(&addresses) => Verified::No,
        Mailbox::Silent(_) | Mailbox::Unknown => Verified::Unknown,
    }
}

/// The addresses of the mailbox of this token.
pub(super) async fn read_mailbox(microsoft: &Microsoft, http: &dyn Http, access: &AccessToken) -> AddressAnswer {
    match ask_mailbox(microsoft, http, access).await {
        Mailbox::Addresses(addresses) => AddressAnswer::Told(of_mailbox(addresses)),
        Mailbox::Silent(addresses) => AddressAnswer::Listed(addresses),
        Mailbox::Unknown => AddressAnswer::Unknown,
    }
}

/// Exchange Online gives a mailbox verified addresses only. One of an unusual form may be another mailbox elsewhere.
fn of_mailbox(addresses: Vec<String>) -> ToldAddresses {
    let mut addresses = addresses.into_iter();
    let address = addresses.next().unwrap_or_default();
    let alias = |address: String| Alias { verified: is_plain_address(&address), address };
    ToldAddresses { address, verified: Verified::Address, aliases: addresses.take(MAX_ALIASES).map(alias).collect() }
}

async fn ask_mailbox(microsoft: &Microsoft, http: &dyn Http, access: &AccessToken) -> Mailbox {
    let (Ok(me), Ok(inbox)) =
        (microsoft.graph("me?$select=proxyAddresses"), microsoft.graph("me/mailFolders/inbox?$select=id"))
    else {
        return Mailbox::Unknown;
    };
    let Ok(me) = documents::get::<Me>(http, &me, Some(access)).await else { return Mailbox::Unknown };
    let mut addresses: Vec<_> = me
        .proxy_addresses
        .iter()
        .filter_map(|proxy| {
            let (scheme, address) = proxy.split_at_checked(SMTP.len())?;
            scheme.eq_ignore_ascii_case(SMTP).then(|| (scheme != SMTP.to_uppercase(), address.trim().to_owned()))
        })
        .filter(|(_, address)| !address.is_empty())
        .collect();
    addresses.sort_by_key(|(is_other, _)| *is_other);
    let addresses: Vec<_> = addresses.into_iter().map(|(_, address)| address).collect();
    if addresses.is_empty() {
        return Mailbox::Silent(addresses);
    }
    match documents::get_body(http, &inbox, Some(access)).await {
        Ok(_) => Mailbox::Addresses(addresses),
        Err(_) => Mailbox::Silent(addresses),
    }
}
