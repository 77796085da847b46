//! The account that signed in, and whether its organisation is a sandbox.

use latchkey_domain::verified::is_plain_address;
use latchkey_domain::{AccessToken, AccountFacts, Alias, Failure, Identity, Verified};
use latchkey_wire::{Account, ReasonCode};
use serde::Deserialize;
use url::Url;

use super::SalesforceAccessType;
use crate::id_token::OptionalClaim;
use crate::oauth::documents::{self, GetError};
use crate::{Http, KnownAccount, verified};

/// The version of the REST API that is used (developer.salesforce.com, "REST API"); any since 2013 would do.
const VERSION: &str = "v62.0";
/// The number of significant characters of an id. Three more are a checksum of their case.
const ID_LETTERS: usize = 15;
/// The longest name of a sandbox.
const LONGEST_SANDBOX: usize = 10;
/// Top-level domains that also follow a company's domain (publicsuffix.org: uk.com, de.com, eu.org and others). Those of
/// countries have two letters, and are excluded by their length.
const ENDS_OF_DOMAINS: [&str; 4] = ["com", "net", "org", "biz"];

/// The ids of an organisation and of one of its users.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct SalesforceIds {
    organisation: String,
    user: String,
}

impl SalesforceIds {
    /// Parses a subject: a URL that ends in the two ids. Its host depends on the address that the person signed in at, so it
    /// is ignored.
    pub(super) fn from_subject(subject: &str) -> Option<Self> {
        let mut parts = subject.rsplit('/');
        let (user, organisation) = (parts.next()?, parts.next()?);
        let known = organisation.starts_with("00D") && user.starts_with("005");
        Some(Self { organisation: short(organisation)?, user: short(user)? }).filter(|_| known)
    }
}

fn short(id: &str) -> Option<String> {
    let fits = matches!(id.len(), 15 | 18) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| id[..ID_LETTERS].to_owned())
}

impl From<SalesforceIds> for Identity {
    fn from(ids: SalesforceIds) -> Self {
        Self { issuer: format!("salesforce:{}", ids.organisation), subject: ids.user }
    }
}

#[derive(Deserialize)]
struct SalesforceUserInfo {
    user_id: String,
    organization_id: String,
    preferred_username: String,
    #[serde(default)]
    name: OptionalClaim,
    #[serde(default)]
    email: OptionalClaim,
    #[serde(default)]
    email_verified: OptionalClaim,
}

impl SalesforceUserInfo {
    fn is_of(&self, ids: &SalesforceIds) -> bool {
        short(&self.organization_id).as_ref() == Some(&ids.organisation)
            && short(&self.user_id).as_ref() == Some(&ids.user)
    }

    /// The e-mail address, if its owner has confirmed it.
    fn verified_email(&self) -> Option<&str> {
        self.email.only_text().filter(|_| verified::is_yes(self.email_verified.value()))
    }

    /// The e-mail address as another address of the account, if it is not the user name.
    fn aliases(&self) -> Vec<Alias> {
        let email = self.verified_email().filter(|email| !verified::is_same_address(email, &self.preferred_username));
        let alias = |email: &str| Alias { address: email.to_owned(), verified: is_plain_address(email) };
        email.map(alias).into_iter().collect()
    }

    /// Whether the user name is the e-mail address of the account's owner. The administrator of any organisation can give
    /// a user another person's address as the user name, so the address has to be verified (help.salesforce.com, "Query
    /// for User Information": `email_verified`) and the name has to be that address.
    fn verified(&self) -> Verified {
        match self.verified_email() {
            Some(email) if verified::is_same_address(email, &self.preferred_username) => Verified::Address,
            Some(email) if is_of_sandbox(&self.preferred_username, email) => Verified::Name,
            _ => Verified::No,
        }
    }
}

/// Whether a user name is an address and, behind a full stop, a sandbox's name: letters and digits, ten at most
/// (help.salesforce.com, "Create a Sandbox"). The suffix could form another domain: the owner of
/// contoso.co does not own contoso.co.uk, so a suffix that is a country's or a common top-level domain does not count.
fn is_of_sandbox(name: &str, email: &str) -> bool {
    let Some((front, rest)) = name.split_at_checked(email.len()) else { return false };
    let Some(sandbox) = rest.strip_prefix('.') else { return false };
    verified::is_same_address(front, email)
        && (3..=LONGEST_SANDBOX).contains(&sandbox.len())
        && sandbox.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !ENDS_OF_DOMAINS.iter().any(|end| sandbox.eq_ignore_ascii_case(end))
}

/// Fetches the account's address and name. The user name, which is unique in all of Salesforce, serves as the address.
pub(super) async fn fetch_account(
    http: &dyn Http,
    api: &Url,
    access: &AccessToken,
    ids: &SalesforceIds,
) -> Result<(Account, Verified, AccountFacts), Failure> {
    let info: SalesforceUserInfo = get(http, api, "services/oauth2/userinfo", access).await?;
    if info.is_of(ids) {
        let (verified, name) = (info.verified(), info.name.text().map(str::to_owned));
        let facts = AccountFacts { aliases: info.aliases(), ..AccountFacts::default() };
        Ok((Account { address: info.preferred_username, name }, verified, facts))
    } else {
        Err(Failure::of(ReasonCode::SignInNotFinished))
    }
}

