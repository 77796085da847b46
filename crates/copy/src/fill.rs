//! Fills names, addresses and times into a sentence.

use alloc::string::String;

use crate::Language;

/// Around a value in a line that runs from right to left: an address keeps its own direction and moves nothing around it
/// (Unicode Standard Annex 9, "Explicit Directional Isolates").
const ISOLATED: (char, char) = ('\u{2068}', '\u{2069}');

/// The template with each `{name}` replaced. Placeholders within a value are not replaced.
pub(crate) fn fill(language: Language, template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, from)) = rest.split_once('{') {
        text.push_str(before);
        let (name, after) = from.split_once('}').unwrap_or((from, ""));
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            if language.is_right_to_left() {
                text.push(ISOLATED.0);
            }
            text.push_str(value);
            if language.is_right_to_left() {
                text.push(ISOLATED.1);
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text
}
