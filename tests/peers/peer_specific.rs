//! Tests of what only one of the peers does.

mod authlib;
mod by_the_book;
mod django_oauth_toolkit;
mod glewlwyd;
mod lemonldap;
mod oidc_provider;
