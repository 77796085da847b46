//! A single-line input field.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    Dynamic, PressHandler, Text,
    element::{attr, attr_if, attr_live, element, keydown, on},
    form::SAID,
};

/// The description of a field.
pub struct FieldSpec {
    pub id: &'static str,
    /// The kind of input.
    pub kind: FieldKind,
    /// Its label, which is shown above it.
    pub name: &'static str,
    /// A hint about what to type, where the label is not enough.
    pub hint: String,
    /// Its initial text.
    pub value: String,
}

/// The kind of input that a field takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FieldKind {
    /// Any text. It may be empty.
    Anything,
    /// The address of an account (required).
    Account,
    /// The address of a server.
    Server,
    /// A password (required).
    Password,
    /// A code that another window shows.
    Code,
}

impl FieldKind {
    /// The `type` and `autocomplete` attributes of the input, and whether it is required.
    fn attributes(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Anything => ("text", "off", None),
            Self::Server => ("text", "url", None),
            Self::Account => ("email", "username", Some("")),
            Self::Password => ("password", "current-password", Some("")),
            Self::Code => ("text", "one-time-code", Some("")),
        }
    }
}

/// Returns the error for the field's text, if there is one.
pub type FieldError = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// A field with its label above and its error below.
#[component]
pub fn Field(
    spec: FieldSpec,
    /// The error to show.
    #[prop(optional)]
    error: Option<FieldError>,
    /// Called on Enter.
    #[prop(into)]
    on_enter: PressHandler,
    /// Called on every change.
    #[prop(optional, into)]
    on_input: Option<PressHandler>,
) -> AnyView {
    let FieldSpec { id, kind, name, hint, value } = spec;
    let (input_type, filled_with, required) = kind.attributes();
    let error: FieldError = error.unwrap_or_else(|| Arc::new(|| None));
    let is_wrong = Arc::clone(&error);
    let (hint_id, trouble_id) = (format!("{id}-hint"), format!("{id}-trouble"));
    // The form's own message is about its required fields.
    let said = if kind == FieldKind::Anything { "" } else { SAID };
    let mut attributes = vec![
        attr("id", id),
        attr("type", input_type),
        attr("autocapitalize", "none"),
        attr("autocomplete", filled_with),
        attr("spellcheck", "false"),
        attr("dir", "auto"),
        attr("value", value),
        attr_if("required", required),
        attr("aria-describedby", format!("{hint_id} {trouble_id} {said}")),
        attr_live("aria-invalid", move || is_wrong().map(|_| "true")),
        keydown(move |event| {
            // Enter that only completes a character in an input method must not submit the form.
            if event.key() == "Enter" && !event.is_composing() {
                event.prevent_default();
                on_enter.run();
            }
        }),
    ];
    attributes.extend(on_input.map(|act| on("input", Box::new(move |_| act.run()))));
    let hint = view! { <Text class="quiet" id=hint_id text=hint /> };
    let error = view! { <Dynamic content=move || error().unwrap_or_default() /> };
    let children = vec![
        element("LABEL", vec![attr("for", id)], vec![name.to_owned().into_any()]),
        element("INPUT", attributes, vec![]),
        hint.into_inner(),
        element("P", vec![attr("class", "field__trouble"), attr("id", trouble_id)], vec![error.into_inner()]),
    ];
    element("DIV", vec![attr("class", "field")], children)
}

/// A hidden field with an address that the text beside it already names: password managers look for a field.
#[component]
pub fn KnownAccount(
    /// Its address.
    value: String,
) -> AnyView {
    let (input_type, filled_with, _) = FieldKind::Account.attributes();
    let attributes = vec![
        attr("type", input_type),
        attr("autocomplete", filled_with),
        attr("value", value),
        attr("readonly", ""),
        attr("hidden", ""),
    ];
    element("INPUT", attributes, vec![])
}
