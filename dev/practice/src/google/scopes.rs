//! Scopes: which there are, and what the consent page says about them.
//! <https://developers.google.com/identity/protocols/oauth2/scopes>
//!
//! To add one, add a line to [`KNOWN`].

/// Scopes that say who signs in. The consent page does not ask about them.
const IDENTITY: [&str; 3] = ["openid", EMAIL, PROFILE];

/// The spelling of `email` in answers.
pub(super) const EMAIL: &str = "https://www.googleapis.com/auth/userinfo.email";
/// The spelling of `profile` in answers.
pub(super) const PROFILE: &str = "https://www.googleapis.com/auth/userinfo.profile";

/// Everything in Gmail.
const MAIL: &str = "https://mail.google.com/";
/// Everything in Gmail but deleting for good.
const MODIFY: &str = "https://www.googleapis.com/auth/gmail.modify";

/// The prefix of all Gmail scopes but [`MAIL`], whose name is historical.
const GMAIL: &str = "https://www.googleapis.com/auth/gmail.";

/// Scope, and what it means for a person.
const KNOWN: [(&str, &str); 5] = [
    (MAIL, "Read, write, send and permanently delete all your mail in Gmail."),
    (MODIFY, "Read, write and send mail from your Gmail account."),
    ("https://www.googleapis.com/auth/gmail.send", "Send mail in your name."),
    ("https://www.googleapis.com/auth/calendar", "See, change, share and permanently delete all your calendars."),
    ("https://www.googleapis.com/auth/contacts", "See, change, download and permanently delete your contacts."),
];

/// The scopes of a request as answers write them, each once.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in text.split_ascii_whitespace().map(canonical) {
        if !include(&scopes, scope) {
            scopes.push(scope.to_owned());
        }
    }
    scopes
}

/// `email` and `profile` have a second name, and answers use that.
fn canonical(scope: &str) -> &str {
    match scope {
        "email" => EMAIL,
        "profile" => PROFILE,
        other => other,
    }
}

pub(super) fn include(scopes: &[String], wanted: &str) -> bool {
    scopes.iter().any(|scope| scope == wanted)
}

/// Whether it is given without a question.
pub(super) fn is_identity(scope: &str) -> bool {
    IDENTITY.contains(&scope)
}

/// The words for a scope that a person is asked about.
pub(super) fn meaning(scope: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(name, _)| *name == scope).map(|(_, words)| *words)
}

/// Whether every scope exists.
pub(super) fn all_known(scopes: &[String]) -> bool {
    scopes.iter().all(|scope| is_identity(scope) || meaning(scope).is_some())
}

/// Whether they give access to mail: a change of the password revokes such tokens.
pub(super) fn concern_mail(scopes: &[String]) -> bool {
    scopes.iter().any(|scope| scope == MAIL || scope.starts_with(GMAIL))
}

/// Whether they open the mailbox's profile.
/// <https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/getProfile#authorization-scopes>
pub(super) fn open_the_mailbox(scopes: &[String]) -> bool {
    include(scopes, MAIL) || include(scopes, MODIFY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_name_email_and_profile_in_full_and_once() {
        let scopes = split(&format!("openid email profile {EMAIL}"));
        assert_eq!(scopes, ["openid", EMAIL, PROFILE]);
        assert!(all_known(&scopes));
    }

    #[test]
    fn an_invented_scope_is_noticed() {
        assert!(!all_known(&split("openid https://www.googleapis.com/auth/gmail.reed")));
        assert!(!all_known(&split("offline_access")), "which is how others ask for refresh tokens");
    }

    #[test]
    fn mail_is_told_from_the_rest() {
        assert!(concern_mail(&split("openid https://www.googleapis.com/auth/gmail.send")));
        assert!(concern_mail(&split(MAIL)));
        assert!(!concern_mail(&split("openid https://www.googleapis.com/auth/calendar")));
        assert!(!open_the_mailbox(&split("https://www.googleapis.com/auth/gmail.send")));
    }
}
