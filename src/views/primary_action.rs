//! The primary action of a connection: the buttons that help most.

use std::sync::Arc;

use latchkey_copy::Label;
use latchkey_wire::Connection;
use leptos::prelude::*;

use super::components::{Button, ButtonKind, maybe};
use crate::state::{Pane, primary_action::PrimaryAction};

/// The buttons that help, the most helpful one first. Nothing where no action is needed.
pub fn helping_buttons(pane: Pane, connection: Connection) -> AnyView {
    let label = move |label| pane.text.label(label);
    if pane.needs_check(&connection) {
        let check = check_button(pane, &connection, ButtonKind::Primary);
        let copy = move || pane.copy_connection_note(&connection);
        return view! {
            {check}
            <Button kind=ButtonKind::Plain text=label(Label::CopyForAdmin) on_press=copy />
        }
        .into_any();
    }
    let text = match pane.primary_action(&connection) {
        PrimaryAction::CheckNow => return ().into_any(),
        PrimaryAction::SignIn(text) | PrimaryAction::Change(text) => text,
        PrimaryAction::CopyForAdmin => label(Label::CopyForAdmin),
    };
    view! { <Button kind=ButtonKind::Primary text on_press=move || pane.run_primary_action(&connection) /> }
        .into_inner()
}

/// The same with a check, which has this kind where it is not what helps most.
pub fn helping_buttons_and_check(pane: Pane, connection: Connection, kind: ButtonKind) -> AnyView {
    let check = (!pane.needs_check(&connection)).then(|| check_button(pane, &connection, kind));
    view! {
        {helping_buttons(pane, connection)}
        {maybe(check)}
    }
    .into_any()
}

/// Calls the provider now.
fn check_button(pane: Pane, connection: &Connection, kind: ButtonKind) -> AnyView {
    let id = connection.id.clone();
    let checked = id.clone();
    let busy = Arc::new(move || pane.checking.read().as_ref() == Some(&checked));
    let check = move || {
        Pane::close_dialog();
        pane.check(id.clone());
    };
    view! { <Button kind busy text=pane.text.label(Label::CheckNow) on_press=check /> }.into_inner()
}
