//! The design system: the few components that every screen is made of. Their styles are in
//! `assets/styles/components.css`, under the same names.
//!
//! Every component takes and returns [`AnyView`], and screens use components alone. Leptos compiles separate code for each
//! combination of element types. With the types erased, all screens share one set, which makes the pane a quarter smaller.
//! So write a component for each new kind of element that a screen needs, and build its elements with [`element`].

mod account;
mod back_button;
mod breakable;
mod button;
mod card;
mod checkbox;
mod dialog;
mod disclosure;
mod dynamic;
pub mod element;
mod fact;
mod field;
mod form;
mod group;
mod icon;
mod link;
mod nav;
mod notice;
mod screen_heading;
mod state_mark;
mod tabs;
mod text;

pub use account::AccountLine;
pub use back_button::BackButton;
pub use button::{Button, ButtonKind, PressHandler};
pub use card::{Card, CardTitle};
pub use checkbox::Checkbox;
pub use dialog::AlertDialog;
pub use disclosure::Disclosure;
pub use dynamic::{Dynamic, all, maybe};
pub use fact::Fact;
pub use field::{Field, FieldKind, FieldSpec, KnownAccount};
pub use form::Form;
pub use group::Group;
pub use icon::{Icon, IconName};
pub use link::Link;
pub use nav::{Nav, NavEntry};
pub use notice::{CopyByHand, Notice, Tone};
pub use screen_heading::ScreenHeading;
pub use state_mark::{Mark, state_mark};
pub use tabs::{Tab, Tabs};
pub use text::Text;
