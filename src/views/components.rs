//! The design system: the few parts that every screen is made of. How they look stands in
//! `assets/styles/components.css`, under the same names.

mod back_button;
mod button;
mod checkbox;
mod copy_by_hand;
mod fact;
mod icon;
mod notice;
mod screen_heading;
mod state_mark;
mod tabs;

pub use back_button::BackButton;
pub use button::{Button, Kind};
pub use checkbox::Checkbox;
pub use copy_by_hand::CopyByHand;
pub use fact::Fact;
pub use icon::{Icon, IconName};
pub use notice::{Notice, Tone};
pub use screen_heading::ScreenHeading;
pub use state_mark::StateMark;
pub use tabs::{Tab, Tabs};
