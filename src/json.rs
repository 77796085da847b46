//! Reads JSON into the types of `latchkey-wire`.
//!
//! The browser parses the text, and `bodies` takes the fields, so that the pane carries no parser: `serde_json` would also
//! report where and why a text is invalid, and the code that serde derives is optimised for speed. The pane needs neither:
//! every unreadable body is [`InvalidJson`]. Bodies are written with `serde_json`, and tests compare the two.
//!
//! # To read another body, or another field
//! For a field, the compiler names the place in `bodies`. For a body, add a line there and one in the tests.

mod bodies;

use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

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

/// A JSON value. A missing field is undefined.
pub struct Value(JsValue);

/// A type that can be read from a [`Value`].
pub trait FromJson: Sized {
    /// Converts the value. `None` if it is of another type.
    fn from_json(value: &Value) -> Option<Self>;
}

/// Parses a complete text.
pub fn read<T: FromJson>(text: &str) -> Result<T, InvalidJson> {
    let value = JSON::parse(text).map_err(|_| InvalidJson)?;
    T::from_json(&Value(value)).ok_or(InvalidJson)
}

impl Value {
    /// A field of an object.
    pub fn field<T: FromJson>(&self, name: &str) -> Option<T> {
        T::from_json(&self.find(name))
    }

    fn find(&self, name: &str) -> Self {
        // Only objects can be asked.
        Self(Reflect::get(&self.0, &JsValue::from_str(name)).unwrap_or_default())
    }

    /// Whether the field is missing, or null.
    fn is_missing(&self) -> bool {
        self.0.is_null_or_undefined()
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// A whole number. Times in Unix seconds are far below 2^53.
    fn number(&self) -> Option<i64> {
        let number = self.0.as_f64()?;
        #[expect(clippy::cast_possible_truncation, reason = "it has no fraction, and no time is that large")]
        (number.fract() == 0.0).then_some(number as i64)
    }

    fn items(&self) -> Option<impl Iterator<Item = Self>> {
        self.0.dyn_ref::<Array>().map(|list| list.iter().map(Self))
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests;
