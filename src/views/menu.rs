//! The menu. Which items it has and what a key does is decided in `state::menu`.

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::{ev::KeyboardEvent, prelude::*};

use super::components::{Press, all};
use crate::{
    host::page,
    state::{
        Pane, expect_pane,
        landing::Screen,
        menu::{self, Item, Step},
    },
};

/// The open menu. `close` closes it and gives the focus back to its button.
#[component]
pub fn Menu(close: Callback<()>) -> AnyView {
    let pane = expect_pane();
    let items = menu::items(pane.words.installation(), &pane.connections.get_untracked());
    let count = items.len();
    let current = StoredValue::new(0);
    let focus = move |index: usize| {
        current.set_value(index);
        page::focus(&id(index));
    };
    let on_keydown = move |event: KeyboardEvent| match menu::step(&event.key(), current.get_value(), count) {
        Step::Focus(index) => {
            event.prevent_default();
            focus(index);
        }
        Step::Close => {
            event.prevent_default();
            close.run(());
        }
        // The key itself then moves on from the button.
        Step::Leave => close.run(()),
        Step::Stay => {}
    };
    Effect::new(move |_| focus(0));
    let items = all(items.into_iter().enumerate().map(|(index, item)| item_view(pane, index, item, close)));
    view! {
        <div class="scrim" on:click=move |_| close.run(())></div>
        <div class="menu" role="menu" aria-label=pane.words.label(Label::Menu) on:keydown=on_keydown>
            {items}
        </div>
    }
    .into_any()
}

fn item_view(pane: Pane, index: usize, item: Item, close: Callback<()>) -> AnyView {
    // Help leads out of the pane, so it is a link; everything else acts here.
    let href = (item == Item::Help).then(|| pane.words.installation().help_url.as_str());
    let choose = Press::from(move || {
        close.run(());
        perform(pane, item);
    });
    let text = pane.words.label(item.label());
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
                on:click=move |_| choose.run()
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
                on:click=move |_| choose.run()
            >
                {text}
            </button>
        }
        .into_any(),
    }
}

fn perform(pane: Pane, item: Item) {
    match item {
        Item::SetUpSync => pane.show(Screen::SetUp),
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
