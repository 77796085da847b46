//! What an installation is called and what it offers. The endpoint writes it into the page itself, so that the pane
//! can show its first screen without a request; `GET /v1/installation` answers the same.

use serde::{Deserialize, Serialize};

use crate::{OfferId, Purpose};

/// Names and offers of one installation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Installation {
    /// The product's full name, as shown to people.
    pub product_name: String,
    /// Its short name.
    pub short_name: String,
    /// The endpoint's version.
    pub version: String,
    /// Where Help leads.
    pub help_url: String,
    /// The ways to connect, in the order to show them.
    pub offers: Vec<Offer>,
}

/// One way to connect.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// Its name in requests.
    pub id: OfferId,
    /// Mailbox or CRM.
    pub purpose: Purpose,
    /// The provider's name as people know it.
    pub label: String,
}
