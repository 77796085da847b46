//! The one button that helps most with a connection as it is.

use latchkey_copy::Label;
use latchkey_wire::Connection;
use leptos::prelude::*;

use super::components::{Button, Kind};
use crate::state::{Pane, primary_action::Useful};

/// The button; none where there is nothing to do but to look.
pub fn help(pane: Pane, connection: Connection) -> Option<AnyView> {
    let text = match pane.most_useful(&connection) {
        Useful::CheckNow => return None,
        Useful::SignIn(text) | Useful::Change(text) => text,
        Useful::CopyForAdmin => pane.words.label(Label::CopyForAdmin),
    };
    Some(view! { <Button kind=Kind::Primary text on_press=move || pane.help(&connection) /> }.into_inner())
}
