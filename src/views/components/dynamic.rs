//! Content that changes.

use leptos::prelude::*;

/// Content that is made anew whenever a signal that it reads changes.
#[component]
pub fn Dynamic(
    /// Makes it.
    #[prop(into)]
    content: Content,
) -> AnyView {
    content.0.into_any()
}

/// What makes the content, with its type forgotten.
pub struct Content(Box<dyn FnMut() -> AnyView + Send>);

impl<F: FnMut() -> V + Send + 'static, V: Part> From<F> for Content {
    fn from(mut content: F) -> Self {
        Self(Box::new(move || content().part()))
    }
}

/// What components return, what `view!` makes of a single one, and plain text.
pub trait Part {
    /// The same without the wrapping.
    fn part(self) -> AnyView;
}

impl Part for AnyView {
    fn part(self) -> AnyView {
        self
    }
}

impl Part for View<AnyView> {
    fn part(self) -> AnyView {
        self.into_inner()
    }
}

impl Part for String {
    fn part(self) -> AnyView {
        self.into_any()
    }
}

/// A view that may not be there.
pub fn maybe(view: Option<impl Part>) -> AnyView {
    view.map_or_else(|| ().into_any(), Part::part)
}

/// Views one after the other.
pub fn all(views: impl Iterator<Item = impl Part>) -> AnyView {
    views.map(Part::part).collect::<Vec<_>>().into_any()
}
