//! Icons. `index.html` defines the drawings once, because the shell uses them too. An icon always has a word beside it.

use leptos::prelude::*;

/// The drawings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum IconName {
    /// The product.
    Latchkey,
    /// It works.
    Working,
    /// Access is lost: the person or an administrator must act.
    Lost,
    /// Something is under way.
    Waiting,
    /// Not in use.
    Off,
    Back,
}

impl IconName {
    fn href(self) -> &'static str {
        match self {
            Self::Latchkey => "#icon-latchkey",
            Self::Working => "#icon-working",
            Self::Lost => "#icon-lost",
            Self::Waiting => "#icon-waiting",
            Self::Off => "#icon-off",
            Self::Back => "#icon-back",
        }
    }
}

/// A drawing that a screen reader passes over.
#[component]
pub fn Icon(name: IconName) -> AnyView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=name.href() />
        </svg>
    }
    .into_any()
}
