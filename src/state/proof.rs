//! What the sign-in window says to the pane, and what the pane says back.

use latchkey_wire::{AuthorizationId, ProofRequest};

use crate::json::{self, Body, Value};

/// A message of the sign-in window's last page.
struct Message {
    latchkey: String,
    authorization: AuthorizationId,
    proof: String,
}

impl Body for Message {
    fn of(value: &Value) -> Option<Self> {
        Some(Self {
            latchkey: value.field("latchkey")?,
            authorization: value.field("authorization")?,
            proof: value.field("proof")?,
        })
    }
}

/// The proof in a message, if it is one for the sign-in that is under way. Everything else is somebody else's
/// business and gets no answer.
pub(super) fn read(message: &str, under_way: &AuthorizationId) -> Option<ProofRequest> {
    let message: Message = json::read(message).ok()?;
    (message.latchkey == "proof" && message.authorization == *under_way)
        .then_some(ProofRequest { proof: message.proof })
}

/// Tells the window that its proof has arrived, so that it need not ask for the code.
pub(super) fn received(id: &AuthorizationId) -> String {
    // Ids are UUIDs that this pane made: nothing in them needs escaping.
    format!(r#"{{"latchkey":"proof-received","authorization":"{id}"}}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under_way() -> AuthorizationId {
        AuthorizationId::new("4b6f0f5e")
    }

    #[test]
    fn a_proof_for_the_sign_in_under_way_is_taken() {
        let message = r#"{"latchkey":"proof","authorization":"4b6f0f5e","proof":"p"}"#;
        assert_eq!(read(message, &under_way()).unwrap().proof, "p");
    }

    #[test]
    fn everything_else_is_left_alone() {
        for message in [
            r#"{"latchkey":"proof","authorization":"another","proof":"p"}"#,
            r#"{"latchkey":"proof-received","authorization":"4b6f0f5e","proof":"p"}"#,
            r#"{"latchkey":"proof","authorization":"4b6f0f5e"}"#,
            r#""proof""#,
            "null",
            "",
        ] {
            assert!(read(message, &under_way()).is_none(), "{message}");
        }
    }

    #[test]
    fn the_answer_is_json_that_names_the_sign_in() {
        let answer: serde_json::Value = serde_json::from_str(&received(&under_way())).unwrap();
        assert_eq!(answer, serde_json::json!({ "latchkey": "proof-received", "authorization": "4b6f0f5e" }));
    }
}
