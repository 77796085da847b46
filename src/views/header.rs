//! The header: the product's name, whether a connection is lost, and the menu.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::{
    components::{
        Dynamic, Group, Icon, IconName, Mark,
        element::{attr, attr_live, click, element, keydown},
        maybe,
    },
    menu::Menu,
};
use crate::state::{Pane, expect_pane};

/// Id of the menu button, both in the shell and here. Measurements of start-up look for it.
pub const MENU_BUTTON: &str = "menu-btn";

const STATUS: &str = "menu-status";

/// The header of the pane. `menu_open`: whether the menu is open at first.
#[component]
pub fn Header(menu_open: bool) -> AnyView {
    let pane = expect_pane();
    pane.is_menu_open.set(menu_open);
    let status = move || {
        let text = pane.text.label(Label::StatusLost);
        let mark = || view! { <Mark class="mark mark--lost" id=STATUS icon=IconName::Lost text /> };
        maybe(pane.is_anything_lost.get().then(mark))
    };
    let open_menu = move || view! { <Menu items=pane.menu_items.get() /> };
    let menu = move || maybe(pane.is_menu_open.get().then(open_menu));
    let name = pane.text.installation().product_name.clone().into_any();
    let content = view! {
        <Icon name=IconName::Latchkey />
        {element("H1", vec![attr("class", "header__name")], vec![name])}
        <Group class="header__end">
            <Dynamic content=status />
            {menu_button(pane)}
        </Group>
        <Dynamic content=menu />
    };
    element("HEADER", vec![attr("class", "header")], vec![content.into_any()])
}

fn menu_button(pane: Pane) -> AnyView {
    let on_keydown = keydown(move |event| {
        if event.key() == "ArrowDown" {
            event.prevent_default();
            pane.is_menu_open.set(true);
        }
    });
    let attributes = vec![
        attr("class", "button button--quiet"),
        attr("type", "button"),
        attr("id", MENU_BUTTON),
        attr("aria-haspopup", "menu"),
        attr_live("aria-expanded", move || Some(if pane.is_menu_open.get() { "true" } else { "false" })),
        attr_live("aria-describedby", move || pane.is_anything_lost.get().then_some(STATUS)),
        click(move || pane.is_menu_open.update(|open| *open = !*open)),
        on_keydown,
    ];
    element("BUTTON", attributes, vec![pane.text.label(Label::Menu).to_owned().into_any()])
}
