//! The clock, and the formatting of times.

use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Promise, Reflect};
use latchkey_wire::UnixSeconds;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::window;
use crate::host::DateStyle;

/// Milliseconds in a second.
const MS: f64 = 1000.0;

#[expect(clippy::cast_possible_truncation, reason = "seconds since 1970 are whole and far below 2^53")]
pub(in crate::host) fn now() -> UnixSeconds {
    (Date::now() / MS) as UnixSeconds
}

pub(crate) async fn pause(milliseconds: u32) {
    let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
    let elapsed = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(elapsed).await;
}

#[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
pub(in crate::host) fn date(at: UnixSeconds, style: DateStyle, language: &str) -> String {
    let date = Date::new(&JsValue::from_f64(at as f64 * MS));
    let options = options(&date, style);
    let format = DateTimeFormat::new(&Array::of1(&JsValue::from_str(language)), &options).format();
    format.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn options(date: &Date, style: DateStyle) -> Object {
    let fields: &[(&str, &str)] = match style {
        DateStyle::Day => &[("day", "numeric"), ("month", "long")],
        DateStyle::Moment => &[("day", "numeric"), ("month", "short"), ("hour", "2-digit"), ("minute", "2-digit")],
        DateStyle::Time => &[("hour", "2-digit"), ("minute", "2-digit")],
    };
    let options = Object::new();
    let set = |name: &str, value: &str| {
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    };
    for (name, value) in fields {
        set(name, value);
    }
    if style == DateStyle::Day && date.get_full_year() != Date::new_0().get_full_year() {
        set("year", "numeric");
    }
    options
}
