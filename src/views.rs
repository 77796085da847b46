//! The user interface. Views follow values of `state` and call its actions; `state` makes all decisions.
//!
//! `components` is the design system; every other module is a screen or a part of the frame around them. The
//! stylesheets in `assets/styles` follow the same names.
//!
//! # To add a screen
//! Add it to `state::screen::Screen`, write its module here, and name it in [`App`]. Give it a
//! [`components::ScreenHeading`], so that it receives the focus when it opens.

mod about;
mod browser_choices;
mod components;
mod connection_card;
mod header;
mod home;
mod loading;
mod loss_dialog;
mod menu;
mod notices;
mod offers;
mod password_form;
mod primary_action;
mod session_over;
mod set_up;
mod settings;
mod sign_in;

use leptos::prelude::*;

use crate::state::{expect_pane, screen::Screen};
use components::{
    Dynamic,
    element::{attr, element},
};
pub use header::MENU_BUTTON;

/// The whole pane. `menu_open`: the person has already pressed the menu button of the shell.
#[component]
pub fn App(menu_open: bool) -> AnyView {
    let pane = expect_pane();
    let screen = move || match pane.screen.get() {
        Screen::Loading => view! { <loading::Loading /> },
        Screen::Home => view! { <home::Home /> },
        Screen::SetUp => view! { <set_up::SetUp /> },
        Screen::Settings(purpose) | Screen::Change(purpose) | Screen::Refresh(purpose) => {
            view! { <settings::Settings purpose /> }
        }
        Screen::About => view! { <about::About /> },
        Screen::SessionOver => view! { <session_over::SessionOver /> },
    };
    let main = view! {
        <notices::Notices />
        <sign_in::SignIn />
        <Dynamic content=screen />
    };
    let announcement = view! { <Dynamic content=move || pane.announcement.get() /> };
    let status = vec![attr("class", "unseen"), attr("role", "status"), attr("aria-live", "polite")];
    let parts = view! {
        <header::Header menu_open />
        {element("MAIN", vec![attr("class", "main")], vec![main.into_any()])}
        <loss_dialog::Lost />
        {element("P", status, vec![announcement.into_inner()])}
    };
    element("DIV", vec![attr("class", "pane")], vec![parts.into_any()])
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;
