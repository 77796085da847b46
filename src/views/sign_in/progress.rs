//! A sign-in under way: the field for the code (if the window had no key), the deadline, and what the person can do until
//! then.

use std::sync::Arc;

use latchkey_copy::Label;
use latchkey_wire::Phase;
use leptos::prelude::*;

use super::note_button;
use crate::{
    api::RequestError,
    host::DateStyle,
    state::{
        Pane,
        sign_in::{AttemptProgress, CODE, SignInAttempt, WindowState},
    },
    views::components::{Button, ButtonKind, Dynamic, Field, FieldKind, FieldSpec, Group, Link, Text, all, maybe},
};

/// The rest of the panel while a sign-in is under way.
pub fn progress(pane: Pane, attempt: &SignInAttempt) -> AnyView {
    let label = move |label| pane.text.label(label);
    let is_waiting = *attempt.phase() == Phase::Waiting;
    let is_blocked = is_waiting && attempt.window == WindowState::Blocked;
    let code = (*attempt.phase() == Phase::AwaitingProof).then(|| code_field(pane, attempt));
    let stuck = move || maybe(pane.is_stuck.get().then(|| stuck_help(pane)));
    view! {
        {maybe(code)}
        {maybe(attempt.progress.as_ref().map(|progress| deadline_text(pane, progress)))}
        {maybe(attempt.trouble.as_ref().map(|trouble| error_view(pane, trouble)))}
        {maybe(is_blocked.then(|| blocked_window(pane)))}
        {maybe(is_waiting.then(|| view! { <Dynamic content=stuck /> }))}
        <Group class="actions">
            {maybe(is_waiting.then(|| other_windows(pane)))}
            <Button kind=ButtonKind::Quiet text=label(Label::Cancel) on_press=move || pane.leave_sign_in() />
        </Group>
    }
    .into_any()
}

/// Buttons that open the window again, here or in another browser.
fn other_windows(pane: Pane) -> AnyView {
    let label = move |label| pane.text.label(label);
    view! {
        <Button kind=ButtonKind::Plain text=label(Label::OpenAgain) on_press=move || pane.reopen_window() />
        <Button kind=ButtonKind::Plain text=label(Label::CopyLink) on_press=move || pane.copy_link() />
    }
    .into_any()
}

fn deadline_text(pane: Pane, progress: &AttemptProgress) -> AnyView {
    let until = pane.date(progress.deadline_at, DateStyle::Time);
    view! { <Text class="quiet" text=latchkey_copy::waits_until(pane.text.sentences, &until) /> }.into_inner()
}

/// The field for the code that the window shows. The code is submitted as soon as it is complete.
fn code_field(pane: Pane, attempt: &SignInAttempt) -> AnyView {
    let left = attempt.tries_left().map(|left| latchkey_copy::code_wrong(pane.text.sentences, &left.to_string()));
    let spec = FieldSpec {
        id: CODE,
        kind: FieldKind::Code,
        name: pane.text.label(Label::CodeOfWindow),
        hint: String::new(),
        value: String::new(),
    };
    let error = Arc::new(move || left.clone());
    view! { <Field spec error on_enter=move || pane.submit_code() on_input=move || pane.submit_code() /> }.into_inner()
}

fn error_view(pane: Pane, trouble: &RequestError) -> AnyView {
    let sentences = pane.text.sentences;
    let text = match trouble {
        RequestError::Refused(code) => pane.problem(*code),
        RequestError::SessionRefused | RequestError::Unreachable => {
            latchkey_copy::unreachable(sentences, pane.text.names(""))
        }
    };
    view! {
        <Text class="trouble" text />
        <Group class="actions">
            <Button kind=ButtonKind::Primary text=pane.text.label(Label::TryNow) on_press=move || pane.register_sign_in() />
        </Group>
    }
    .into_any()
}

/// Help, and a note for the administrator where the app may have to be installed or approved first.
fn stuck_help(pane: Pane) -> AnyView {
    let help = pane.stuck_help().into_iter();
    view! {
        {all(help.map(|text| view! { <Text class="trouble" text /> }))}
        {maybe(pane.attempt.peek().as_ref().and_then(|attempt| note_button(pane, attempt)))}
    }
    .into_any()
}

fn blocked_window(pane: Pane) -> AnyView {
    let text = pane.text.label(Label::OpenSignInPage);
    view! {
        <Text class="trouble" text=pane.text.label(Label::WindowBlocked) />
        // The window's first page asks its opener for a key, so this page must be its opener.
        <Link class="button button--primary" href=pane.sign_in_address() rel="opener" text />
    }
    .into_any()
}
