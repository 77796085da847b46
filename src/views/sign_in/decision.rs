//! Another account signed in to change a connection: the person at the pane decides whether the connection switches to
//! it.

use leptos::prelude::*;

use crate::{
    state::{Pane, sign_in::SignInAttempt},
    views::components::{Button, ButtonKind, Group, maybe},
};

/// The two buttons: switch to the other account, or keep the connection as it is.
pub fn decision(pane: Pane, attempt: &SignInAttempt) -> AnyView {
    let sentences = pane.text.sentences;
    let switch = latchkey_copy::phase_action(sentences, attempt.phase())
        .map(|text| view! { <Button kind=ButtonKind::Primary text on_press=move || pane.confirm_switch() /> });
    let keep = latchkey_copy::phase_other_action(sentences, attempt.phase())
        .map(|text| view! { <Button kind=ButtonKind::Plain text on_press=move || pane.leave_sign_in() /> });
    view! {
        <Group class="actions">
            {maybe(switch)}
            {maybe(keep)}
        </Group>
    }
    .into_inner()
}
