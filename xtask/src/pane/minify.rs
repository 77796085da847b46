//! Minifies what a browser reads. Styles and scripts go through the `minifier` crate, which rustdoc uses for its own pages.

use anyhow::anyhow;

/// A style sheet.
pub fn css(text: &str) -> anyhow::Result<String> {
    Ok(minifier::css::minify(text).map_err(|problem| anyhow!("{problem}"))?.to_string().trim().to_owned())
}

/// A script or a module.
pub fn js(text: &str) -> anyhow::Result<String> {
    Ok(minifier::js::minify(text).map_err(|problem| anyhow!("{problem}"))?.to_string())
}

/// A page: without comments, indentation and empty lines. A line break stays where there was one, because between words
/// it is a space.
pub fn html(text: &str) -> String {
    let mut rest = text;
    let mut without_comments = String::with_capacity(text.len());
    while let Some((before, from)) = rest.split_once("<!--") {
        without_comments.push_str(before);
        rest = from.split_once("-->").map_or("", |(_, after)| after);
    }
    without_comments.push_str(rest);
    let lines: Vec<_> = without_comments.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loses_what_only_authors_read() {
        let page = "<!doctype html>\n<!--\n For authors.\n-->\n<p>\n    one\n    two <!-- three --> four\n</p>\n";
        assert_eq!(html(page), "<!doctype html>\n<p>\none\ntwo  four\n</p>");
    }

    #[test]
    fn styles_keep_what_means_something() {
        let styles = "/* For authors. */\n.a :not(.b) { width: calc(100% - 2 * var(--x)); }\n\
                      @media (prefers-color-scheme: dark) { :root { --x: 1px; } }\n";
        let smaller = css(styles).unwrap();
        assert_eq!(
            smaller,
            ".a :not(.b){width:calc(100% - 2 * var(--x));}@media (prefers-color-scheme:dark){:root{--x:1px;}}"
        );
    }

    #[test]
    fn scripts_keep_their_texts_and_lose_their_comments() {
        let script = "// For authors.\nconst a = `one ${ b } // two`;\nlet c = /[/]x/.test(a) ? 'it  is' : \"no\";\n";
        let smaller = js(script).unwrap();
        assert!(!smaller.contains("For authors"), "{smaller}");
        for kept in ["`one ${ b } // two`", "/[/]x/.test(a)", "'it  is'"] {
            assert!(smaller.contains(kept), "{kept} is not in {smaller}");
        }
    }
}
