//! The sign-in under way, and its outcome. The person always has a next step: open the window again, copy its address,
//! cancel, or, after the end, the one action that helps.

mod decision;
mod outcome;
mod progress;

use latchkey_copy::Label;
use latchkey_wire::Phase;
use leptos::prelude::*;

use super::components::{Button, ButtonKind, Card, CardTitle, Dynamic, Group, IconName, Text, maybe};
use crate::state::{
    Pane,
    admin_step::AdminStep,
    expect_pane,
    password_form::is_in_form,
    sign_in::{SignInAttempt, TITLE},
};
use decision::decision;
use outcome::outcome;
use progress::progress;

/// The panel, while there is a sign-in to show.
#[component]
pub fn SignIn() -> AnyView {
    let pane = expect_pane();
    let content = move || {
        // An open form for a password shows the outcome itself.
        let is_told = |attempt: &SignInAttempt| !attempt.is_over() && is_in_form(pane.field.read().as_ref(), attempt);
        maybe(pane.attempt.get().filter(|attempt| !is_told(attempt)).map(|attempt| panel(pane, attempt)))
    };
    view! { <Dynamic content /> }.into_inner()
}

fn panel(pane: Pane, attempt: SignInAttempt) -> AnyView {
    if pane.is_trying_password(&attempt) {
        return checking_card(pane);
    }
    let names = pane.text.names(&attempt.provider_label);
    let title = latchkey_copy::phase_title(pane.text.sentences, attempt.phase(), names);
    let sentence = pane.phase_sentence(&attempt.offer, &attempt.provider_label, attempt.phase());
    let (class, icon) = match attempt.phase() {
        Phase::Succeeded { .. } => ("card card--good", IconName::Working),
        Phase::ServerFound { .. } => ("card card--active", IconName::Waiting),
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

/// Copies a note for an administrator who may have to act before this sign-in can succeed.
fn note_button(pane: Pane, attempt: &SignInAttempt) -> Option<AnyView> {
    let step = pane.admin_step(&attempt.offer, attempt.phase())?;
    let text = pane.text.label(match step {
        AdminStep::Install => Label::CopyNoteToInstall,
        AdminStep::Approve => Label::CopyNoteToApprove,
    });
    let SignInAttempt { offer, provider_label, .. } = attempt.clone();
    let copy = move || pane.copy_step_note(step, &offer, &provider_label);
    Some(view! { <Button kind=ButtonKind::Plain text on_press=copy /> }.into_inner())
}

/// Shown while the endpoint tries a password whose form is no longer open.
fn checking_card(pane: Pane) -> AnyView {
    let label = move |label| pane.text.label(label);
    view! {
        <Card class="card card--active" title_id=TITLE>
            <CardTitle id=TITLE icon=IconName::Waiting text=label(Label::Checking) />
            <Group class="actions">
                <Button kind=ButtonKind::Quiet text=label(Label::Cancel) on_press=move || pane.leave_sign_in() />
            </Group>
        </Card>
    }
    .into_inner()
}
