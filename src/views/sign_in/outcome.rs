//! After a sign-in has ended: the one action that helps, and the way to put it away.

use latchkey_copy::Label;
use latchkey_wire::Phase;
use leptos::prelude::*;

use crate::{
    state::{Pane, sign_in::Attempt},
    views::components::{Button, Kind},
};

pub fn outcome(pane: Pane, attempt: Attempt) -> AnyView {
    let language = pane.words.language;
    let reference = match attempt.phase() {
        Phase::Failed { reason, .. } => reason.reference.as_ref(),
        _ => None,
    };
    let reference = reference.map(|reference| latchkey_copy::reference(language, reference));
    let action = latchkey_copy::phase_action(language, attempt.phase()).map(|text| {
        let again = move || pane.sign_in(attempt.intent.clone(), &attempt.provider_label);
        view! { <Button kind=Kind::Primary text on_press=again /> }
    });
    view! {
        {reference.map(|text| view! { <p class="quiet">{text}</p> })}
        <div class="actions">
            {action}
            <Button
                kind=Kind::Plain
                text=pane.words.label(Label::Dismiss)
                on_press=move || pane.attempt.set(None)
            />
        </div>
    }
    .into_any()
}
