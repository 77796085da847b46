//! While somebody is signing in: the code, until when it is waited for, and the ways on.

use latchkey_copy::Label;
use latchkey_wire::Phase;
use leptos::prelude::*;

use crate::{
    api::ApiError,
    host::DateStyle,
    state::{
        Pane,
        sign_in::{Attempt, Known, Window},
    },
    views::components::{Button, Dynamic, Group, Kind, Link, Text, all, maybe},
};

/// What is waited for.
pub fn progress(pane: Pane, attempt: &Attempt) -> AnyView {
    let label = move |label| pane.words.label(label);
    let is_blocked = attempt.window == Window::Blocked;
    let provider = attempt.provider_label.clone();
    let stuck = move || maybe(pane.is_stuck.get().then(|| stuck(pane, provider.clone())));
    view! {
        {maybe(attempt.known.as_ref().map(|known| code(pane, known)))}
        {maybe(attempt.trouble.as_ref().map(|trouble| trouble_view(pane, trouble)))}
        {maybe(is_blocked.then(|| blocked(pane)))}
        {maybe((*attempt.phase() == Phase::Waiting).then(|| view! { <Dynamic content=stuck /> }))}
        <Group class="actions">
            <Button kind=Kind::Plain text=label(Label::OpenAgain) on_press=move || pane.open_again() />
            <Button kind=Kind::Plain text=label(Label::CopyLink) on_press=move || pane.copy(pane.sign_in_address()) />
            <Button kind=Kind::Quiet text=label(Label::Cancel) on_press=move || pane.cancel_sign_in() />
        </Group>
    }
    .into_any()
}

fn code(pane: Pane, known: &Known) -> AnyView {
    let until = pane.date(known.deadline_at, DateStyle::Time);
    let code = known.match_code.clone();
    view! {
        <Group class="match">
            <Text text=pane.words.label(Label::MatchCodeLead) />
            <Text class="match__code" text=code />
        </Group>
        <Text class="quiet" text=latchkey_copy::waits_until(pane.words.sentences, &until) />
    }
    .into_any()
}

fn trouble_view(pane: Pane, trouble: &ApiError) -> AnyView {
    let sentences = pane.words.sentences;
    let text = match trouble {
        ApiError::Refused(code) => pane.problem(*code),
        ApiError::SessionRefused | ApiError::Unreachable => latchkey_copy::unreachable(sentences, pane.words.names("")),
    };
    view! {
        <Text class="trouble" text />
        <Group class="actions">
            <Button kind=Kind::Primary text=pane.words.label(Label::TryNow) on_press=move || pane.register() />
        </Group>
    }
    .into_any()
}

/// Help, and the note for whoever can install the app if that may be what is missing.
fn stuck(pane: Pane, provider: String) -> AnyView {
    let help = pane.stuck();
    let note = (help.len() > 1).then(|| {
        let text = pane.words.label(Label::CopyNoteToInstall);
        view! { <Button kind=Kind::Plain text on_press=move || pane.copy_note_to_install(&provider) /> }
    });
    view! {
        {all(help.into_iter().map(|text| view! { <Text class="trouble" text /> }))}
        {maybe(note)}
    }
    .into_any()
}

fn blocked(pane: Pane) -> AnyView {
    let text = pane.words.label(Label::OpenSignInPage);
    view! {
        <Text class="trouble" text=pane.words.label(Label::WindowBlocked) />
        // The sign-in's last page hands its proof to its opener, so this page must remain that.
        <Link class="button button--primary" href=pane.sign_in_address() rel="opener" text />
    }
    .into_any()
}
