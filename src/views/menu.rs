//! The menu. `state::menu` decides which items it has and what a key does.

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::prelude::*;

use super::{
    MENU_BUTTON,
    components::element::{attr, click, element, keydown},
};
use crate::{
    host::dom,
    state::{
        Pane, expect_pane,
        menu::{self, Item, MenuKeyAction},
        screen::Screen,
    },
};

/// Id of the first item, as [`id`] makes it.
const FIRST: &str = "menu-item-0";

/// The open menu. It closes itself after a choice.
#[component]
pub fn Menu(items: Vec<Item>) -> AnyView {
    let pane = expect_pane();
    let count = items.len();
    let mut current = 0;
    let on_keydown = keydown(move |event| match menu::key_action(&event.key(), current, count) {
        MenuKeyAction::Focus(index) => {
            event.prevent_default();
            current = index;
            dom::focus(&id(index));
        }
        MenuKeyAction::Close => {
            event.prevent_default();
            close(pane);
        }
        // The browser then handles the key and moves the focus on from the button.
        MenuKeyAction::Leave => close(pane),
        MenuKeyAction::Stay => {}
    });
    Pane::focus(FIRST);
    let items = items.into_iter().enumerate().map(|(index, item)| item_view(pane, index, item)).collect();
    let name = pane.text.label(Label::Menu);
    let views = vec![
        element("DIV", vec![attr("class", "scrim"), click(move || close(pane))], vec![]),
        element("DIV", vec![attr("class", "menu"), attr("role", "menu"), attr("aria-label", name), on_keydown], items),
    ];
    views.into_any()
}

fn item_view(pane: Pane, index: usize, item: Item) -> AnyView {
    // Help leads out of the pane, so it is a link. All other items act within the pane.
    let text = item.text(pane.text.sentences);
    let href = (item == Item::Help).then(|| pane.text.installation().help_url.as_str());
    let choose = click(move || {
        close(pane);
        perform(pane, &item);
    });
    let mut attributes = vec![
        attr("class", "menu__item"),
        attr("role", "menuitem"),
        attr("tabindex", "-1"),
        attr("id", id(index)),
        choose,
    ];
    let tag = if let Some(href) = href {
        attributes.extend([attr("href", href), attr("target", "_blank"), attr("rel", "noopener noreferrer")]);
        "A"
    } else {
        attributes.push(attr("type", "button"));
        "BUTTON"
    };
    element(tag, attributes, vec![text.into_any()])
}

/// Closes the menu and gives the focus back to its button.
fn close(pane: Pane) {
    pane.is_menu_open.set(false);
    dom::focus(MENU_BUTTON);
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
