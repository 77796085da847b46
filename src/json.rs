//! Reads JSON into the types of `latchkey-wire`.
//!
//! `serde_json` would do the same and also report where and why a text is invalid. The pane does not need that: every
//! unreadable body is [`InvalidJson`]. The code that serde derives is also many times larger, because it is optimised for
//! speed. So a text is parsed into a [`Value`], and `bodies` converts that to the types. Bodies are written with
//! `serde_json`, and tests compare the two.
//!
//! # To read another body, or another field
//! For a field, the compiler names the place in `bodies`. For a body, add its `impl` there and a line in the tests.

mod bodies;
mod scanner;

use scanner::Scanner;

/// The text is not JSON, or not of the expected type.
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
    /// `null`, or a missing field.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer. No body contains a fraction.
    Number(i64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object, with its fields in their order.
    Object(Vec<(String, Value)>),
    /// A number of a kind that no field has.
    OtherNumber,
}

/// A type that can be read from a [`Value`].
pub trait FromJson: Sized {
    /// Converts the value. `None` if it is of another type.
    fn from_json(value: &Value) -> Option<Self>;
}

/// Parses a complete text.
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

/// Parses a sequence of `part`s between `start` and `end`.
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
