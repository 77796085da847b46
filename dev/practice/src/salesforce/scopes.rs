//! Scopes: which there are, and what the approval page says about them.
//!
//! To add one, add a line to [`KNOWN`].

/// Scope, and what it means for a person.
const KNOWN: [(&str, &str); 11] = [
    ("api", "Read and change your data"),
    ("full", "Do everything that you can do"),
    ("web", "Open pages in your name"),
    ("chatter_api", "Read and write your posts"),
    ("id", "Know who you are"),
    ("openid", "Know who you are by OpenID Connect"),
    ("profile", "See your name"),
    ("email", "See your email address"),
    ("address", "See your postal address"),
    ("phone", "See your phone number"),
    (REFRESH, "Keep this access while you are away"),
];

/// Asks for a refresh token.
const REFRESH: &str = "refresh_token";
/// Another name of [`REFRESH`].
const REFRESH_ALIAS: &str = "offline_access";

/// The program's registered scopes: the default of requests without any.
const REGISTERED: &str = "api refresh_token openid id";

/// The scopes of a request.
pub(super) fn split(text: Option<&str>) -> Vec<String> {
    let text = text.filter(|text| !text.trim().is_empty()).unwrap_or(REGISTERED);
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

/// The words for a scope, if it has any.
pub(super) fn meaning(scope: &str) -> Option<&'static str> {
    let scope = if scope == REFRESH_ALIAS { REFRESH } else { scope };
    KNOWN.iter().find(|(name, _)| *name == scope).map(|(_, words)| *words)
}

/// Whether every scope exists.
pub(super) fn all_known(scopes: &[String]) -> bool {
    scopes.iter().all(|scope| meaning(scope).is_some())
}

pub(super) fn include(scopes: &[String], wanted: &str) -> bool {
    scopes.iter().any(|scope| scope == wanted)
}

/// Whether they ask for a refresh token.
pub(super) fn ask_for_refresh_token(scopes: &[String]) -> bool {
    include(scopes, REFRESH) || include(scopes, REFRESH_ALIAS)
}

/// Whether they open the data API.
pub(super) fn open_the_api(scopes: &[String]) -> bool {
    include(scopes, "api") || include(scopes, "full")
}

/// The scopes without those of the API.
pub(super) fn without_the_api(scopes: &[String]) -> Vec<String> {
    scopes.iter().filter(|scope| !["api", "full"].contains(&scope.as_str())).cloned().collect()
}
