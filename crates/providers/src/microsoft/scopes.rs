//! Graph's permissions (learn.microsoft.com/graph/permissions-reference).

use latchkey_wire::Permission;

use crate::scopes::{ScopeRules, without_resource};

/// Scopes for the person's identity, and for a refresh token.
pub(super) const IDENTITY: [&str; 4] = ["openid", "profile", "email", "offline_access"];
/// What a sync engine needs, if the configuration does not say.
pub(super) const DEFAULT: [&str; 5] =
    ["Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite", "Contacts.ReadWrite", "User.Read"];

pub(super) const RULES: ScopeRules = ScopeRules { permission, includes };

fn permission(scope: &str) -> Permission {
    let name = without_resource(scope).to_ascii_lowercase();
    match name.split('.').next().unwrap_or_default() {
        "mail" if name.starts_with("mail.send") => Permission::SendMail,
        "mail" | "mailboxsettings" | "mailboxitem" | "mailboxfolder" => Permission::Mail,
        "calendars" => Permission::Calendar,
        "contacts" => Permission::Contacts,
        _ => Permission::Other,
    }
}

/// To write includes to read; a permission for shared mailboxes includes the person's own.
fn includes(granted: &str, wanted: &str) -> bool {
    let plain = |scope: &str| without_resource(scope).to_ascii_lowercase();
    let (granted, wanted) = (plain(granted), plain(wanted));
    let own = granted.strip_suffix(".shared").unwrap_or(&granted);
    let read = own.strip_suffix(".readwrite").map(|area| format!("{area}.read"));
    own == wanted || read.as_deref() == Some(&wanted) || read.is_some_and(|read| format!("{read}.shared") == wanted)
}

/// The path of the cheapest request that shows that the token opens what it is for.
pub(super) fn probe_path(scopes: &[String]) -> &'static str {
    let has = |permission: Permission| scopes.iter().any(|scope| (RULES.permission)(scope) == permission);
    if has(Permission::Mail) {
        "me/mailFolders/inbox?$select=id"
    } else if has(Permission::Calendar) {
        "me/calendar?$select=id"
    } else if has(Permission::Contacts) {
        "me/contacts?$top=1&$select=id"
    } else {
        "me?$select=id"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(granted: &str, wanted: &[&str]) -> Vec<Permission> {
        let wanted: Vec<_> = wanted.iter().map(|scope| (*scope).to_owned()).collect();
        RULES.missing(Some(&granted.split(' ').map(str::to_owned).collect()), &wanted)
    }

    #[test]
    fn a_wider_permission_includes_a_narrower_one() {
        let granted = "https://graph.microsoft.com/Mail.ReadWrite Calendars.ReadWrite.Shared";
        assert_eq!(
            missing(granted, &["Mail.Read", "Calendars.Read", "calendars.readwrite", "Calendars.Read.Shared"]),
            []
        );
        assert_eq!(missing(granted, &["Mail.Send"]), [Permission::SendMail]);
        assert_eq!(
            missing("Mail.Read", &["Mail.ReadWrite", "Contacts.Read"]),
            [Permission::Mail, Permission::Contacts]
        );
        assert_eq!(missing("MailboxSettings.Read", &["Mail.Read"]), [Permission::Mail]);
    }

    #[test]
    fn the_probe_asks_for_what_may_be_read() {
        let path = |scopes: &[&str]| probe_path(&scopes.iter().map(|scope| (*scope).to_owned()).collect::<Vec<_>>());
        assert!(path(&DEFAULT).contains("inbox"));
        assert!(path(&["Mail.Send", "Calendars.Read"]).contains("calendar"));
        assert!(path(&["Contacts.Read"]).contains("contacts"));
        assert!(path(&["Mail.Send"]).starts_with("me?"));
    }
}
