//! Content that changes.

use leptos::prelude::*;

/// Content that is rebuilt whenever a signal that it reads changes.
#[component]
pub fn Dynamic(#[prop(into)] content: Content) -> AnyView {
    content.0.into_any()
}

/// The closure that builds the content, with its type erased.
pub struct Content(Box<dyn FnMut() -> AnyView + Send>);

impl<F: FnMut() -> V + Send + 'static, V: IntoAnyView> From<F> for Content {
    fn from(mut content: F) -> Self {
        Self(Box::new(move || content().into_any_view()))
    }
}

/// Converts to [`AnyView`]: a component's result, the `view!` of a single component, or plain text.
pub trait IntoAnyView {
    /// Converts the value to a view with an erased type.
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
