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
    /// The product's short name, for sentences and buttons.
    pub short_name: String,
    /// The endpoint's version.
    pub version: String,
    /// The address that the Help link opens.
    pub help_url: String,
    /// Every way to connect that is configured, in the order to show them. Which of them a person may use now stands in
    /// [`crate::Overview::offers`].
    pub offers: Vec<Offer>,
    /// What the Sync settings look like until an overview says so for the person.
    pub sync_settings: SyncSettings,
}

/// What the Sync settings look like; the licence decides.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SyncSettings {
    /// Personal Settings › My connectivity, with tabs.
    #[default]
    New,
    /// The Sync Dashboard, with its navigation on the left.
    Legacy,
}

/// One way to connect.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of the provider, and most are false")]
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// Names the offer in requests.
    pub id: OfferId,
    /// Mailbox or CRM.
    pub purpose: Purpose,
    /// The provider's name as people know it, for sentences: "Salesforce".
    pub label: String,
    /// This way among the provider's ways, for the question which one to take: "Sandbox".
    pub access_type: String,
    /// If the person has to type an address to sign in at: what such an address looks like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_example: Option<String>,
    /// People sign in with a password in the pane, and no window opens.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub by_password: bool,
    /// This provider may show a page of its own, without a redirect back, that says that an administrator must install
    /// the app first. The pane mentions it while a sign-in is under way.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub may_need_installing: bool,
    /// This provider may show a page of its own, without a redirect back, that says that an administrator must approve the
    /// app first. The pane offers a note to the administrator.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub may_need_approval: bool,
    /// Where an administrator approves the app for the whole organisation, if the provider has such a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval_url: Option<String>,
    /// The provider shows its sign-in page in browsers only and refuses the windows of other programs.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub needs_browser: bool,
}

/// Body of `POST /v1/lookups`: asks which offer serves the mailbox of an e-mail address.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookupRequest {
    /// The e-mail address to look up.
    pub address: String,
    /// The offer that the person has chosen already, if it takes passwords: its own way of finding a server goes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferId>,
}

/// Where a mailbox was found.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lookup {
    /// The offer to sign in through; absent if that cannot be told from the address.
    pub offer: Option<OfferId>,
    /// The address of the mail server, where the offer asks for one and it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// Why no offer serves the address, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<LookupRefusal>,
}

/// Why no offer serves an address.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LookupRefusal {
    /// The address is of a provider's personal accounts, and this installation admits accounts of organisations only.
    PersonalAccount,
}
