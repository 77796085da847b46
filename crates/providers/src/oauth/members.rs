//! Parses the members of a token response leniently: byte-order marks, UTF-16, UTF-32, forms in place of JSON, duplicate
//! members, text after the end, a missing end.
//!
//! # To accept one more format
//! Add it to [`Members::read`], and to the table of [`super::token_response`]'s tests.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::Value;
use url::form_urlencoded;

/// Texts that some servers send where they have no token.
const NOTHING: [&str; 9] = ["", "null", "undefined", "none", "nil", "n/a", "-", "0", "false"];

/// The members of a response, in their order.
#[derive(Debug, Default)]
pub(super) struct Members {
    found: Vec<(String, Value)>,
    breaks_off: bool,
}

/// What a body contains.
#[derive(Debug)]
pub(super) enum ResponseBody {
    /// Members. If the body broke off, those before the break.
    Members(Members),
    /// Nothing, or an HTML page.
    Page,
    /// Something else.
    Other,
}

impl Members {
    /// Parses a body. Content types are wrong too often, so the content type is ignored.
    pub(super) fn read(body: &[u8], sought: &[&str]) -> ResponseBody {
        let text = decode(body);
        let text = text.trim_matches(|char: char| char.is_whitespace() || char == '\0');
        let read = match text.chars().next() {
            None | Some('<') => ResponseBody::Page,
            Some('{') => ResponseBody::Members(Self::of_json(text)),
            // JSON in a JSON string.
            Some('"') => match serde_json::from_str::<String>(text) {
                Ok(inner) if inner.trim_start().starts_with('{') => ResponseBody::Members(Self::of_json(inner.trim())),
                _ => ResponseBody::Other,
            },
            // A form (RFC 6749's drafts before 10 allowed it).
            Some(_) if text.contains('=') && !text.contains(char::is_whitespace) => {
                let pairs = form_urlencoded::parse(text.as_bytes());
                let found = pairs.map(|(name, value)| (name.into_owned(), Value::from(value))).collect();
                ResponseBody::Members(Self { found, breaks_off: false })
            }
            Some(_) => ResponseBody::Other,
        };
        match read {
            ResponseBody::Members(members) => ResponseBody::Members(members.search(text, sought)),
            ResponseBody::Page | ResponseBody::Other => {
                let members = Self::default().search(text, sought);
                if members.found.is_empty() { read } else { ResponseBody::Members(members) }
            }
        }
    }

    fn of_json(text: &str) -> Self {
        let mut members = Self::default();
        // Parsing ends at the first error. The members before it count.
        let read = Collect(&mut members).deserialize(&mut serde_json::Deserializer::from_str(text));
        Self { breaks_off: read.is_err(), ..members }
    }

    /// Adds members of these names that a text search finds, where the body is not JSON or has them nested. Members at the
    /// top level take precedence.
    fn search(mut self, text: &str, names: &[&str]) -> Self {
        if self.word("error").is_some() {
            return self;
        }
        let sought = names.iter().filter_map(|name| Some(((*name).to_owned(), Value::from(search(text, name)?))));
        let sought: Vec<_> = sought.filter(|(name, _)| self.token(name).is_none()).collect();
        self.found.splice(0..0, sought);
        self
    }

    /// Whether the JSON ended early, so that members may be missing.
    pub(super) fn breaks_off(&self) -> bool {
        self.breaks_off
    }

    /// Every value of a member, the last first, as most parsers do. Names are compared exactly, or else without regard to case,
    /// blanks, hyphens and underscores (`refreshToken`).
    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Value> {
        let exactly = self.found.iter().rev().filter(move |(found, _)| found == name);
        let nearly = self.found.iter().rev().filter(move |(found, _)| found != name && plain(found) == plain(name));
        exactly.chain(nearly).map(|(_, value)| value)
    }

    /// A token: a text, alone or in a list or an object. Words that mean "none" count as none. Control characters around
    /// the token are removed, because they can't be part of it (RFC 6749, appendix A.12).
    pub(super) fn token(&self, name: &str) -> Option<String> {
        self.values(name).find_map(token)
    }

    /// A text that is not empty, or a number as text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.values(name).find_map(|value| match value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    /// A JSON string that is not empty.
    pub(super) fn word(&self, name: &str) -> Option<String> {
        let words = self.values(name).filter_map(Value::as_str).map(str::trim);
        words.filter(|word| !word.is_empty()).map(str::to_owned).next()
    }

    /// A text, or an object as its text.
    pub(super) fn text_or_object(&self, name: &str) -> Option<String> {
        let object = || self.values(name).find(|value| value.is_object()).map(Value::to_string);
        self.text(name).or_else(object)
    }

