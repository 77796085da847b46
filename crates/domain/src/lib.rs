//! Pure rules, which use no network, disk, clock or random source of their own. Every input of a rule is an argument, so
//! a property test can cover every rule.
//!
//! # To add a rule
//! Write it as a function of its facts and `now`, beside the type it is about, with a property test below it. If it
//! needs to query a provider or the store, it isn't a rule: query in `crates/endpoint` and pass the answer in here.

#![warn(missing_docs)]

mod account_facts;
pub mod breaker;
mod clock;
mod entropy;
mod failure;
mod health;
mod identity;
mod mail_spelling;
pub mod organisation;
pub mod password_budget;
pub mod renewal;
mod retry_after;
mod secret;
mod this_machine;
pub mod throttle;
mod typed_code;
pub mod verified;

pub use account_facts::{AccessLife, AccountFacts, Alias, MAX_ALIASES};
pub use clock::{Clock, ManualClock, SystemClock};
pub use entropy::{Entropy, SeededEntropy, SystemEntropy};
pub use failure::{Failure, FailureClass};
pub use health::{Health, HealthKind, UnknownHealth, connection_state};
pub use identity::{Identity, PersonId, is_same_issuer, without_end_slash};
pub use mail_spelling::mail_key;
pub use retry_after::{retry_after_s, wait_until_s};
pub use secret::{
    AccessToken, AuthorizationCode, BrowserKey, ClientSecret, Nonce, OpeningKey, OriginKey, Password, PkceVerifier,
    RefreshToken, ReturnKey, SessionToken, StateToken, TokenHash,
};
pub use this_machine::is_this_machine;
pub use typed_code::TypedCode;
pub use verified::Verified;
