//! The frame's head: whose pane this is, whether something is lost, and the menu.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::{
    components::{Icon, IconName},
    menu::Menu,
};
use crate::{
    host::page,
    state::{expect_pane, menu},
};

/// Id of the menu button. Measurements of start-up look for it, in the shell and here.
pub const MENU_BUTTON: &str = "menu-btn";

const STATUS: &str = "menu-status";

/// Head of the pane.
#[component]
pub fn Header(menu_open: bool) -> impl IntoView {
    let pane = expect_pane();
    let open = RwSignal::new(menu_open);
    let is_lost = Memo::new(move |_| menu::is_anything_lost(pane.overview.read().as_ref()));
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "ArrowDown" {
            event.prevent_default();
            open.set(true);
        }
    };
    let close = move || {
        open.set(false);
        page::focus(MENU_BUTTON);
    };
    view! {
        <header class="header">
            <Icon name=IconName::Latchkey />
            <h1 class="header__name">{pane.words.installation().product_name.as_str()}</h1>
            {move || {
                is_lost
                    .get()
                    .then(|| {
                        view! {
                            <span class="mark mark--lost" id=STATUS>
                                <Icon name=IconName::Lost />
                                {pane.words.label(Label::StatusLost)}
                            </span>
                        }
                    })
            }}
            <button
                class="button button--quiet"
                type="button"
                id=MENU_BUTTON
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                aria-describedby=move || is_lost.get().then_some(STATUS)
                on:click=move |_| open.update(|open| *open = !*open)
                on:keydown=on_keydown
            >
                {pane.words.label(Label::Menu)}
            </button>
            {move || open.get().then(|| view! { <Menu close=Callback::new(move |()| close()) /> })}
        </header>
    }
}
