//! Splits Rust source text into words and signs, without comments, strings, characters and lifetimes.

/// A word or a sign of the source text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RustToken<'a> {
    pub text: &'a str,
    /// The number of its line, counted from 1.
    pub line: usize,
}

impl RustToken<'_> {
    /// True for identifiers and keywords.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|first: char| first == '_' || first.is_alphabetic())
    }
}

/// The words and signs of a text. `::`, `->` and `=>` are one sign each; every other sign is one character.
pub fn tokens(text: &str) -> Vec<RustToken<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let (length, is_token) = match first {
            _ if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
            _ if rest.starts_with("/*") => (block_comment(rest), false),
            '"' => (string(rest), false),
            '\'' => (quote(rest), false),
            _ if is_word_character(first) => match prefixed_string(rest) {
                Some(length) => (length, false),
                None => (word(rest), true),
            },
            _ if ["::", "->", "=>"].iter().any(|sign| rest.starts_with(sign)) => (2, true),
            _ => (first.len_utf8(), !first.is_whitespace()),
        };
        if is_token {
            tokens.push(RustToken { text: &rest[..length], line });
        }
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn is_word_character(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

fn word(text: &str) -> usize {
    // `r#type` is one word.
    let prefix = if text.starts_with("r#") { 2 } else { 0 };
    prefix + text[prefix..].find(|it| !is_word_character(it)).unwrap_or(text.len() - prefix)
}

/// Block comments nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a quoted text, including its quotes.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of `b"…"`, `c"…"`, `r"…"`, `br#"…"#` and their like.
fn prefixed_string(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r"].into_iter().find(|prefix| text.starts_with(prefix))?;
    let hashes = text[prefix.len()..].bytes().take_while(|byte| *byte == b'#').count();
    let opening = prefix.len() + hashes;
    if !text[opening..].starts_with('"') {
        return None;
    }
    if !prefix.ends_with('r') {
        return (hashes == 0).then(|| opening + string(&text[opening..]));
    }
    let closing = format!("\"{}", "#".repeat(hashes));
    let content = &text[opening + 1..];
    Some(content.find(&closing).map_or(text.len(), |end| opening + 1 + end + closing.len()))
}

/// The length of a character (`'a'`, `'\n'`) or of a lifetime (`'a`).
fn quote(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => text[3..].find('\'').map_or(text.len(), |end| end + 4),
        Some(_) => match characters.next() {
            Some((at, '\'')) => at + 1,
            _ => 1 + text[1..].find(|it| !is_word_character(it)).unwrap_or(text.len() - 1).max(1),
        },
        None => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_and_signs_are_split_and_have_their_line() {
        assert_eq!(words("use a::{b_c};"), ["use", "a", "::", "{", "b_c", "}", ";"]);
        assert_eq!(words("fn r#type() -> u8"), ["fn", "r#type", "(", ")", "->", "u8"]);
        assert_eq!(tokens("a\n// b\n\"c\n\"\nd")[1], RustToken { text: "d", line: 5 });
    }

    #[test]
    fn comments_strings_characters_and_lifetimes_are_left_out() {
        assert_eq!(words("/* fn a /* b */ c */ d // e\n/// f\ng"), ["d", "g"]);
        assert_eq!(words(r##"a "b \" c" r#"d " e"# b"f" br"g\" h"##), ["a", "h"]);
        assert_eq!(words(r"a 'b' '\'' '\u{1F600}' '\\' &'c str"), ["a", "&", "str"]);
        assert_eq!(words("b'x'; 'outer: loop"), ["b", ";", ":", "loop"]);
    }
}
