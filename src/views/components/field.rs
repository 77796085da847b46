//! A field to write one line in.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    Dynamic, Press, Text,
    element::{attr, attr_live, element, keydown},
};

/// Ids of what stands below the field. There is never more than one field.
const HINT: &str = "field-hint";
const TROUBLE: &str = "field-trouble";

/// What is known of a field.
pub struct Line {
    /// Its id.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What belongs there, if that has to be said.
    pub hint: String,
    /// What stands there at first.
    pub value: String,
}

/// Says what is wrong with what was written, if something is.
pub type Trouble = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// A field with its name above it, and what is wrong with its content below.
#[component]
pub fn Field(
    /// Which one.
    line: Line,
    /// What is wrong.
    trouble: Trouble,
    /// What Enter does.
    #[prop(into)]
    on_enter: Press,
) -> AnyView {
    let Line { id, name, hint, value } = line;
    let is_wrong = Arc::clone(&trouble);
    let attributes = vec![
        attr("id", id),
        attr("type", "text"),
        attr("autocapitalize", "none"),
        attr("autocomplete", "off"),
        attr("spellcheck", "false"),
        attr("value", value),
        attr("aria-describedby", "field-hint field-trouble"),
        attr_live("aria-invalid", move || is_wrong().map(|_| "true")),
        keydown(move |event| {
            // Enter that only ends the writing of a letter is no answer.
            if event.key() == "Enter" && !event.is_composing() {
                event.prevent_default();
                on_enter.run();
            }
        }),
    ];
    let hint = view! { <Text class="quiet" id=HINT text=hint /> };
    let trouble = view! { <Dynamic content=move || trouble().unwrap_or_default() /> };
    let children = vec![
        element("LABEL", vec![attr("for", id)], vec![name.to_owned().into_any()]),
        element("INPUT", attributes, vec![]),
        hint.into_inner(),
        element("P", vec![attr("class", "field__trouble"), attr("id", TROUBLE)], vec![trouble.into_inner()]),
    ];
    element("DIV", vec![attr("class", "field")], children)
}
