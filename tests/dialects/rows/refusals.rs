//! Refusals of token requests that only one server makes: who has to act. Each provider has a file of rows.

use latchkey_wire::ReasonCode;

use super::Origin;
use crate::rows::DialectResponse;

mod google;
mod microsoft;
mod openid;
mod salesforce;
mod waits;

pub use google::google;
pub use microsoft::microsoft;
pub use openid::openid;
pub use salesforce::salesforce;
pub use waits::waits;

/// A refusal of a renewal.
pub struct OwnRefusalRow {
    pub origin: Origin,
    pub offer: &'static str,
    pub status: u16,
    pub body: String,
    /// What the person is told, and who has to act, after each refusal in a row.
    pub told: Vec<(ReasonCode, &'static str)>,
}

impl OwnRefusalRow {
    pub fn answer(&self) -> DialectResponse {
        let body = self.body.clone().leak();
        DialectResponse { status: self.status, body, refuses: true, ..DialectResponse::default() }
    }
}

/// Every refusal.
pub fn own_refusals() -> Vec<OwnRefusalRow> {
    [microsoft(), google(), salesforce(), openid()].into_iter().flatten().collect()
}

fn row(
    offer: &'static str,
    origin: Origin,
    (status, body): (u16, String),
    told: (ReasonCode, &'static str),
) -> OwnRefusalRow {
    OwnRefusalRow { origin, offer, status, body, told: vec![told] }
}
