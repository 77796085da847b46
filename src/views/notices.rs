//! The notices above every screen: the endpoint or the host does not answer, the host shows another mailbox, a code let
//! another sidebar in, a problem to read once, a text to copy by hand.

use latchkey_copy::Label;
use latchkey_wire::{LetIn, Purpose};
use leptos::prelude::*;

use super::components::{Button, ButtonKind, CopyByHand, Dynamic, Notice, Tone, all, maybe};
use crate::{
    host::{DateStyle, HostProblem},
    state::{Pane, expect_pane, screen::Screen},
};

/// All notices that apply. Empty if there are none.
#[component]
pub fn Notices() -> AnyView {
    let pane = expect_pane();
    let label = move |label| pane.text.label(label);
    let unreachable = move || {
        let text = latchkey_copy::unreachable(pane.text.sentences, pane.text.names(""));
        let notice = || {
            view! {
                <Notice tone=Tone::Waiting text>
                    <Button kind=ButtonKind::Plain text=label(Label::TryNow) on_press=move || pane.refresh_sidebar() />
                </Notice>
            }
        };
        maybe(pane.is_cut_off.get().then(notice))
    };
    let silent = move || {
        let notice = |HostProblem::Silent| {
            view! {
                <Notice tone=Tone::Waiting text=label(Label::HostSilent).to_owned()>
                    <Button kind=ButtonKind::Plain text=label(Label::Dismiss) on_press=move || pane.dismiss_host_problem() />
                </Notice>
            }
        };
        maybe(pane.host_problem.get().map(notice))
    };
    let mailbox = move || {
        let notice = |(shown, connected): (String, String)| {
            let text = latchkey_copy::another_mailbox(pane.text.sentences, &shown, &connected);
            let dismiss = move || pane.dismiss_another_mailbox(&shown, &connected);
            view! {
                <Notice tone=Tone::Waiting text>
                    <Button kind=ButtonKind::Plain text=label(Label::Change) on_press=move || pane.start_change(Purpose::Mailbox) />
                    <Button kind=ButtonKind::Plain text=label(Label::Dismiss) on_press=dismiss />
                </Notice>
            }
        };
        let is_at_rest = matches!(pane.screen.get(), Screen::Home | Screen::Settings(Purpose::Mailbox));
        maybe(pane.another_mailbox().filter(|_| is_at_rest).map(notice))
    };
    let once = move || {
        maybe(pane.notice.get().map(|notice| {
            let close = move || pane.dismiss_problem();
            view! {
                <Notice tone=Tone::Lost title=notice.title text=notice.detail>
                    <Button kind=ButtonKind::Plain text=label(Label::Dismiss) on_press=close />
                </Notice>
            }
        }))
    };
    let by_hand = move || {
        let lead = label(Label::CopyByHand);
        maybe(pane.copy_by_hand.get().map(|text| view! { <CopyByHand lead text /> }))
    };
    let let_in = move || all(pane.let_in.get().into_iter().filter_map(|one| let_in(pane, one)));
    view! {
        <Dynamic content=let_in />
        <Dynamic content=unreachable />
        <Dynamic content=silent />
        <Dynamic content=mailbox />
        <Dynamic content=once />
        <Dynamic content=by_hand />
    }
    .into_any()
}

/// Announces another sidebar that a code let in, with a button that ends it.
fn let_in(pane: Pane, one: LetIn) -> Option<AnyView> {
    let connection = pane.connections.read().iter().find(|known| known.id == one.connection).cloned()?;
    let label = move |label| pane.text.label(label);
    let when = pane.date(one.at, DateStyle::Moment);
    let names = pane.text.names(&connection.provider_label);
    let text = latchkey_copy::let_in(pane.text.sentences, &connection.account, names, &when);
    let (ended, closed) = (one.id.clone(), one.id);
    let notice = view! {
        <Notice tone=Tone::Lost text>
            <Button kind=ButtonKind::Primary text=label(Label::EndIt) on_press=move || pane.end_sidebar(&ended) />
            <Button kind=ButtonKind::Plain text=label(Label::Dismiss) on_press=move || pane.dismiss_sidebar(&closed) />
        </Notice>
    };
    Some(notice.into_inner())
}
