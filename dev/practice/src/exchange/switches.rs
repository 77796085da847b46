//! What can be broken for everybody. What can be the matter with one person is a [`Condition`](crate::Condition).
//!
//! # To add a way to answer, to offer, or to be found
//! Add a variant here, obey it in the module that its type names, and add its words to `control/exchange.rs`.

use serde::{Deserialize, Serialize};

use super::certificates::ServerCertificate;

/// How long [`EwsAnswers::ServerBusy`] asks to be left alone.
pub const EXCHANGE_BACK_OFF_MS: u32 = 45_000;
/// How long [`EwsAnswers::Unavailable`] asks to be left alone.
pub const EXCHANGE_RETRY_AFTER_S: u32 = 30;

/// How the practice Exchange treats everybody. The default is: as a server that is in order.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ExchangeSwitches {
    /// Everything answers 503 with a gateway's HTML page.
    pub down: bool,
    /// Every answer comes so many seconds late, 120 at most.
    pub delay_s: u32,
    /// How one may sign in.
    pub offer: SignInOffer,
    /// NTLM is refused without the right channel binding.
    pub extended_protection: bool,
    /// The certificate for connections from now on. Those that are open keep theirs.
    pub certificate: ServerCertificate,
    /// What `/EWS/PracticeExchange.asmx` answers.
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
    /// Negotiate alone, and with Kerberos alone.
    NegotiateOnly,
    /// Bearer tokens alone: what a company has that signs in elsewhere.
    ModernAuthOnly,
    /// Negotiate and NTLM at first; who begins with NTLM is then offered Basic alone, as by somebody in between who
    /// is after the password.
    BasicAfterNtlm,
}

/// What EWS answers.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EwsAnswers {
    /// What was asked for.
    #[default]
    Normal,
    /// To whoever signed in: `ErrorServerBusy`, come back after [`EXCHANGE_BACK_OFF_MS`].
    ServerBusy,
    /// To everybody: 503, come back after [`EXCHANGE_RETRY_AFTER_S`].
    Unavailable,
    /// To everybody: a redirect to Exchange's own error page, as during maintenance.
    ErrorPage,
    /// To whoever signed in: the front end has found nobody behind it, and says so in `X-CasErrorCode`.
    Failing,
    /// To everybody: a redirect to another server.
    Elsewhere,
    /// To everybody: 200 with an HTML page, as from a captive portal.
    HtmlPage,
    /// To whoever sends a password, or what stands for it: nothing, the connection ends. Autodiscover does so too.
    HangUp,
    /// To whoever signed in: XML that grows to gigabytes where entities are expanded.
    EntityBomb,
    /// To whoever signed in: XML that makes a careless reader fetch a file.
    ExternalEntity,
    /// To everybody: an answer that never ends.
    Endless,
    /// The same, to whoever signed in.
    EndlessAfterSignIn,
    /// To everybody: an answer that comes a byte a second, and never ends.
    Dripping,
    /// To everybody: an answer with a header of a megabyte.
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
    /// Not at all.
    Nothing,
    /// It says that the mailbox has moved to Microsoft 365.
    Microsoft365,
    /// It names a server that isn't the company's.
    Elsewhere,
}
