//! The frame's head: whose pane this is, whether something is lost, and the menu.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::{
    components::{Dynamic, Group, Icon, IconName, Mark, click, keydown, maybe},
    menu::Menu,
};
use crate::state::{expect_pane, menu};

/// Id of the menu button. Measurements of start-up look for it, in the shell and here.
pub const MENU_BUTTON: &str = "menu-btn";

const STATUS: &str = "menu-status";

/// Head of the pane. `menu_open`: it begins with the menu open.
#[component]
pub fn Header(menu_open: bool) -> AnyView {
    let pane = expect_pane();
    let open = RwSignal::new(menu_open);
    let is_lost = Memo::new(move |_| menu::is_anything_lost(&pane.connections.read()));
    let status = move || {
        let text = pane.words.label(Label::StatusLost);
        let mark = || view! { <Mark class="mark mark--lost" id=STATUS icon=IconName::Lost text /> };
        maybe(is_lost.get().then(mark))
    };
    let menu = move || maybe(open.get().then(|| view! { <Menu open /> }));
    view! {
        <header class="header">
            <Icon name=IconName::Latchkey />
            <h1 class="header__name">{pane.words.installation().product_name.as_str()}</h1>
            <Group class="header__end">
                <Dynamic content=status />
                <MenuButton open is_lost />
            </Group>
            <Dynamic content=menu />
        </header>
    }
    .into_any()
}

#[component]
fn MenuButton(open: RwSignal<bool>, is_lost: Memo<bool>) -> AnyView {
    let on_keydown = keydown(move |event| {
        if event.key() == "ArrowDown" {
            event.prevent_default();
            open.set(true);
        }
    });
    view! {
        <button
            class="button button--quiet"
            type="button"
            id=MENU_BUTTON
            aria-haspopup="menu"
            aria-expanded=move || Some(if open.get() { "true" } else { "false" })
            aria-describedby=move || is_lost.get().then_some(STATUS)
            on:click=click(move || open.update(|open| *open = !*open))
            on:keydown=on_keydown
        >
            {expect_pane().words.label(Label::Menu)}
        </button>
    }
    .into_any()
}
