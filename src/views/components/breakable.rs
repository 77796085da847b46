//! Text with long words, such as addresses and error codes, which break where a reader expects it.

use std::mem::take;

use leptos::prelude::*;

use super::element::{attr, element};

/// The text. A long word goes to the next line as a whole where it fits there, and breaks only where it does not. Letters are
/// compared as bytes, because the tables of characters would be larger than all the rest.
#[inline(never)]
pub fn breakable(text: String) -> Vec<AnyView> {
    let bytes = text.as_bytes();
    let slice = |from: usize, to: usize| text[from..to].to_owned().into_any();
    let (mut views, mut parts) = (Vec::new(), Vec::new());
    // Where the text begins that no view holds yet, and its last word, and the last part of that.
    let (mut plain, mut word, mut part) = (0, 0, 0);
    for at in 0..=bytes.len() {
        let is_end = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b' ');
        if is_end(at) {
            if !parts.is_empty() {
                parts.push(slice(part, at));
                views.push(slice(plain, word));
                views.push(element("SPAN", vec![attr("class", "long")], take(&mut parts)));
                plain = at;
            }
            (word, part) = (at + 1, at + 1);
        } else if matches!(bytes[at], b'@' | b'.' | b'_' | b'/' | b':') && !is_end(at + 1) {
            parts.push(slice(part, at + 1));
            parts.push(element("WBR", vec![], vec![]));
            part = at + 1;
        }
    }
    if views.is_empty() {
        return vec![text.into_any()];
    }
    views.push(slice(plain, bytes.len()));
    views
}
