//! While somebody is signing in: the code, until when it is waited for, and the ways on.

use latchkey_copy::Label;
use leptos::prelude::*;

use crate::{
    api::ApiError,
    host::DateStyle,
    state::{
        Pane,
        sign_in::{Attempt, Known, Window},
    },
    views::components::{Button, Kind},
};

pub fn progress(pane: Pane, attempt: &Attempt) -> AnyView {
    let label = move |label| pane.words.label(label);
    view! {
        {attempt.known.as_ref().map(|known| code(pane, known))}
        {attempt.trouble.as_ref().map(|trouble| trouble_view(pane, trouble))}
        {(attempt.window == Window::Blocked).then(|| blocked(pane))}
        <div class="actions">
            <Button kind=Kind::Plain text=label(Label::OpenAgain) on_press=move || pane.open_again() />
            <Button kind=Kind::Plain text=label(Label::CopyLink) on_press=move || pane.copy(pane.sign_in_address()) />
            <Button kind=Kind::Quiet text=label(Label::Cancel) on_press=move || pane.cancel_sign_in() />
        </div>
    }
    .into_any()
}

fn code(pane: Pane, known: &Known) -> impl IntoView + use<> {
    let until = pane.words.date(&*pane.host(), known.deadline_at, DateStyle::Time);
    view! {
        <p>{pane.words.label(Label::MatchCodeLead)} " " <strong class="code">{known.match_code.clone()}</strong></p>
        <p class="quiet">{latchkey_copy::waits_until(pane.words.language, &until)}</p>
    }
}

fn trouble_view(pane: Pane, trouble: &ApiError) -> impl IntoView + use<> {
    let language = pane.words.language;
    let text = match trouble {
        ApiError::Refused(code) => {
            let title = latchkey_copy::problem_title(language, *code);
            format!("{title} {}", latchkey_copy::problem_detail(language, *code))
        }
        ApiError::SessionRefused | ApiError::Unreachable => latchkey_copy::unreachable(language, pane.words.names("")),
    };
    view! {
        <p class="trouble">{text}</p>
        <div class="actions">
            <Button kind=Kind::Primary text=pane.words.label(Label::TryNow) on_press=move || pane.register() />
        </div>
    }
}

fn blocked(pane: Pane) -> impl IntoView {
    // The sign-in's last page hands its proof to its opener, so the link must remain one.
    view! {
        <p class="trouble">{pane.words.label(Label::WindowBlocked)}</p>
        <p>
            <a class="button button--primary" href=pane.sign_in_address() target="_blank" rel="opener">
                {pane.words.label(Label::OpenSignInPage)}
            </a>
        </p>
    }
}