/// Verifies the address of an account that signed in before.
pub(super) async fn verify_address(http: &dyn Http, api: &Url, account: &KnownAccount<'_>) -> Verified {
    match get::<SalesforceUserInfo>(http, api, "services/oauth2/userinfo", account.access).await {
        Ok(info)
            if SalesforceIds::from_subject(&format!("{}/{}", info.organization_id, info.user_id))
                .is_some_and(|ids| Identity::from(ids) == *account.identity)
                && verified::is_same_address(&info.preferred_username, account.address) =>
        {
            info.verified()
        }
        // The user has been renamed meanwhile, or the API does not answer.
        _ => Verified::Unknown,
    }
}

#[derive(Deserialize)]
struct OrganisationQueryResult {
    records: Vec<OrganisationRecord>,
}

#[derive(Deserialize)]
struct OrganisationRecord {
    #[serde(rename = "IsSandbox")]
    is_sandbox: bool,
}

/// Refuses a sandbox where a production organisation was chosen, and the reverse. The login page lets people continue at any
/// organisation's own address, so the address where the sign-in began proves nothing.
pub(super) async fn check_organisation_kind(
    http: &dyn Http,
    api: &Url,
    access: &AccessToken,
    asked_for: SalesforceAccessType,
) -> Result<(), Failure> {
    let wants_sandbox = match asked_for {
        SalesforceAccessType::Production => false,
        SalesforceAccessType::Sandbox => true,
        SalesforceAccessType::MyDomain | SalesforceAccessType::ExperienceCloud => return Ok(()),
    };
    let query = format!("services/data/{VERSION}/query?q=SELECT+Id,IsSandbox+FROM+Organization");
    let found: OrganisationQueryResult = get(http, api, &query, access).await?;
    match found.records.first() {
        Some(organisation) if organisation.is_sandbox == wants_sandbox => Ok(()),
        Some(_) if wants_sandbox => Err(Failure::of(ReasonCode::ProductionNotSandbox)),
        Some(_) => Err(Failure::of(ReasonCode::SandboxNotProduction)),
        None => Err(Failure::of(ReasonCode::SignInNotFinished)),
    }
}

/// The address of the cheapest request of the API: how much of it is left. Unlike userinfo, it tells a token that has ended from
/// one that may not ask.
pub(super) fn limits_url(api: &Url) -> Option<Url> {
    Url::parse(&format!("{}/services/data/{VERSION}/limits", api.as_str().trim_end_matches('/'))).ok()
}

async fn get<T: serde::de::DeserializeOwned>(
    http: &dyn Http,
    api: &Url,
    path: &str,
    access: &AccessToken,
) -> Result<T, Failure> {
    let url = Url::parse(&format!("{}/{path}", api.as_str().trim_end_matches('/')));
    let url = url.map_err(|_| Failure::of(ReasonCode::SignInNotFinished))?;
    documents::get(http, &url, Some(access)).await.map_err(|error| match error {
        GetError::Outage(failure) => failure,
        // The token is new, so a refusal means that this person has no access to the API.
        GetError::Refused(_) => Failure::of(ReasonCode::BlockedByPolicy).with_reference("API access"),
        GetError::Unreadable => Failure::of(ReasonCode::SignInNotFinished),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_same_person_is_the_same_wherever_they_signed_in() {
        let at = |host: &str| {
            SalesforceIds::from_subject(&format!("https://{host}/id/00Dxx0000000001AAA/005xx0000000001AAC")).unwrap()
        };
        assert_eq!(at("login.salesforce.com"), at("contoso.my.salesforce.com"));
        assert_eq!(Identity::from(at("x")).issuer, "salesforce:00Dxx0000000001");
        assert_eq!(SalesforceIds::from_subject("00Dxx0000000001/005xx0000000001"), Some(at("x")));
    }

    #[test]
    fn a_user_name_is_its_owners_address_or_that_and_a_sandbox() {
        let of = |name: &str, email: &str, email_verified: Value| {
            let info: SalesforceUserInfo = serde_json::from_value(json!({
                "user_id": "005xx0000000001AAC", "organization_id": "00Dxx0000000001AAA", "preferred_username": name,
                "email": email, "email_verified": email_verified,
            }))
            .unwrap();
            info.verified()
        };
        let yes = Value::Bool(true);
        assert_eq!(of("Ann@contoso.example", "ann@contoso.example", yes.clone()), Verified::Address);
        assert_eq!(of("ann@contoso.example.dev", "ann@contoso.example", yes.clone()), Verified::Name);
        for (name, email) in [
            ("ceo@contoso.example", "eve@evil.example"),
            ("ceo@contoso.co.uk", "ceo@contoso.co"),
            ("ceo@contoso.uk.com", "ceo@contoso.uk"),
            ("ceo@contoso.example.a.b", "ceo@contoso.example"),
            ("ceo@contoso.examples", "ceo@contoso.example"),
            ("ceo@contoso.example.", "ceo@contoso.example"),
        ] {
            assert_eq!(of(name, email, yes.clone()), Verified::No, "{name} {email}");
        }
        for said in [Value::Bool(false), "false".into(), 1.into(), Value::Null] {
            assert_eq!(of("ann@contoso.example", "ann@contoso.example", said.clone()), Verified::No, "{said}");
        }
    }

    #[test]
    fn a_subject_that_does_not_end_in_the_two_ids_is_refused() {
        for subject in [
            "",
            "005xx0000000001AAC",
            "id/005xx0000000001AAC/00Dxx0000000001AAA",
            "id/00D/005",
            "id/00Dxx0000000001A/005xx0000000001AAC",
        ] {
            assert_eq!(SalesforceIds::from_subject(subject), None, "{subject}");
        }
    }
}
