//! Practice providers: stand-ins for the places where people sign in, for the demo, for tests, and for anybody who
//! wants to rehearse a failure. They answer in the real providers' shapes and error bodies, show real sign-in and
//! consent pages, and can be broken on purpose, by [`Provider`]'s methods or at the control page.
//!
//! They protect nothing: passwords are public, refresh tokens are stored as they are. Every page says so.
//!
//! # To add a provider
//! 1. Open a module beside `microsoft` with its routes, its error table and its pages. Take people, clients,
//!    grants, browsers, forms, faults, counters and the signing key from the modules here; they know no provider.
//! 2. Create it in [`Practice::new`], name it in [`Practice::router`], and let [`Practice`] hand out its [`Provider`]:
//!    switches, numbers and its part of the control page come with that.
//! 3. Mirror its routes by a folder under `tests/it`.
//!
//! # To add a switch
//! Add a field to [`Faults`] (the whole provider, whichever it is), a [`Quirk`] (the whole provider, where it has it) or
//! a [`Condition`] (one person), obey it where the real provider would, name quirks and conditions in the lists of the
//! providers that have them, and add the words of the buttons to `control/label.rs`: a switch without a button can't be
//! rehearsed. The practice [`Exchange`] has grants of no kind and so keeps switches and buttons of its own: see there.

mod authorize_request;
mod browsers;
mod clients;
mod config;
mod consents;
mod control;
mod counters;
mod exchange;
mod faults;
mod forms;
mod gate;
mod google;
mod grants;
mod html;
mod ledger;
mod microsoft;
mod people;
mod practice;
mod provider;
mod records;
mod salesforce;
mod server;
mod signing;
mod start_error;
mod state_file;
mod token_request;
mod world;

pub use clients::Client;
pub use config::PracticeConfig;
pub use counters::Counters;
pub use exchange::{
    Authentication, Autodiscover, Binding, EXCHANGE_BACK_OFF_MS, EXCHANGE_LOCKOUT_TRIES, EXCHANGE_RETRY_AFTER_S,
    EwsAnswers, Exchange, ExchangeCounters, ExchangeSwitches, Scheme, ServerCertificate, SignInOffer, Tries,
};
pub use faults::{Condition, Coop, Faults, Quirk, TokenAnswers};
pub use google::AddressClaims;
pub use ledger::{Secret, SecretKind};
pub use microsoft::{DirectoryEntry, Mailbox};
pub use people::{Organisation, Person, practice_people};
pub use practice::Practice;
pub use provider::Provider;
pub use start_error::StartError;
