//! What stands above every screen: that the endpoint is away, something to read once, a text to copy by hand.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::{Button, CopyByHand, Dynamic, Kind, Notice, Tone, maybe};
use crate::state::expect_pane;

/// The notices, if there are any.
#[component]
pub fn Notices() -> AnyView {
    let pane = expect_pane();
    let label = move |label| pane.words.label(label);
    let unreachable = move || {
        let text = latchkey_copy::unreachable(pane.words.language, pane.words.names(""));
        let notice = || {
            view! {
                <Notice tone=Tone::Waiting text>
                    <Button kind=Kind::Plain text=label(Label::TryNow) on_press=move || pane.refresh_sidebar() />
                </Notice>
            }
        };
        maybe(pane.is_cut_off.get().then(notice))
    };
    let once = move || {
        maybe(pane.notice.get().map(|notice| {
            let close = move || pane.notice.set(None);
            view! {
                <Notice tone=Tone::Lost title=notice.title text=notice.detail>
                    <Button kind=Kind::Plain text=label(Label::Dismiss) on_press=close />
                </Notice>
            }
        }))
    };
    let by_hand = move || {
        let lead = label(Label::CopyByHand);
        maybe(pane.copy_by_hand.get().map(|text| view! { <CopyByHand lead text /> }))
    };
    view! {
        <Dynamic content=unreachable />
        <Dynamic content=once />
        <Dynamic content=by_hand />
    }
    .into_any()
}
