//! The menu. Which items it has and what a key does is decided in `state::menu`.

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::prelude::*;

use super::{
    MENU_BUTTON,
    components::{all, click, keydown},
};
use crate::{
    host::page,
    state::{
        Pane, expect_pane,
        landing::Screen,
        menu::{self, Item, Step},
    },
};

/// Id of the first item, as [`id`] makes it.
const FIRST: &str = "menu-item-0";

/// The open menu. It closes itself.
#[component]
pub fn Menu(open: RwSignal<bool>) -> AnyView {
    let pane = expect_pane();
    let items = menu::items(&pane.rules.read_untracked().offers, &pane.connections.read_untracked());
    let count = items.len();
    let mut current = 0;
    let on_keydown = keydown(move |event| match menu::step(&event.key(), current, count) {
        Step::Focus(index) => {
            event.prevent_default();
            current = index;
            page::focus(&id(index));
        }
        Step::Close => {
            event.prevent_default();
            close(open);
        }
        // The key itself then moves on from the button.
        Step::Leave => close(open),
        Step::Stay => {}
    });
    Pane::focus(FIRST);
    let items = all(items.into_iter().enumerate().map(|(index, item)| item_view(pane, index, item, open)));
    view! {
        <div class="scrim" on:click=click(move || close(open))></div>
        <div class="menu" role="menu" aria-label=pane.words.label(Label::Menu) on:keydown=on_keydown>
            {items}
        </div>
    }
    .into_any()
}

fn item_view(pane: Pane, index: usize, item: Item, open: RwSignal<bool>) -> AnyView {
    // Help leads out of the pane, so it is a link; everything else acts here.
    let text = item.text(pane.words.language);
    let href = (item == Item::Help).then(|| pane.words.installation().help_url.as_str());
    let choose = click(move || {
        close(open);
        perform(pane, &item);
    });
    match href {
        Some(href) => view! {
            <a
                class="menu__item"
                role="menuitem"
                tabindex="-1"
                id=id(index)
                href=href
                target="_blank"
                rel="noopener noreferrer"
                on:click=choose
            >
                {text}
            </a>
        }
        .into_any(),
        None => view! {
            <button
                class="menu__item"
                type="button"
                role="menuitem"
                tabindex="-1"
                id=id(index)
                on:click=choose
            >
                {text}
            </button>
        }
        .into_any(),
    }
}

/// Closes the menu and gives the focus back to its button.
fn close(open: RwSignal<bool>) {
    open.set(false);
    page::focus(MENU_BUTTON);
}

fn perform(pane: Pane, item: &Item) {
    match item {
        Item::SetUpSync => pane.show(Screen::SetUp),
        Item::YourAccount(_) => pane.show(Screen::Settings(Purpose::Crm)),
        Item::SyncSettings => pane.show(Screen::Settings(Purpose::Mailbox)),
        Item::About => pane.show(Screen::About),
        Item::RefreshSidebar => pane.refresh_sidebar(),
        Item::LogOut => pane.log_out(),
        Item::Help => {}
    }
}

fn id(index: usize) -> String {
    format!("menu-item-{index}")
}
