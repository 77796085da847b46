//! The switches of the whole server. What concerns one person is a [`Condition`](crate::Condition).
//!
//! # To add a way to answer, to offer, or to be found
//! Add a variant here, obey it in the module that its type names, and add its words to `control/exchange.rs`.

use serde::{Deserialize, Serialize};

use super::certificates::ServerCertificate;

/// How long [`EwsAnswers::ServerBusy`] asks clients to wait.
pub const EXCHANGE_BACK_OFF_MS: u32 = 45_000;
/// How long [`EwsAnswers::Unavailable`] asks clients to wait.
pub const EXCHANGE_RETRY_AFTER_S: u32 = 30;

/// The switches of the practice Exchange. The default is a server without faults.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ExchangeSwitches {
    /// Everything answers 503 with a gateway's HTML page.
    pub down: bool,
    /// The delay of every answer in seconds, 120 at most.
    pub delay_s: u32,
    /// The offered authentication schemes.
    pub offer: SignInOffer,
    /// NTLM is refused without the right channel binding.
    pub extended_protection: bool,
    /// The certificate for connections from now on. Those that are open keep theirs.
    pub certificate: ServerCertificate,
    /// The answers of `/EWS/Exchange.asmx`.
    pub answers: EwsAnswers,
    /// How the server is found.
    pub autodiscover: Autodiscover,
}

/// Which ways to sign in a refusal names.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInOffer {
    /// Negotiate, NTLM and Basic.
    #[default]
    Everything,
    /// Negotiate and NTLM: a server as it is installed.
    WithoutBasic,
    /// Basic alone.
    BasicOnly,
    /// Negotiate alone, and within it only Kerberos.
    NegotiateOnly,
    /// Bearer tokens alone, as in a company whose people sign in at another service.
    ModernAuthOnly,
    /// Negotiate and NTLM at first. A client that begins with NTLM is then offered Basic alone, as by an attacker in
    /// between who wants the password.
    BasicAfterNtlm,
}

/// How EWS answers.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EwsAnswers {
    /// The regular answer.
    #[default]
    Normal,
    /// After sign-in: `ErrorServerBusy`, retry after [`EXCHANGE_BACK_OFF_MS`].
    ServerBusy,
    /// Before sign-in: 503, retry after [`EXCHANGE_RETRY_AFTER_S`].
    Unavailable,
    /// Before sign-in: a redirect to Exchange's own error page, as during maintenance.
    ErrorPage,
    /// After sign-in: the front end reports that no back end responds, in `X-CasErrorCode`.
    Failing,
    /// Before sign-in: a redirect to another server.
    Elsewhere,
    /// Before sign-in: 200 with an HTML page, as from a captive portal.
    HtmlPage,
    /// The connection ends when a password or an NTLM proof arrives, also at Autodiscover.
    HangUp,
    /// After sign-in: XML that grows to gigabytes where entities are expanded.
    EntityBomb,
    /// After sign-in: XML with an external entity, for which a careless parser reads a file.
    ExternalEntity,
    /// Before sign-in: an answer that never ends.
    Endless,
    /// After sign-in: an answer that never ends.
    EndlessAfterSignIn,
    /// Before sign-in: an answer that comes a byte a second, and never ends.
    Dripping,
    /// Before sign-in: an answer with a header of a megabyte.
    HugeHeader,
}

/// How the server is found.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Autodiscover {
    /// By JSON, XML and SOAP.
    #[default]
    Everything,
    /// By XML and SOAP alone: an old server.
    WithoutJson,
    /// By XML and SOAP, which name another host of the company to ask: its `autodiscover.` one, where they answer.
    AnotherHost,
    /// Autodiscover does not answer.
    Nothing,
    /// It says that the mailbox has moved to Microsoft 365.
    Microsoft365,
    /// It names a server that isn't the company's.
    Elsewhere,
}
