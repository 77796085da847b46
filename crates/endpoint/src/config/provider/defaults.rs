//! Default values of the providers' settings.

use latchkey_providers::SalesforceAccessType;
use latchkey_wire::Purpose;
use url::Url;

pub(super) fn yes() -> bool {
    true
}

pub(super) fn mailbox() -> Purpose {
    Purpose::Mailbox
}

pub(super) fn every_way() -> Vec<SalesforceAccessType> {
    SalesforceAccessType::ALL.to_vec()
}

pub(super) fn microsoft_label() -> String {
    "Microsoft 365".to_owned()
}

pub(super) fn exchange_label() -> String {
    "Microsoft Exchange".to_owned()
}

pub(super) fn google_label() -> String {
    "Google".to_owned()
}

pub(super) fn salesforce_label() -> String {
    "Salesforce".to_owned()
}

pub(super) fn organizations() -> String {
    "organizations".to_owned()
}

pub(super) fn google_authority() -> Url {
    literal("https://accounts.google.com")
}

pub(super) fn google_token_host() -> Url {
    literal("https://oauth2.googleapis.com")
}

pub(super) fn google_api() -> Url {
    literal("https://www.googleapis.com")
}

pub(super) fn salesforce_login() -> Url {
    literal("https://login.salesforce.com")
}

pub(super) fn salesforce_test() -> Url {
    literal("https://test.salesforce.com")
}

fn literal(address: &str) -> Url {
    Url::parse(address).expect("a literal address")
}
