//! The sign-in window, the page's address, and other functions of `window`.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::window;

/// Wide enough for the sign-in pages of all providers, small enough to leave the pane and its code visible.
const FEATURES: &str = "popup,width=520,height=680";

/// Opens a path of this origin in the window of this name. `None` if the browser blocks it. The window keeps its opener on
/// purpose: its first page asks the opener for its key.
pub(super) fn open(path: &str, name: &str) -> Option<web_sys::Window> {
    window().open_with_url_and_target_and_features(path, name, FEATURES).ok().flatten()
}

/// The pane's origin, which is the endpoint's.
pub(super) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The clipboard. It is missing outside of secure contexts, although its type says that it is always there.
pub(super) fn clipboard() -> Option<web_sys::Clipboard> {
    let clipboard = Reflect::get(&window().navigator(), &JsValue::from_str("clipboard")).ok()?;
    (!clipboard.is_undefined()).then(|| clipboard.unchecked_into())
}

/// `crypto.randomUUID`, or our own implementation on plain HTTP, where browsers do not provide that function.
pub(in crate::host) fn random_uuid() -> String {
    let Ok(crypto) = window().crypto() else { return String::new() };
    if Reflect::has(&crypto, &JsValue::from_str("randomUUID")).unwrap_or(false) {
        return crypto.random_uuid();
    }
    let bytes = Uint8Array::new_with_length(16);
    let _ = crypto.get_random_values_with_array_buffer_view(&bytes);
    uuid_v4(&bytes.to_vec())
}

/// 16 random bytes as a version 4 UUID (RFC 9562, section 5.4).
fn uuid_v4(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let byte = match index {
            6 => byte & 0x0f | 0x40,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        for digit in [byte >> 4, byte & 0x0f] {
            text.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::uuid_v4;

    #[test]
    fn sixteen_bytes_become_a_version_4_uuid_of_the_rfc_variant() {
        assert_eq!(uuid_v4(&[0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid_v4(&[0; 16]), "00000000-0000-4000-8000-000000000000");
    }
}
