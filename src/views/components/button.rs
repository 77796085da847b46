//! A button.

use std::sync::Arc;

use leptos::prelude::*;

use super::element::{attr, attr_if, attr_live, click, element};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ButtonKind {
    /// The primary action of the screen.
    Primary,
    /// Another action.
    Plain,
    /// An action that few people need.
    Quiet,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Plain => "button button--plain",
            Self::Quiet => "button button--quiet",
        }
    }
}

/// A button. Its action runs within the click's own event handler, so that it may open windows.
#[component]
pub fn Button(
    /// How much it stands out.
    kind: ButtonKind,
    /// Its text, which is its accessible name.
    #[prop(into)]
    text: String,
    /// Its id, if code moves the focus to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Id of a text that distinguishes it from other buttons of the same name.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// Whether it is busy. A busy button keeps the focus and ignores clicks.
    #[prop(optional)]
    busy: Option<Arc<dyn Fn() -> bool + Send + Sync>>,
    /// Runs in the click itself.
    #[prop(into)]
    on_press: PressHandler,
) -> AnyView {
    let mut attributes = vec![
        attr("class", kind.class()),
        attr("type", "button"),
        attr_if("id", id),
        attr_if("aria-describedby", described_by),
    ];
    let is_busy = busy.clone();
    attributes.push(click(move || {
        if !is_busy.as_ref().is_some_and(|is_busy| is_busy()) {
            on_press.run();
        }
    }));
    attributes.extend(busy.map(|busy| attr_live("aria-disabled", move || busy().then_some("true"))));
    element("BUTTON", attributes, vec![text.into_any()])
}

/// The action of a button, with its type erased: the wasm then has one button and not one for each use.
pub struct PressHandler(Box<dyn Fn()>);

impl<F: Fn() + 'static> From<F> for PressHandler {
    fn from(press: F) -> Self {
        Self(Box::new(press))
    }
}

impl PressHandler {
    pub fn run(&self) {
        (self.0)();
    }
}
