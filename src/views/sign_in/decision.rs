//! Somebody else signed in to change a connection: the person here decides whether it becomes theirs.

use leptos::prelude::*;

use crate::{
    state::{Pane, sign_in::SignInAttempt},
    views::components::{Button, ButtonKind, Group, maybe},
};

/// Switch, or keep what was.
pub fn decision(pane: Pane, attempt: &SignInAttempt) -> AnyView {
    let sentences = pane.text.sentences;
    let switch = latchkey_copy::phase_action(sentences, attempt.phase())
        .map(|text| view! { <Button kind=ButtonKind::Primary text on_press=move || pane.confirm_switch() /> });
    let keep = latchkey_copy::phase_other_action(sentences, attempt.phase())
        .map(|text| view! { <Button kind=ButtonKind::Plain text on_press=move || pane.cancel_sign_in() /> });
    view! {
        <Group class="actions">
            {maybe(switch)}
            {maybe(keep)}
        </Group>
    }
    .into_inner()
}
