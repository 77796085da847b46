//! Practice providers: stand-ins for the places where people sign in, for the demo, for tests, and for people who
//! want to try out a failure. They answer in the real providers' shapes and error bodies, show real sign-in and
//! consent pages, and can be broken on purpose, by [`PracticeProvider`]'s methods or at the control page.
//!
//! They protect nothing: passwords are public, refresh tokens are stored as they are. Every page says so.
//!
//! # To add a provider
//! 1. Open a module beside `microsoft` with its routes, its `oauth::Dialect`, its error table and what its pages have of
//!    their own. The modules beside it know no provider.
//! 2. Create it in [`PracticeServer::new`], name it in [`PracticeServer::router`], and let [`PracticeServer`] hand out its [`PracticeProvider`]:
//!    switches, numbers and its part of the control page come with that.
//! 3. Mirror its routes by a folder under `tests/it`.
//!
//! # To add a switch
//! Add a field to [`Faults`] (any provider), a [`Quirk`] (some providers) or
//! a [`Condition`] (one person), obey it where the real provider would, name quirks and conditions in the lists of the
//! providers that have them, and add the words of the buttons to `control/label.rs`: a switch without a button can't be
//! tried out. The practice [`PracticeExchange`] has no grants, and has switches and buttons of its own.

mod authorize_request;
mod browsers;
mod clients;
mod config;
mod consents;
mod context;
mod control;
mod counters;
mod exchange;
mod fault_layer;
mod faults;
mod forms;
mod google;
mod grants;
mod html;
mod microsoft;
mod oauth;
mod openid;
mod people;
mod practice;
mod provider;
mod records;
mod salesforce;
mod secret_log;
mod server;
mod signing;
mod speaks_like;
mod start_error;
mod state_file;
mod token_request;

pub use clients::RegisteredClient;
pub use config::PracticeConfig;
pub use counters::Counters;
pub use exchange::{
    Authentication, AuthenticationScheme, Autodiscover, Binding, EXCHANGE_BACK_OFF_MS, EXCHANGE_LOCKOUT_TRIES,
    EXCHANGE_RETRY_AFTER_S, EwsAnswers, ExchangeCounters, ExchangeSwitches, PracticeExchange, ServerCertificate,
    SignInOffer, Tries,
};
pub use faults::{Condition, Coop, Faults, Quirk, TokenAnswers};
pub use google::AddressClaims;
pub use microsoft::{DirectoryEntry, EmailClaim, MailboxState};
pub use people::{PracticeOrganisation, PracticePerson, practice_people};
pub use practice::PracticeServer;
pub use provider::PracticeProvider;
pub use secret_log::{IssuedSecret, SecretKind};
pub use speaks_like::{ContentTypes, SpeaksLike};
pub use start_error::PracticeStartError;
