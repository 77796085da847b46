//! After a sign-in has ended: the one action that helps, and a button to dismiss the outcome.

use latchkey_copy::Label;
use latchkey_wire::Phase;
use leptos::prelude::*;

use super::note_button;
use crate::{
    state::{Pane, sign_in::SignInAttempt},
    views::components::{Button, ButtonKind, Group, Text, maybe},
};

/// The outcome of the sign-in.
pub fn outcome(pane: Pane, attempt: SignInAttempt) -> AnyView {
    let sentences = pane.text.sentences;
    let number = match attempt.phase() {
        Phase::Failed { reason, .. } => reason.reference.as_deref(),
        _ => None,
    };
    let trouble = number.map(|number| latchkey_copy::reference(sentences, number));
    let other = latchkey_copy::phase_other_action(sentences, attempt.phase());
    let change_to = attempt.intent_to_switch(&pane.connections.peek());
    let other = other.zip(change_to).map(|(text, intent)| {
        let SignInAttempt { offer, provider_label, .. } = attempt.clone();
        let change = move || pane.sign_in(intent.clone(), &offer, &provider_label);
        view! { <Button kind=ButtonKind::Plain text on_press=change /> }
    });
    let note = note_button(pane, &attempt);
    let action = latchkey_copy::phase_action(sentences, attempt.phase())
        .map(|text| view! { <Button kind=ButtonKind::Primary text on_press=move || pane.try_again(&attempt) /> });
    let close = move || pane.dismiss_outcome();
    view! {
        {maybe(trouble.map(|text| view! { <Text class="quiet" text /> }))}
        <Group class="actions">
            {maybe(action)}
            {maybe(other)}
            {maybe(note)}
            <Button kind=ButtonKind::Plain text=pane.text.label(Label::Dismiss) on_press=close />
        </Group>
    }
    .into_any()
}
