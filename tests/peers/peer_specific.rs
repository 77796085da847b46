//! Tests of what only one of the peers does.

mod glewlwyd;
mod oidc_provider;
