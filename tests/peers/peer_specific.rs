//! Tests of what only one of the peers does.

mod authlib;
mod glewlwyd;
mod lemonldap;
mod oidc_provider;
