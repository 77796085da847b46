//! Pure rules: no network, no disk, no ambient time or chance. Whatever a rule needs comes in as an argument, so every
//! rule here can be tested by property.
//!
//! # To add a rule
//! Write it as a function of its facts and `now`, beside the type it is about, with a property test below it. If it
//! needs to ask somebody (a provider, the store), it isn't a rule: put the asking into `crates/endpoint` and hand the
//! answer in here.

#![warn(missing_docs)]

pub mod breaker;
mod clock;
mod entropy;
mod failure;
mod health;
mod identity;
pub mod organisation;
pub mod pace;
pub mod renewal;
mod secret;
pub mod throttle;
mod typed_code;
pub mod verified;

pub use clock::{Clock, ManualClock, SystemClock};
pub use entropy::{Entropy, SeededEntropy, SystemEntropy};
pub use failure::{Failure, FailureClass};
pub use health::{Health, connection_state};
pub use identity::{Identity, PersonId};
pub use secret::{
    AccessToken, AuthorizationCode, BrowserKey, ClientSecret, Nonce, OpeningKey, OriginKey, Password, PkceVerifier,
    RefreshToken, ReturnKey, SessionToken, StateToken, TokenHash,
};
pub use typed_code::TypedCode;
pub use verified::Verified;
