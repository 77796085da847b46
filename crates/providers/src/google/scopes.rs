//! Google's scopes (developers.google.com/identity/protocols/oauth2/scopes).

use latchkey_wire::Permission;

use crate::scopes::{ScopeRules, without_resource};

/// Scopes for the person's identity.
pub(super) const IDENTITY: [&str; 3] = ["openid", "email", "profile"];
/// What a sync engine needs, if the configuration does not say.
pub(super) const DEFAULT: [&str; 3] = [
    "https://www.googleapis.com/auth/gmail.modify",
    "https://www.googleapis.com/auth/calendar",
    "https://www.googleapis.com/auth/contacts",
];
/// Everything in a mailbox.
const ALL_MAIL: &str = "https://mail.google.com/";

pub(super) const RULES: ScopeRules = ScopeRules { permission, includes };

fn permission(scope: &str) -> Permission {
    let name = without_resource(scope);
    match name.split('.').next().unwrap_or_default() {
        _ if scope == ALL_MAIL => Permission::Mail,
        "gmail" if name == "gmail.send" => Permission::SendMail,
        "gmail" => Permission::Mail,
        "calendar" => Permission::Calendar,
        "contacts" => Permission::Contacts,
        _ => Permission::Other,
    }
}

fn includes(granted: &str, wanted: &str) -> bool {
    let (held, name) = (without_resource(granted), without_resource(wanted));
    match held {
        _ if granted == ALL_MAIL => name.starts_with("gmail."),
        "gmail.modify" => {
            matches!(name, "gmail.readonly" | "gmail.compose" | "gmail.send" | "gmail.labels" | "gmail.metadata")
        }
        "calendar" => name.starts_with("calendar."),
        "contacts" => name == "contacts.readonly",
        _ => false,
    }
}

/// Whether these scopes let a token read the mailbox's profile.
pub(super) fn may_read_profile(scopes: &[String]) -> bool {
    scopes.iter().any(|scope| {
        scope == ALL_MAIL || (without_resource(scope).starts_with("gmail.") && !scope.ends_with("gmail.send"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wider_scope_includes_a_narrower_one() {
        let missing =
            |granted: &str, wanted: &str| RULES.missing(Some(&vec![granted.to_owned()]), &[wanted.to_owned()]);
        let auth = |name: &str| format!("https://www.googleapis.com/auth/{name}");
        assert_eq!(missing(ALL_MAIL, &auth("gmail.readonly")), []);
        assert_eq!(missing(&auth("gmail.modify"), &auth("gmail.readonly")), []);
        assert_eq!(missing(&auth("calendar"), &auth("calendar.events")), []);
        assert_eq!(missing(&auth("gmail.readonly"), &auth("gmail.modify")), [Permission::Mail]);
        assert_eq!(missing(&auth("gmail.modify"), ALL_MAIL), [Permission::Mail]);
        assert_eq!(missing("openid", &auth("contacts")), [Permission::Contacts]);
    }
}
