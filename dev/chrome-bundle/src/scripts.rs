//! The extension's scripts without indentation and without comments that have lines of their own.
//! Gmail's page loads some of them each time. They stay as readable as the store's reviewers want them.

/// The script without its comments. Ours are written so that a line that begins like a comment is one.
pub(crate) fn slim(script: &[u8]) -> Vec<u8> {
    let script = String::from_utf8_lossy(script);
    let mut slim = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        let begins = line.starts_with("/*");
        if begins || in_comment {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            slim.push_str(line);
            slim.push('\n');
        }
    }
    slim.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::slim;

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let script = "// @ts-check\n/** One line. */\nconst a = 1;\n\n/**\n * More.\n * @param {string} b\n */\nfunction f(b) {\n  // why\n  return /** @type {any} */ (b) + 'http://x';\n}\n";
        let slimmed = String::from_utf8(slim(script.as_bytes())).unwrap();
        assert_eq!(slimmed, "const a = 1;\nfunction f(b) {\nreturn /** @type {any} */ (b) + 'http://x';\n}\n");
    }
}
