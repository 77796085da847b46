//! A field to write one line in.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    Dynamic, PressHandler, Text,
    element::{attr, attr_if, attr_live, element, keydown, on},
    form::SAID,
};

/// What is known of a field.
pub struct FieldSpec {
    pub id: &'static str,
    /// What is written there.
    pub kind: FieldKind,
    /// Its name, which stands above it.
    pub name: &'static str,
    /// What belongs there, if that has to be said.
    pub hint: String,
    /// What stands there at first.
    pub value: String,
}

/// What is written in a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FieldKind {
    /// Anything, or nothing.
    Anything,
    /// The address of an account. Its form needs it.
    Account,
    /// The address of a server.
    Server,
    /// A password. Its form needs it.
    Password,
    /// A code that another window shows.
    Code,
}

impl FieldKind {
    /// The type of the input, what browsers may fill in there, and whether it is needed.
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

/// Says what is wrong with what was written, if something is.
pub type FieldError = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// A field with its name above it, and what is wrong with its content below.
#[component]
pub fn Field(
    spec: FieldSpec,
    /// What is wrong.
    #[prop(optional)]
    error: Option<FieldError>,
    /// What Enter does.
    #[prop(into)]
    on_enter: PressHandler,
    /// What every change does.
    #[prop(optional, into)]
    on_input: Option<PressHandler>,
) -> AnyView {
    let FieldSpec { id, kind, name, hint, value } = spec;
    let (input_type, filled_with, required) = kind.attributes();
    let error: FieldError = error.unwrap_or_else(|| Arc::new(|| None));
    let is_wrong = Arc::clone(&error);
    let (hint_id, trouble_id) = (format!("{id}-hint"), format!("{id}-trouble"));
    // What the form says is about what it needs.
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
            // Enter that only ends the writing of a letter is no answer.
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

/// An account that is known already and named in the text beside: password managers look for a field.
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
