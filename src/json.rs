//! Reads JSON into the types of `latchkey-wire`.
//!
//! `serde_json` would do the same and say where a text is wrong and why. Nobody would read that here: a body that cannot
//! be read is one case, [`Unreadable`]. And what serde derives is laid out for speed, which takes many times the space.
//! So a text becomes a [`Value`], and `bodies` makes of it what is needed. Bodies are written with `serde_json`, and tests
//! hold the two against each other.
//!
//! # To read another body, or another field
//! The compiler asks for a field in `bodies`; a body gets its `impl` there and a line in the tests.

mod bodies;
mod scanner;

use scanner::Text;

/// This is not JSON, or not what was expected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T>(_: T) -> Self {
        Self
    }
}

/// Whatever a text says.
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

/// What can be made of a [`Value`].
pub trait Body: Sized {
    /// Makes it; `None` if the value is something else.
    fn of(value: &Value) -> Option<Self>;
}

/// Reads a whole text.
pub fn read<T: Body>(text: &str) -> Result<T, Unreadable> {
    value(text).and_then(|value| T::of(&value).ok_or(Unreadable))
}

fn value(text: &str) -> Result<Value, Unreadable> {
    let mut text = Text::new(text);
    let value = next(&mut text)?;
    if text.peek().is_some() { Err(Unreadable) } else { Ok(value) }
}

fn next(text: &mut Text<'_>) -> Result<Value, Unreadable> {
    Ok(match text.peek().ok_or(Unreadable)? {
        b'{' => {
            let mut fields = Vec::new();
            inside(text, b'{', b'}', |text| {
                let name = text.string()?;
                text.expect(b':')?;
                fields.push((name, next(text)?));
                Ok(())
            })?;
            Value::Object(fields)
        }
        b'[' => {
            let mut list = Vec::new();
            inside(text, b'[', b']', |text| {
                list.push(next(text)?);
                Ok(())
            })?;
            Value::List(list)
        }
        b'"' => Value::Text(text.string()?),
        b't' => text.word("true").map(|()| Value::Bool(true))?,
        b'f' => text.word("false").map(|()| Value::Bool(false))?,
        b'n' => text.word("null").map(|()| Value::Null)?,
        _ => text.number()?.parse().map_or(Value::OtherNumber, Value::Number),
    })
}

/// Reads what stands between `start` and `end`, one `part` after the other.
fn inside(
    text: &mut Text<'_>,
    start: u8,
    end: u8,
    mut part: impl FnMut(&mut Text<'_>) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    text.enter(start)?;
    let mut is_first = true;
    while text.peek() != Some(end) {
        if !std::mem::take(&mut is_first) {
            text.expect(b',')?;
        }
        part(text)?;
    }
    text.leave(end)
}

impl Value {
    /// A field of an object.
    pub fn field<T: Body>(&self, name: &str) -> Option<T> {
        T::of(self.find(name))
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
