//! The members of a foreign answer, whatever is unusual about the way in which it is written: byte-order marks, UTF-16,
//! forms in place of JSON, doubled members, text after the end, an end that is missing.
//!
//! # To read one more way of writing
//! Teach it to [`Members::read`], and add it to the table of [`super::answer`]'s tests.

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::Value;
use url::form_urlencoded;

/// What stands in an answer, in its order.
#[derive(Debug, Default)]
pub(super) struct Members {
    found: Vec<(String, Value)>,
    breaks_off: bool,
}

/// What kind of answer a body is.
#[derive(Debug)]
pub(super) enum Body {
    /// One with members. If it broke off, those before the break.
    Members(Members),
    /// Nothing, or a page for people.
    Page,
    /// Something else.
    Other,
}

impl Members {
    /// Takes a body apart. Its content type says too often what it is not, so it is not asked.
    pub(super) fn read(body: &[u8]) -> Body {
        let text = decode(body);
        let text = text.trim_matches(|char: char| char.is_whitespace() || char == '\0');
        match text.chars().next() {
            None | Some('<') => Body::Page,
            Some('{') => Body::Members(Self::of_json(text)),
            // JSON in a JSON string.
            Some('"') => match serde_json::from_str::<String>(text) {
                Ok(inner) if inner.trim_start().starts_with('{') => Body::Members(Self::of_json(inner.trim())),
                _ => Body::Other,
            },
            // A form (RFC 6749's drafts before 10 allowed it).
            Some(_) if text.contains('=') && !text.contains(char::is_whitespace) => {
                let pairs = form_urlencoded::parse(text.as_bytes());
                let found = pairs.map(|(name, value)| (name.into_owned(), Value::from(value))).collect();
                Body::Members(Self { found, breaks_off: false })
            }
            Some(_) => Body::Other,
        }
    }

    fn of_json(text: &str) -> Self {
        let mut members = Self::default();
        // An error is the end of what can be read. What stood before it counts.
        let read = Collect(&mut members).deserialize(&mut serde_json::Deserializer::from_str(text));
        Self { breaks_off: read.is_err(), ..members }
    }

    /// Whether there may have been more.
    pub(super) fn breaks_off(&self) -> bool {
        self.breaks_off
    }

    /// Every value of a member, the last first: so do most parsers. Names are compared as Go's do, exactly or else without
    /// regard to case.
    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Value> {
        let exactly = self.found.iter().rev().filter(move |(found, _)| found == name);
        let nearly =
            self.found.iter().rev().filter(move |(found, _)| found != name && found.eq_ignore_ascii_case(name));
        exactly.chain(nearly).map(|(_, value)| value)
    }

    /// A text that is not empty. A number is one, too.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.values(name).find_map(|value| match value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
    }

    /// A text that is written as one.
    pub(super) fn word(&self, name: &str) -> Option<String> {
        let words = self.values(name).filter_map(Value::as_str).map(str::trim);
        words.filter(|word| !word.is_empty()).map(str::to_owned).next()
    }

    /// A text, or an object as its text.
    pub(super) fn text_or_object(&self, name: &str) -> Option<String> {
        let object = || self.values(name).find(|value| value.is_object()).map(Value::to_string);
        self.text(name).or_else(object)
    }

    /// A number of seconds, at least one and at most `most`. Whatever is no such number says nothing: zero and less are how
    /// servers write that they don't know, or that there is no end.
    pub(super) fn seconds(&self, name: &str, most: i64) -> Option<i64> {
        self.values(name).find_map(number).filter(|seconds| *seconds >= 1.0).map(|seconds| {
            // Saturating: beyond the largest integer it is the largest.
            #[expect(
                clippy::cast_possible_truncation,
                reason = "`as` saturates, and what follows the point is dropped"
            )]
            let whole = seconds as i64;
            whole.min(most)
        })
    }

    /// Words, as a list or in one text with blanks or commas between them. An empty list says nothing.
    pub(super) fn words(&self, name: &str) -> Option<Vec<String>> {
        let apart = |text: &str| {
            text.split([' ', ',', '\t', '\n']).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
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

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| !number.is_nan())
}

/// The text of a body: UTF-8, or UTF-16 in either order, with or without a mark (RFC 4627, 3). What cannot be read in it is
/// replaced; tokens are ASCII.
fn decode(body: &[u8]) -> String {
    let units = |order: fn([u8; 2]) -> u16| {
        let (pairs, _) = body.as_chunks::<2>();
        let units = pairs.iter().map(|pair| order(*pair));
        char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    let text = match body {
        [0xfe, 0xff, ..] | [0, b'{' | b'"', ..] => units(u16::from_be_bytes),
        [0xff, 0xfe, ..] | [b'{' | b'"', 0, ..] => units(u16::from_le_bytes),
        _ => String::from_utf8_lossy(body).into_owned(),
    };
    text.trim_start_matches('\u{feff}').to_owned()
}

/// Reads an object into `self.0`, member by member, so that those before a break are there after it.
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
