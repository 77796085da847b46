//! The practice Google, below `/google`.

mod api;
mod authorize;
mod conditions;
mod consent;
mod control;
mod refresh;
mod revoke;
mod sign_in;
mod token;

/// The scopes of the data, and of the identity as answers spell them.
const MODIFY: &str = "https://www.googleapis.com/auth/gmail.modify";
const CALENDAR: &str = "https://www.googleapis.com/auth/calendar";
const CONTACTS: &str = "https://www.googleapis.com/auth/contacts";
const IDENTITY: &str =
    "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile";

/// Google's refusal of every refresh token that was once valid.
fn over() -> (u16, String, String) {
    (400, "invalid_grant".to_owned(), "Token has been expired or revoked.".to_owned())
}
