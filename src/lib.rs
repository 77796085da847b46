//! The pane: the sidebar that people see in Outlook, in the Chrome extension or in a browser page.
//!
//! `views` → `state` → {`api`, `host`} → `latchkey-wire`, never back: views show what the state knows and call its
//! actions; the state decides; `api` speaks with the endpoint and `host` with the program that shows the pane.

mod api;
mod host;
mod json;
mod state;
mod views;

use std::rc::Rc;

use latchkey_copy::Sentences;
use latchkey_wire::Installation;
use leptos::mount::mount_to;
use wasm_bindgen_futures::spawn_local;

use host::{
    Host,
    browser::BrowserHost,
    dom,
    extension::ExtensionHost,
    outlook::{self, OutlookHost},
};
use state::{Pane, provide_pane};
use views::{App, AppProps};

/// Starts the pane in the page that it was loaded by.
pub fn start() {
    // A release carries no names that would make its traces readable, so it does without: a hundredth of the pane.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    // A page that no endpoint has filled in keeps its shell, which tells the reader to load it again.
    let Some(installation) = dom::installation() else { return };
    let host = find_host();
    dom::set_title(&installation.product_name);
    // English waits for nothing.
    spawn_local(async move {
        let sentences = api::load_sentences(state::language_for(&host.languages())).await;
        mount(host, installation, sentences);
    });
}

/// Puts the pane in the place of the shell.
fn mount(host: Rc<dyn Host>, installation: Installation, sentences: Sentences) {
    let language = sentences.language();
    dom::set_language(language.tag(), language.direction());
    let shell = dom::take_over_shell();
    let mounted = mount_to(dom::root(), move || {
        let pane = Pane::new(host, installation, sentences);
        provide_pane(pane);
        pane.answer_windows();
        pane.follow_host();
        pane.start_sync();
        App(AppProps { menu_open: shell.menu_asked })
    });
    // The pane lives as long as its page.
    mounted.forget();
    if shell.menu_focused && !shell.menu_asked {
        dom::focus(views::MENU_BUTTON);
    }
    dom::mark_usable();
}

/// Finds the host, once. No other code asks which host it is.
fn find_host() -> Rc<dyn Host> {
    if let Some(extension) = ExtensionHost::find() {
        return Rc::new(extension);
    }
    if outlook::is_outlook_page() { Rc::new(OutlookHost::new()) } else { Rc::new(BrowserHost::default()) }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
