//! A field to write one line in.

use leptos::prelude::*;

use super::{Dynamic, Press, keydown};

/// What is known of a field.
pub struct Line {
    /// Its id; the ids of its hint and of its trouble are made from it.
    pub id: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What belongs there.
    pub hint: Option<String>,
    /// What stands there at first.
    pub value: String,
}

/// A field with its name above it, and what is wrong with its content below.
#[component]
pub fn Field(
    /// Which one.
    line: Line,
    /// What is wrong, if something is.
    trouble: Box<dyn Fn() -> Option<String> + Send + Sync>,
    /// What Enter does.
    #[prop(into)]
    on_enter: Press,
) -> AnyView {
    let Line { id, name, hint, value } = line;
    let (hint_id, trouble_id) = (format!("{id}-hint"), format!("{id}-trouble"));
    let described_by = format!("{hint_id} {trouble_id}");
    let trouble = Memo::new(move |_| trouble());
    let on_keydown = keydown(move |event| {
        // Enter that only ends the writing of a letter is no answer.
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            on_enter.run();
        }
    });
    view! {
        <div class="field">
            <label for=id>{name}</label>
            <input
                id=id
                type="text"
                autocapitalize="none"
                autocomplete="off"
                spellcheck="false"
                value=value
                aria-describedby=described_by
                aria-invalid=move || trouble.read().is_some().then_some("true")
                on:keydown=on_keydown
            />
            <p class="quiet" id=hint_id>{hint}</p>
            <p class="field__trouble" id=trouble_id>
                <Dynamic content=move || trouble.get().unwrap_or_default() />
            </p>
        </div>
    }
    .into_any()
}
