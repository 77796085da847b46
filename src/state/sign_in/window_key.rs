//! The request of the sign-in window's first page, and the pane's answer: a window key, which shows the endpoint that the
//! same person uses both.

use latchkey_wire::AuthorizationId;

use crate::json::{self, FromJson, Value};

/// A request for a key, from the sign-in window's first page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct KeyRequest {
    /// The sign-in that the window is for.
    pub(super) authorization: AuthorizationId,
    /// Identifies the page that asks. The page repeats its request on every channel that it has.
    pub(super) page: String,
}

struct KeyRequestMessage {
    latchkey: String,
    request: KeyRequest,
}

impl FromJson for KeyRequestMessage {
    fn from_json(value: &Value) -> Option<Self> {
        let request = KeyRequest { authorization: value.field("authorization")?, page: value.field("page")? };
        Some(Self { latchkey: value.field("latchkey")?, request })
    }
}

/// The longest identifier of a page.
const MAX_PAGE_BYTES: usize = 64;

/// The request in a message, if it is one. Other messages are not for the pane and get no answer.
pub(super) fn parse_request(message: &str) -> Option<KeyRequest> {
    let message: KeyRequestMessage = json::read(message).ok()?;
    // The answer repeats the name without escaping it, so it may have no character that needs escaping.
    let KeyRequest { page, .. } = &message.request;
    let is_name = page.len() <= MAX_PAGE_BYTES && page.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (message.latchkey == "opening" && is_name).then_some(message.request)
}

/// The key, for the page that asked. Keys are base64url, and ids are UUIDs that this pane made.
pub(super) fn key_message(request: &KeyRequest, key: &str) -> String {
    let KeyRequest { authorization, page } = request;
    format!(r#"{{"latchkey":"opening-key","authorization":"{authorization}","page":"{page}","key":"{key}"}}"#)
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "these are tests")]

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn request() -> KeyRequest {
        KeyRequest { authorization: AuthorizationId::new("4b6f0f5e"), page: "a1-B2".into() }
    }

    #[wasm_bindgen_test]
    fn a_question_is_read() {
        assert_eq!(
            parse_request(r#"{"latchkey":"opening","authorization":"4b6f0f5e","page":"a1-B2"}"#),
            Some(request())
        );
    }

    #[wasm_bindgen_test]
    fn everything_else_is_left_alone() {
        let long = format!(r#"{{"latchkey":"opening","authorization":"a","page":"{}"}}"#, "x".repeat(65));
        for message in [
            r#"{"latchkey":"opening-key","authorization":"4b6f0f5e","page":"a1","key":"k"}"#,
            r#"{"latchkey":"opening","authorization":"4b6f0f5e"}"#,
            r#"{"latchkey":"opening","authorization":"4b6f0f5e","page":"\""}"#,
            r#""opening""#,
            "null",
            "",
            &long,
        ] {
            assert_eq!(parse_request(message), None, "{message}");
        }
    }

    #[wasm_bindgen_test]
    fn the_answer_is_json_that_names_sign_in_and_page() {
        let answer: serde_json::Value = serde_json::from_str(&key_message(&request(), "k-_9")).unwrap();
        let expected = serde_json::json!({
            "latchkey": "opening-key", "authorization": "4b6f0f5e", "page": "a1-B2", "key": "k-_9"
        });
        assert_eq!(answer, expected);
    }
}
