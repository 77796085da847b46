//! The primary action of a connection: the one button that helps most in its state.

use latchkey_copy::Label;
use latchkey_wire::Connection;
use leptos::prelude::*;

use super::components::{Button, ButtonKind};
use crate::state::{Pane, primary_action::PrimaryAction};

/// The button; `None` where no action is needed.
pub fn primary_button(pane: Pane, connection: Connection) -> Option<AnyView> {
    let text = match pane.primary_action(&connection) {
        PrimaryAction::CheckNow => return None,
        PrimaryAction::SignIn(text) | PrimaryAction::Change(text) => text,
        PrimaryAction::CopyForAdmin => pane.text.label(Label::CopyForAdmin),
    };
    Some(
        view! { <Button kind=ButtonKind::Primary text on_press=move || pane.run_primary_action(&connection) /> }
            .into_inner(),
    )
}
