//! Who signed in, and at which kind of organisation.

use latchkey_domain::{AccessToken, Failure, Identity, Verified};
use latchkey_wire::{Account, ReasonCode};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::AccessType;
use crate::oauth::{self, GetError};
use crate::{Http, Known, verified};

/// The version of the data interface that is asked (developer.salesforce.com, "REST API"); any since 2013 would do.
const VERSION: &str = "v62.0";
/// The letters of an id that tell records apart; three more only repeat what they are in capitals.
const ID_LETTERS: usize = 15;
/// The longest name that a sandbox has.
const LONGEST_SANDBOX: usize = 10;
/// Names that registries sell domains below (publicsuffix.org: uk.com, de.com, eu.org and the like). Those of countries have
/// two letters.
const ENDS_OF_DOMAINS: [&str; 4] = ["com", "net", "org", "biz"];

/// An organisation and a user of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Ids {
    organisation: String,
    user: String,
}

impl Ids {
    /// From a subject: an address that ends in the two ids. Its host depends on where somebody signed in, so it says
    /// nothing about who it is.
    pub(super) fn of_subject(subject: &str) -> Option<Self> {
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

impl From<Ids> for Identity {
    fn from(ids: Ids) -> Self {
        Self { issuer: format!("salesforce:{}", ids.organisation), subject: ids.user }
    }
}

#[derive(Deserialize)]
struct UserInfo {
    user_id: String,
    organization_id: String,
    preferred_username: String,
    name: Option<String>,
    email: Option<String>,
    email_verified: Option<Value>,
}

impl UserInfo {
    fn is_of(&self, ids: &Ids) -> bool {
        short(&self.organization_id).as_ref() == Some(&ids.organisation)
            && short(&self.user_id).as_ref() == Some(&ids.user)
    }

    /// Whether the user name is its owner's address. Anybody can name a user of an organisation of their own like somebody
    /// else's address, so the address has to be verified
    /// (help.salesforce.com, "Query for User Information": `email_verified`) and the name has to be that address.
    fn verified(&self) -> Verified {
        let email = self.email.as_deref().filter(|_| verified::says_yes(self.email_verified.as_ref()));
        match email {
            Some(email) if verified::same(email, &self.preferred_username) => Verified::Address,
            Some(email) if is_of_sandbox(&self.preferred_username, email) => Verified::Name,
            _ => Verified::No,
        }
    }
}

/// Whether a user name is an address and, behind a full stop, a sandbox's name: letters and digits, ten at most
/// (help.salesforce.com, "Create a Sandbox"). What follows could make another domain of it: whoever owns contoso.co has no
/// say about contoso.co.uk, so what looks like the end of a domain of a country, or is a common one, is none.
fn is_of_sandbox(name: &str, email: &str) -> bool {
    let Some((front, rest)) = name.split_at_checked(email.len()) else { return false };
    let Some(sandbox) = rest.strip_prefix('.') else { return false };
    verified::same(front, email)
        && (3..=LONGEST_SANDBOX).contains(&sandbox.len())
        && sandbox.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && !ENDS_OF_DOMAINS.iter().any(|end| sandbox.eq_ignore_ascii_case(end))
}

/// The account in words. Its user name, which is unique in all of Salesforce, is what its owner knows it by.
pub(super) async fn account(
    http: &dyn Http,
    api: &Url,
    access: &AccessToken,
    ids: &Ids,
) -> Result<(Account, Verified), Failure> {
    let info: UserInfo = get(http, api, "services/oauth2/userinfo", access).await?;
    if info.is_of(ids) {
        let verified = info.verified();
        Ok((Account { address: info.preferred_username, name: info.name }, verified))
    } else {
        Err(Failure::of(ReasonCode::SignInNotFinished))
    }
}

/// The same for an account that signed in before.
pub(super) async fn verify(http: &dyn Http, api: &Url, account: &Known<'_>) -> Verified {
    match get::<UserInfo>(http, api, "services/oauth2/userinfo", account.access).await {
        Ok(info)
            if Ids::of_subject(&format!("{}/{}", info.organization_id, info.user_id))
                .is_some_and(|ids| Identity::from(ids) == *account.identity)
                && verified::same(&info.preferred_username, account.address) =>
        {
            info.verified()
        }
        // Renamed since, or nobody answers.
        _ => Verified::Unknown,
    }
}

#[derive(Deserialize)]
struct Found {
    records: Vec<Organisation>,
}

#[derive(Deserialize)]
struct Organisation {
    #[serde(rename = "IsSandbox")]
    is_sandbox: bool,
}

/// Whether the organisation is of the kind that was asked for. The login page lets people go on to any organisation's own
/// address, so the address where it began proves nothing.
pub(super) async fn check_kind(
    http: &dyn Http,
    api: &Url,
    access: &AccessToken,
    asked_for: AccessType,
) -> Result<(), Failure> {
    let wants_sandbox = match asked_for {
        AccessType::Production => false,
        AccessType::Sandbox => true,
        AccessType::MyDomain | AccessType::ExperienceCloud => return Ok(()),
    };
    let query = format!("services/data/{VERSION}/query?q=SELECT+Id,IsSandbox+FROM+Organization");
    let found: Found = get(http, api, &query, access).await?;
    match found.records.first() {
        Some(organisation) if organisation.is_sandbox == wants_sandbox => Ok(()),
        Some(_) if wants_sandbox => Err(Failure::of(ReasonCode::ProductionNotSandbox)),
        Some(_) => Err(Failure::of(ReasonCode::SandboxNotProduction)),
        None => Err(Failure::of(ReasonCode::SignInNotFinished)),
    }
}

async fn get<T: serde::de::DeserializeOwned>(
    http: &dyn Http,
    api: &Url,
    path: &str,
    access: &AccessToken,
) -> Result<T, Failure> {
    let url = Url::parse(&format!("{}/{path}", api.as_str().trim_end_matches('/')));
    let url = url.map_err(|_| Failure::of(ReasonCode::SignInNotFinished))?;
    oauth::get(http, &url, Some(access)).await.map_err(|error| match error {
        GetError::Outage(failure) => failure,
        // A token this fresh is refused only where the interface is closed to this person.
        GetError::Refused => Failure::of(ReasonCode::BlockedByPolicy).with_reference("API access"),
        GetError::Unreadable => Failure::of(ReasonCode::SignInNotFinished),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_person_is_the_same_wherever_they_signed_in() {
        let at =
            |host: &str| Ids::of_subject(&format!("https://{host}/id/00Dxx0000000001AAA/005xx0000000001AAC")).unwrap();
        assert_eq!(at("login.salesforce.com"), at("contoso.my.salesforce.com"));
        assert_eq!(Identity::from(at("x")).issuer, "salesforce:00Dxx0000000001");
        assert_eq!(Ids::of_subject("00Dxx0000000001/005xx0000000001"), Some(at("x")));
    }

    #[test]
    fn a_user_name_is_its_owners_address_or_that_and_a_sandbox() {
        let of = |name: &str, email: &str, email_verified: Value| {
            let info = UserInfo {
                user_id: "005xx0000000001AAC".into(),
                organization_id: "00Dxx0000000001AAA".into(),
                preferred_username: name.into(),
                name: None,
                email: Some(email.into()),
                email_verified: Some(email_verified),
            };
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
    fn what_does_not_end_in_the_two_ids_is_nobody() {
        for subject in [
            "",
            "005xx0000000001AAC",
            "id/005xx0000000001AAC/00Dxx0000000001AAA",
            "id/00D/005",
            "id/00Dxx0000000001A/005xx0000000001AAC",
        ] {
            assert_eq!(Ids::of_subject(subject), None, "{subject}");
        }
    }
}
