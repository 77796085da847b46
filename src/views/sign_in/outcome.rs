//! After a sign-in has ended: the one action that helps, and the way to put it away.

use latchkey_copy::Label;
use latchkey_wire::Phase;
use leptos::prelude::*;

use crate::{
    state::{Pane, sign_in::Attempt},
    views::components::{Button, Group, Kind, Text, maybe},
};

/// How it ended.
pub fn outcome(pane: Pane, attempt: Attempt) -> AnyView {
    let language = pane.words.language;
    let number = match attempt.phase() {
        Phase::Failed { reason, .. } => reason.reference.as_deref(),
        _ => None,
    };
    let trouble = number.map(|number| latchkey_copy::reference(language, number));
    let action = latchkey_copy::phase_action(language, attempt.phase()).map(|text| {
        let again = move || pane.sign_in(attempt.intent.clone(), &attempt.provider_label);
        view! { <Button kind=Kind::Primary text on_press=again /> }
    });
    let close = move || pane.attempt.set(None);
    view! {
        {maybe(trouble.map(|text| view! { <Text class="quiet" text /> }))}
        <Group class="actions">
            {maybe(action)}
            <Button kind=Kind::Plain text=pane.words.label(Label::Dismiss) on_press=close />
        </Group>
    }
    .into_any()
}
