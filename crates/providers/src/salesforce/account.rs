//! Who signed in, and at which kind of organisation.

use latchkey_domain::{AccessToken, Failure, Identity};
use latchkey_wire::{Account, ReasonCode};
use serde::Deserialize;
use url::Url;

use super::AccessType;
use crate::Http;
use crate::oauth::{self, GetError};

/// The version of the data interface that is asked (developer.salesforce.com, "REST API"); any since 2013 would do.
const VERSION: &str = "v62.0";
/// The letters of an id that tell records apart; three more only repeat what they are in capitals.
const ID_LETTERS: usize = 15;

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
}

/// The account in words. Its user name, which is unique in all of Salesforce, is what its owner knows it by.
pub(super) async fn account(http: &dyn Http, api: &Url, access: &AccessToken, ids: &Ids) -> Result<Account, Failure> {
    let info: UserInfo = get(http, api, "services/oauth2/userinfo", access).await?;
    let same = short(&info.organization_id).as_ref() == Some(&ids.organisation)
        && short(&info.user_id).as_ref() == Some(&ids.user);
    if same {
        Ok(Account { address: info.preferred_username, name: info.name })
    } else {
        Err(Failure::of(ReasonCode::SignInNotFinished))
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
