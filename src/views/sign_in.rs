//! The sign-in under way, and how it ended. There is always a way on: open again, copy, cancel, or the one action
//! that helps after the end.

mod outcome;
mod progress;

use leptos::prelude::*;

use super::components::{Icon, IconName};
use crate::state::{expect_pane, sign_in::Attempt};
use outcome::outcome;
use progress::progress;

const TITLE: &str = "sign-in-title";

/// The panel, while there is a sign-in to tell about.
#[component]
pub fn SignIn() -> impl IntoView {
    let pane = expect_pane();
    let panel = move |attempt: Attempt| {
        let names = pane.words.names(&attempt.provider_label);
        let title = latchkey_copy::phase_title(pane.words.language, attempt.phase(), names);
        let sentence = latchkey_copy::phase(pane.words.language, attempt.phase(), names);
        let (class, icon) = match attempt.phase() {
            latchkey_wire::Phase::Succeeded { .. } => ("card card--good", IconName::Working),
            phase if phase.is_final() => ("card card--lost", IconName::Lost),
            _ => ("card card--active", IconName::Waiting),
        };
        let rest = if attempt.is_over() { outcome(pane, attempt) } else { progress(pane, &attempt) };
        view! {
            <section class=class aria-labelledby=TITLE>
                <h2 class="card__title card__title--icon" id=TITLE tabindex="-1">
                    <Icon name=icon />
                    {title}
                </h2>
                <p>{sentence}</p>
                {rest}
            </section>
        }
    };
    move || pane.attempt.get().map(panel)
}
