//! The pane: the sidebar that people see in Outlook, in the Chrome extension or in a browser page.
//!
//! Dependencies go one way: `views` → `state` → {`api`, `host`} → `latchkey-wire`. Views show the state and call its
//! actions; the state decides. `api` talks to the endpoint, and `host` to the program that shows the pane.
//!
//! # What is unusual here, and what that saves
//! Program and glue are 121,106 bytes after Brotli. What each saves was measured on 30 November 2026, when they were 117,908,
//! by building the pane without it:
//!
//! | instead of the usual way | where | saves |
//! |---|---|---|
//! | the browser parses JSON, and the fields are taken one by one | `json` | 34,135 bytes beside what serde derives (968 beside a parser of our own) |
//! | elements of one type | `views::components::element` | more than 2,493 bytes, which 7 of 21 components cost with Leptos' builders |
//! | short names in the glue, and one way to start | `dev/pane-glue` | 5,263 bytes |
//! | no `wasm-streams` | `crates/wasm-streams` | 4,845 bytes |
//! | no `leptos_config` | `crates/leptos-config` | no bytes; 12 crates, which take 13 s of a first build |
//!
//! What saves less than a kilobyte, and no time, is not worth its code.

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

/// Starts the pane in the page that loaded it.
pub fn start() {
    // A release has no symbol names, so its traces would be unreadable. Without the hook the pane is a hundredth smaller.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    // If no endpoint has filled in the page, the shell stays and tells the reader to reload.
    let Some(installation) = dom::installation() else { return };
    let host = find_host();
    dom::set_title(&installation.product_name);
    // English is built in, so it needs no request.
    spawn_local(async move {
        let sentences = api::load_sentences(state::language_for(&host.languages())).await;
        mount(host, installation, sentences);
    });
}

/// Replaces the shell with the pane.
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
