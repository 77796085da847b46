//! What stands above every screen: that the endpoint is away, something to read once, a text to copy by hand.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::{Button, CopyByHand, Kind, Notice, Tone};
use crate::state::{Link, expect_pane};

/// The notices, if there are any.
#[component]
pub fn Notices() -> impl IntoView {
    let pane = expect_pane();
    let label = move |label| pane.words.label(label);
    let unreachable = move || {
        (pane.link.get() == Link::Unreachable).then(|| {
            let text = latchkey_copy::unreachable(pane.words.language, pane.words.names(""));
            view! {
                <Notice tone=Tone::Waiting text>
                    <Button kind=Kind::Plain text=label(Label::TryNow) on_press=move || pane.refresh_sidebar() />
                </Notice>
            }
        })
    };
    let once = move || {
        pane.notice.get().map(|notice| {
            let close = move || pane.notice.set(None);
            view! {
                <Notice tone=Tone::Lost title=notice.title text=notice.detail>
                    <Button kind=Kind::Plain text=label(Label::Dismiss) on_press=close />
                </Notice>
            }
        })
    };
    let by_hand = move || {
        pane.copy_by_hand.get().map(|text| {
            view! { <CopyByHand lead=label(Label::CopyByHand) text /> }
        })
    };
    view! {
        {unreachable}
        {once}
        {by_hand}
    }
}