    /// A number of seconds, at least one and at most `most`. Anything else counts as absent: servers send zero or less when
    /// they don't know the lifetime, or when there is no end.
    pub(super) fn seconds(&self, name: &str, most: i64) -> Option<i64> {
        self.values(name).find_map(whole_seconds).filter(|seconds| *seconds >= 1).map(|seconds| seconds.min(most))
    }

    /// Words, as a list or in one text with blanks or commas between them. An empty list counts as absent.
    pub(super) fn words(&self, name: &str) -> Option<Vec<String>> {
        let apart = |text: &str| {
            let apart = |char: char| char.is_whitespace() || char.is_control() || ",;+\"[]".contains(char);
            let text = text.replace("%20", " ");
            text.split(apart).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let found = self.values(name).find_map(|value| match value {
            Value::String(text) => Some(apart(text)),
            Value::Array(list) => Some(list.iter().filter_map(Value::as_str).flat_map(apart).collect()),
            _ => None,
        });
        found.filter(|words| !words.is_empty())
    }

    /// Numbers, as a list or alone.
    pub(super) fn numbers(&self, name: &str) -> Vec<u32> {
        let whole = |value: &Value| value.to_string().trim_matches('"').trim().parse().ok();
        let list = |value: &Value| match value {
            Value::Array(list) => list.iter().filter_map(whole).collect(),
            alone => whole(alone).into_iter().collect::<Vec<_>>(),
        };
        self.values(name).map(list).find(|numbers| !numbers.is_empty()).unwrap_or_default()
    }
}

/// A time or a length of time in whole seconds, as a number or in a text.
pub(super) fn whole_seconds(value: &Value) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and what follows the point is dropped")]
    number(value).map(|seconds| seconds as i64)
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

fn token(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim_matches(char::is_control).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => return list.first().and_then(token),
        Value::Object(object) => return ["value", "token"].into_iter().find_map(|name| token(object.get(name)?)),
        Value::Null | Value::Bool(_) => return None,
    };
    let nothing = NOTHING.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
    (!nothing).then_some(text)
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| !number.is_nan())
}

/// Finds a quoted text after a quoted name, at any position: `"name": "text"`, also in single quotes.
fn search(text: &str, name: &str) -> Option<String> {
    text.match_indices(name).find_map(|(at, _)| {
        let quote = text[..at].chars().next_back().filter(|char| "\"'".contains(*char))?;
        let rest = text[at + name.len()..].strip_prefix(quote)?.trim_start().strip_prefix([':', '='])?.trim_start();
        let quoted = rest.strip_prefix(quote)?;
        let mut is_escaped = false;
        let end = quoted.find(|char| {
            let ends = char == quote && !is_escaped;
            is_escaped = char == '\\' && !is_escaped;
            ends
        })?;
        serde_json::from_str(&format!("\"{}\"", &quoted[..end])).ok()
    })
}

/// Decodes a body: UTF-8, or UTF-16 or UTF-32 in either byte order, with or without a byte-order mark (RFC 4627, 3). Invalid
/// characters are replaced; tokens are ASCII.
fn decode(body: &[u8]) -> String {
    let units = |order: fn([u8; 2]) -> u16| {
        let (pairs, _) = body.as_chunks::<2>();
        let units = pairs.iter().map(|pair| order(*pair));
        char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    let fours = |order: fn([u8; 4]) -> u32| {
        let (fours, _) = body.as_chunks::<4>();
        let chars = fours.iter().map(|four| char::from_u32(order(*four)).unwrap_or(char::REPLACEMENT_CHARACTER));
        chars.collect::<String>()
    };
    let text = match body {
        // Before UTF-16, whose byte-order mark begins with the same bytes.
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'{' | b'"', ..] => fours(u32::from_be_bytes),
        [0xff, 0xfe, 0, 0, ..] | [b'{' | b'"', 0, 0, 0, ..] => fours(u32::from_le_bytes),
        [0xfe, 0xff, ..] | [0, b'{' | b'"', ..] => units(u16::from_be_bytes),
        [0xff, 0xfe, ..] | [b'{' | b'"', 0, ..] => units(u16::from_le_bytes),
        _ => String::from_utf8_lossy(body).into_owned(),
    };
    text.trim_start_matches('\u{feff}').to_owned()
}

/// Deserializes an object into `self.0` member by member, so that the members before an error are kept.
struct Collect<'a>(&'a mut Members);

impl<'de> DeserializeSeed<'de> for Collect<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collect<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(member) = map.next_entry()? {
            self.0.found.push(member);
        }
        Ok(())
    }
}
