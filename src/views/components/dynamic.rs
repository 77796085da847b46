//! Content that changes.

use leptos::prelude::*;

/// Content that is made anew whenever a signal that it reads changes.
#[component]
pub fn Dynamic(#[prop(into)] content: Content) -> AnyView {
    content.0.into_any()
}

/// What makes the content, with its type forgotten.
pub struct Content(Box<dyn FnMut() -> AnyView + Send>);

impl<F: FnMut() -> V + Send + 'static, V: IntoAnyView> From<F> for Content {
    fn from(mut content: F) -> Self {
        Self(Box::new(move || content().into_any_view()))
    }
}

/// What components return, what `view!` makes of a single one, and plain text.
pub trait IntoAnyView {
    /// The same without the wrapping.
    fn into_any_view(self) -> AnyView;
}

impl IntoAnyView for AnyView {
    fn into_any_view(self) -> AnyView {
        self
    }
}

impl IntoAnyView for View<AnyView> {
    fn into_any_view(self) -> AnyView {
        self.into_inner()
    }
}

impl IntoAnyView for String {
    fn into_any_view(self) -> AnyView {
        self.into_any()
    }
}

/// A view that may not be there.
pub fn maybe(view: Option<impl IntoAnyView>) -> AnyView {
    view.map_or_else(|| ().into_any(), IntoAnyView::into_any_view)
}

/// Views one after the other.
pub fn all(views: impl Iterator<Item = impl IntoAnyView>) -> AnyView {
    views.map(IntoAnyView::into_any_view).collect::<Vec<_>>().into_any()
}
