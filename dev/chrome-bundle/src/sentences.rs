//! The extension's own sentences, in the form that Chrome reads (`_locales/<language>/messages.json`): those of
//! `latchkey-copy`, one file for each of its languages.

use std::collections::BTreeMap;

use latchkey_copy::{ExtensionText, Language, extension};
use serde_json::{Map, Value, json};

/// The placeholder for a provider's name, which the worker fills in.
const PROVIDER: &str = "$PROVIDER$";

pub(crate) fn files(product: &str) -> BTreeMap<String, Vec<u8>> {
    let file = |language: Language| {
        let messages: Map<String, Value> = ExtensionText::ALL
            .into_iter()
            .map(|text| (text.key().to_owned(), message(language, text, product)))
            .collect();
        // Chrome writes these with an underscore; no language here has a region.
        (format!("_locales/{}/messages.json", language.tag()), pretty(&Value::Object(messages)))
    };
    Language::ALL.into_iter().map(file).collect()
}

fn message(language: Language, text: ExtensionText, product: &str) -> Value {
    let sentence = extension(language, text, latchkey_copy::SentenceNames { provider: PROVIDER, product });
    if sentence.contains(PROVIDER) {
        json!({ "message": sentence, "placeholders": { "provider": { "content": "$1" } } })
    } else {
        json!({ "message": sentence })
    }
}

/// JSON that a person can read.
pub(crate) fn pretty(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}
