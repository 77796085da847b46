//! The practice OpenID server, below `/openid`.

mod client_auth;
mod control;
mod keys;
mod ways;
