//! Scopes: which there are, which API they belong to, and what the consent page says about them.
//!
//! To add one, add a line to [`KNOWN`].

/// The API that a scope without an address belongs to.
const GRAPH: &str = "https://graph.microsoft.com";

/// The path of the practice Graph, on any origin. A program that is configured with its address asks for scopes below it.
const OUR_GRAPH: &str = "/microsoft/graph";

/// Scopes that ask for information about the sign-in itself, and belong to no API (OpenID Connect Core, 5.4 and 11).
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Scope, and what it means for a person.
const KNOWN: [(&str, &str); 12] = [
    ("Mail.ReadWrite", "Read and change your mail"),
    ("Mail.Read", "Read your mail"),
    ("Mail.Send", "Send mail in your name"),
    ("Calendars.ReadWrite", "Read and change your calendars"),
    ("Calendars.Read", "Read your calendars"),
    ("Contacts.ReadWrite", "Read and change your contacts"),
    ("Contacts.Read", "Read your contacts"),
    ("User.Read", "Sign you in and read your profile"),
    ("openid", "Know who you are"),
    ("profile", "See your name"),
    ("email", "See your email address"),
    ("offline_access", "Keep this access while you are away"),
];

/// The scopes of a request.
pub(super) fn split(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

/// `https://graph.microsoft.com/Mail.Read` and `Mail.Read` are one scope.
pub(super) fn canonical(scope: &str) -> &str {
    match scope.rsplit_once('/') {
        Some((_, name)) if resource(scope) == Some(GRAPH) => name,
        _ => scope,
    }
}

pub(super) fn all_canonical(scopes: &[String]) -> Vec<String> {
    scopes.iter().map(|scope| canonical(scope).to_owned()).collect()
}

pub(super) fn include(scopes: &[String], wanted: &str) -> bool {
    scopes.iter().any(|scope| canonical(scope) == wanted)
}

/// The first scope that doesn't exist. Scopes of other APIs are taken on trust.
pub(super) fn unknown(scopes: &[String]) -> Option<&String> {
    scopes.iter().find(|scope| resource(scope) == Some(GRAPH) && meaning(scope).is_none())
}

/// The words for a scope, if it has any.
pub(super) fn meaning(scope: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(name, _)| name.eq_ignore_ascii_case(canonical(scope))).map(|(_, words)| *words)
}

/// The API that a scope belongs to; `None` for the scopes of the sign-in itself.
pub(super) fn resource(scope: &str) -> Option<&str> {
    match scope.rsplit_once('/') {
        None if OPENID.contains(&scope) => None,
        Some((address, _)) if !address.ends_with(OUR_GRAPH) => Some(address),
        None | Some(_) => Some(GRAPH),
    }
}

/// Whether scopes of more than one API are asked for. An access token is for one only.
pub(super) fn span_resources(scopes: &[String]) -> bool {
    let mut resources = scopes.iter().filter_map(|scope| resource(scope));
    let first = resources.next();
    resources.any(|resource| Some(resource) != first)
}

/// The scopes of the first API and those of the sign-in itself.
pub(super) fn of_first_resource(scopes: &[String]) -> Vec<String> {
    let first = scopes.iter().find_map(|scope| resource(scope));
    scopes.iter().filter(|scope| resource(scope).is_none_or(|resource| Some(resource) == first)).cloned().collect()
}

/// Whether a token with these scopes is one for Graph.
pub(super) fn are_for_graph(scopes: &[String]) -> bool {
    scopes.iter().find_map(|scope| resource(scope)).is_none_or(|resource| resource == GRAPH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_are_one_scope() {
        assert!(include(&split("openid https://graph.microsoft.com/Mail.Read"), "Mail.Read"));
        assert!(include(&split("http://127.0.0.1:4871/microsoft/graph/Mail.Read"), "Mail.Read"));
        assert_eq!(meaning("https://graph.microsoft.com/mail.read"), Some("Read your mail"));
    }

    #[test]
    fn apis_are_told_apart() {
        let mixed = split("openid Mail.Read https://outlook.office.com/SMTP.Send");
        assert!(span_resources(&mixed));
        assert_eq!(of_first_resource(&mixed), split("openid Mail.Read"));
        assert!(!span_resources(&split("openid Mail.Read https://graph.microsoft.com/Mail.Send")));
    }

    #[test]
    fn an_invented_scope_is_noticed() {
        assert_eq!(unknown(&split("openid Mail.Reed")), Some(&"Mail.Reed".to_owned()));
        assert_eq!(unknown(&split("openid Mail.Read")), None);
        assert!(unknown(&split("https://practice.example/microsoft/graph/Mail.Reed")).is_some());
    }
}
