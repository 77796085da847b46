//! The sources of a row as links. A row names them as people do, separated by semicolons:
//! * `owner/repository #1, #2` or `owner/repository PR #1`, at GitHub
//! * `RFC 6749, 5.1`, and OpenID's standards by their names
//! * `entra-docs reference-error-codes`, a page of Microsoft's identity platform
//! * an address without `https://`

/// OpenID's standards, and where they are.
const OPENID: [(&str, &str); 2] = [
    ("OpenID Connect Core", "https://openid.net/specs/openid-connect-core-1_0.html"),
    ("OpenID Connect Discovery", "https://openid.net/specs/openid-connect-discovery-1_0.html"),
];

/// The sources in Markdown. `None` if one of them is no public address.
pub(super) fn links(read_at: &str) -> Option<Vec<String>> {
    let links = read_at.split("; ").map(|source| link(source.trim()));
    links.collect::<Option<Vec<Vec<String>>>>().map(|links| links.concat())
}

fn link(source: &str) -> Option<Vec<String>> {
    let one = |text: &str, address: String| Some(vec![format!("[{text}]({address})")]);
    if let Some(rest) = source.strip_prefix("RFC ") {
        let number: u32 = rest.split(',').next()?.parse().ok()?;
        return one(source, format!("https://www.rfc-editor.org/rfc/rfc{number}"));
    }
    if let Some((_, address)) = OPENID.into_iter().find(|(name, _)| source.starts_with(name)) {
        return one(source, address.to_owned());
    }
    if let Some(page) = source.strip_prefix("entra-docs ") {
        return one(source, format!("https://learn.microsoft.com/entra/identity-platform/{page}"));
    }
    if let Some((repository, numbers)) =
        source.split_once(" #").map(|(front, rest)| (front.trim_end_matches(" PR"), rest))
    {
        let is_repository = repository.split('/').count() == 2 && !repository.contains(' ');
        let numbers = numbers.split(", #").map(|number| number.parse::<u32>().ok());
        let numbers = numbers.collect::<Option<Vec<_>>>().filter(|_| is_repository)?;
        let issue = |number| format!("[{repository} #{number}](https://github.com/{repository}/issues/{number})");
        return Some(numbers.into_iter().map(issue).collect());
    }
    let host = source.split('/').next()?;
    let is_address = host.contains('.') && !source.contains(' ') && host.split('.').all(|label| !label.is_empty());
    if is_address { one(host, format!("https://{source}")) } else { None }
}

#[test]
fn only_a_public_address_is_a_source() {
    assert_eq!(links("RFC 6749, 5.2").unwrap(), ["[RFC 6749, 5.2](https://www.rfc-editor.org/rfc/rfc6749)"]);
    assert_eq!(links("a/b #1, #2; c/d PR #3").unwrap().len(), 3);
    assert_eq!(links("a/b PR #3").unwrap(), ["[a/b #3](https://github.com/a/b/issues/3)"]);
    assert_eq!(
        links("learn.microsoft.com/graph/errors").unwrap(),
        ["[learn.microsoft.com](https://learn.microsoft.com/graph/errors)"]
    );
    for none in ["", "a proxy whose upstream is gone", "FlowFuse PR #8547", "a/b #x", "somewhere", "RFC", "a/b #1; "] {
        assert_eq!(links(none), None, "{none:?}");
    }
}
