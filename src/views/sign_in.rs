//! The sign-in under way, and how it ended. There is always a way on: open again, copy, cancel, or the one action
//! that helps after the end.

mod decision;
mod outcome;
mod progress;

use latchkey_wire::Phase;
use leptos::prelude::*;

use super::components::{Card, CardTitle, Dynamic, IconName, Text, maybe};
use crate::state::{
    Pane, expect_pane,
    sign_in::{Attempt, TITLE},
};
use decision::decision;
use outcome::outcome;
use progress::progress;

/// The panel, while there is a sign-in to tell about.
#[component]
pub fn SignIn() -> AnyView {
    let pane = expect_pane();
    view! { <Dynamic content=move || maybe(pane.attempt.get().map(|attempt| panel(pane, attempt))) /> }.into_inner()
}

fn panel(pane: Pane, attempt: Attempt) -> AnyView {
    let names = pane.words.names(&attempt.provider_label);
    let title = latchkey_copy::phase_title(pane.words.language, attempt.phase(), names);
    let sentence = latchkey_copy::phase(pane.words.language, attempt.phase(), names);
    let (class, icon) = match attempt.phase() {
        Phase::Succeeded { .. } => ("card card--good", IconName::Working),
        phase if phase.is_final() => ("card card--lost", IconName::Lost),
        _ => ("card card--active", IconName::Waiting),
    };
    let rest = match attempt.phase() {
        Phase::AwaitingSwitch { .. } => decision(pane, &attempt),
        phase if phase.is_final() => outcome(pane, attempt),
        _ => progress(pane, &attempt),
    };
    view! {
        <Card class title_id=TITLE>
            <CardTitle id=TITLE icon text=title />
            <Text text=sentence />
            {rest}
        </Card>
    }
    .into_inner()
}
