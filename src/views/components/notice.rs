//! Something to know, above the screen.

use leptos::prelude::*;

use super::{Icon, IconName};

/// How serious it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// It is being taken care of.
    Waiting,
    /// Something did not go well.
    Lost,
}

/// A notice, with what can be done about it as children.
#[component]
pub fn Notice(
    /// How serious it is.
    tone: Tone,
    /// What happened, where that is not all there is to say.
    #[prop(optional, into)]
    title: Option<String>,
    /// What there is to know.
    text: String,
    children: Children,
) -> impl IntoView {
    let (class, icon) = match tone {
        Tone::Waiting => ("notice notice--waiting", IconName::Waiting),
        Tone::Lost => ("notice notice--lost", IconName::Lost),
    };
    view! {
        <div class=class>
            <Icon name=icon />
            <div class="notice__body">
                {title.map(|title| view! { <p class="notice__title">{title}</p> })}
                <p>{text}</p>
                <div class="actions">{children()}</div>
            </div>
        </div>
    }
}
