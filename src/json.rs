//! Reads JSON into the types of `latchkey-wire`.
//!
//! `serde_json` would do the same and say where a text is wrong and why. The pane has no use for that: a body that
//! cannot be read is one case, [`InvalidJson`]. And what serde derives is laid out for speed, which takes many times
//! the space. So a text becomes a [`Value`], and `bodies` makes of it what is needed. Bodies are written with
//! `serde_json`, and tests hold the two against each other.
//!
//! # To read another body, or another field
//! The compiler asks for a field in `bodies`; a body gets its `impl` there and a line in the tests.

mod bodies;
mod scanner;

use scanner::Scanner;

/// The text is no JSON, or not of the expected type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidJson;

impl std::fmt::Display for InvalidJson {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("unreadable")
    }
}

impl std::error::Error for InvalidJson {}

impl serde::de::Error for InvalidJson {
    fn custom<T>(_: T) -> Self {
        Self
    }
}

/// A JSON value.
pub enum Value {
    /// Nothing; also what is not there at all.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number. Nothing that travels is a fraction.
    Number(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object, with its fields in their order.
    Object(Vec<(String, Value)>),
    /// A number that no field takes.
    OtherNumber,
}

/// A type that can be read from a [`Value`].
pub trait FromJson: Sized {
    /// Reads it; `None` if the value is of another type.
    fn from_json(value: &Value) -> Option<Self>;
}

/// Reads a whole text.
pub fn read<T: FromJson>(text: &str) -> Result<T, InvalidJson> {
    parse(text).and_then(|value| T::from_json(&value).ok_or(InvalidJson))
}

fn parse(text: &str) -> Result<Value, InvalidJson> {
    let mut scanner = Scanner::new(text);
    let value = parse_value(&mut scanner)?;
    if scanner.peek().is_some() { Err(InvalidJson) } else { Ok(value) }
}

fn parse_value(scanner: &mut Scanner<'_>) -> Result<Value, InvalidJson> {
    Ok(match scanner.peek().ok_or(InvalidJson)? {
        b'{' => {
            let mut fields = Vec::new();
            read_items(scanner, b'{', b'}', |scanner| {
                let name = scanner.read_string()?;
                scanner.expect(b':')?;
                fields.push((name, parse_value(scanner)?));
                Ok(())
            })?;
            Value::Object(fields)
        }
        b'[' => {
            let mut list = Vec::new();
            read_items(scanner, b'[', b']', |scanner| {
                list.push(parse_value(scanner)?);
                Ok(())
            })?;
            Value::List(list)
        }
        b'"' => Value::Text(scanner.read_string()?),
        b't' => scanner.expect_word("true").map(|()| Value::Bool(true))?,
        b'f' => scanner.expect_word("false").map(|()| Value::Bool(false))?,
        b'n' => scanner.expect_word("null").map(|()| Value::Null)?,
        _ => scanner.read_number()?.parse().map_or(Value::OtherNumber, Value::Number),
    })
}

/// Reads what stands between `start` and `end`, one `part` after the other.
fn read_items(
    scanner: &mut Scanner<'_>,
    start: u8,
    end: u8,
    mut read_item: impl FnMut(&mut Scanner<'_>) -> Result<(), InvalidJson>,
) -> Result<(), InvalidJson> {
    scanner.enter(start)?;
    let mut is_first = true;
    while scanner.peek() != Some(end) {
        if !std::mem::take(&mut is_first) {
            scanner.expect(b',')?;
        }
        read_item(scanner)?;
    }
    scanner.leave(end)
}

impl Value {
    /// A field of an object.
    pub fn field<T: FromJson>(&self, name: &str) -> Option<T> {
        T::from_json(self.find(name))
    }

    fn find(&self, name: &str) -> &Self {
        let fields = if let Self::Object(fields) = self { &fields[..] } else { &[] };
        fields.iter().find(|field| field.0 == name).map_or(&Self::Null, |field| &field.1)
    }

    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

#[cfg(test)]
mod tests;
