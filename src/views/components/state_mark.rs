//! A state as word, icon and colour, so that no reader depends on one of them.

use latchkey_copy::Sentences;
use latchkey_wire::ConnectionState;
use leptos::prelude::*;

use super::{
    Icon, IconName,
    element::{attr, attr_if, element},
};

/// A mark: a word with an icon.
#[component]
pub fn Mark(
    /// Its class in the stylesheet, which sets the colour.
    class: &'static str,
    /// Its id, where something refers to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The drawing.
    icon: IconName,
    /// The word.
    text: &'static str,
) -> AnyView {
    let icon = view! { <Icon name=icon /> };
    element("SPAN", vec![attr("class", class), attr_if("id", id)], vec![icon.into_inner(), text.to_owned().into_any()])
}

/// The mark of a connection's state.
pub fn state_mark(sentences: Sentences, state: &ConnectionState) -> AnyView {
    let (class, icon) = match state {
        ConnectionState::Working => ("mark mark--good", IconName::Working),
        ConnectionState::ExpiresSoon { .. } => ("mark mark--waiting", IconName::Lost),
        ConnectionState::Retrying { .. } => ("mark mark--waiting", IconName::Waiting),
        ConnectionState::NeedsSignIn { .. } | ConnectionState::NeedsAdmin { .. } => ("mark mark--lost", IconName::Lost),
        ConnectionState::Disconnected { .. } => ("mark", IconName::Off),
    };
    let text = latchkey_copy::state_word(sentences, state);
    view! { <Mark class icon text /> }.into_inner()
}
