//! A notice above the screen.

use leptos::prelude::*;

use super::{Group, Icon, IconName, Text, maybe};

/// How serious it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// No action is needed: the cause is being dealt with.
    Waiting,
    /// Something failed.
    Lost,
}

/// A notice. Its children are the actions that the person can take.
#[component]
pub fn Notice(
    /// How serious it is.
    tone: Tone,
    /// The heading. Empty where the notice has only one sentence.
    #[prop(optional, into)]
    title: Option<String>,
    /// The sentence of the notice.
    text: String,
    children: Children,
) -> AnyView {
    let (class, icon) = match tone {
        Tone::Waiting => ("notice notice--waiting", IconName::Waiting),
        Tone::Lost => ("notice notice--lost", IconName::Lost),
    };
    view! {
        <Group class>
            <Icon name=icon />
            <Group class="notice__body">
                {maybe(title.filter(|text| !text.is_empty()).map(|text| view! { <Text class="notice__title" text /> }))}
                <Text text />
                <Group class="actions">{children()}</Group>
            </Group>
        </Group>
    }
    .into_inner()
}

/// A text to be copied by hand, where the host does not let the pane do it.
#[component]
pub fn CopyByHand(
    /// Tells the person what to do with the text.
    lead: &'static str,
    /// The text, which one click selects.
    text: String,
) -> AnyView {
    view! {
        <Group class="notice notice--waiting notice--column">
            <Text text=lead />
            <Text class="copy-text" text />
        </Group>
    }
    .into_inner()
}
