//! The `claims` parameter (OpenID Connect Core, 5.5).

use serde_json::{Map, Value};

/// Several `claims` in one. Members of objects are merged; of two values the later one counts. What is no object is left out.
/// `None` if nothing is left.
pub(super) fn merge<'a>(all: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut merged = Map::new();
    for claims in all {
        if let Ok(Value::Object(claims)) = serde_json::from_str(claims) {
            add(&mut merged, claims);
        }
    }
    (!merged.is_empty()).then(|| Value::Object(merged).to_string())
}

fn add(to: &mut Map<String, Value>, claims: Map<String, Value>) {
    for (name, value) in claims {
        match (to.get_mut(&name), value) {
            (Some(Value::Object(inner)), Value::Object(value)) => add(inner, value),
            (_, value) => {
                to.insert(name, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_and_what_we_understand_are_one_object() {
        let own = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;
        let challenge = r#"{"access_token":{"acrs":{"essential":true,"value":"c25"}},"id_token":{"a":null}}"#;
        let merged: Value = serde_json::from_str(&merge([own, challenge]).unwrap()).unwrap();
        assert_eq!(merged["access_token"]["xms_cc"]["values"][0], "cp1");
        assert_eq!(merged["access_token"]["acrs"]["value"], "c25");
        assert_eq!(merged["id_token"]["a"], Value::Null);
        assert_eq!(merge(["", "[1]", "x"]), None);
        assert_eq!(merge(["x", own]).as_deref(), Some(own));
    }
}
