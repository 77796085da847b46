//! The dialog that opens automatically when access is lost: what happened, and the one action that helps.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::{
    components::{AccountLine, AlertDialog, Button, ButtonKind, CardTitle, Dynamic, Group, IconName, Text, maybe},
    primary_action::helping_buttons,
};
use crate::state::{Pane, expect_pane, loss_dialog::DIALOG};

const TITLE: &str = "lost-title";
const TEXT: &str = "lost-text";

/// The dialog, while there is a loss to announce.
#[component]
pub fn Lost() -> AnyView {
    let pane = expect_pane();
    view! { <Dynamic content=move || maybe(pane.alert.read().is_some().then(|| dialog(pane))) /> }.into_inner()
}

fn dialog(pane: Pane) -> AnyView {
    let content = move || {
        let id = pane.alert.get();
        let connections = pane.connections.read();
        let connection = connections.iter().find(|one| Some(&one.id) == id.as_ref()).cloned();
        maybe(connection.map(|connection| {
            let title = latchkey_copy::lost(pane.text.sentences, pane.text.names(&connection.provider_label));
            view! {
                <CardTitle id=TITLE icon=IconName::Lost text=title />
                <AccountLine address=connection.account.address.clone() />
                <Text id=TEXT text=pane.state_sentence(&connection) />
                <Group class="actions">
                    {helping_buttons(pane, connection)}
                    <Button
                        kind=ButtonKind::Plain
                        text=pane.text.label(Label::NotNow)
                        on_press=Pane::close_dialog
                    />
                </Group>
            }
            .into_any()
        }))
    };
    view! {
        <AlertDialog id=DIALOG title_id=TITLE text_id=TEXT on_close=Box::new(move || pane.alert.set(None))>
            <Dynamic content />
        </AlertDialog>
    }
    .into_inner()
}
