//! Which view each browser is switched to. Switching takes as long as looking does, and tests look many times.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use thirtyfour::{WebDriver, WindowHandle};

use super::View;

/// By the session of the browser.
static CURRENT: LazyLock<Mutex<HashMap<String, WindowHandle>>> = LazyLock::new(Mutex::default);

fn session(web_driver: &WebDriver) -> String {
    web_driver.handle().session_id().to_string()
}

/// Whether a browser is switched to this view. A page that loads anew has lost its frames, without an error.
pub(super) fn is(view: &View) -> bool {
    let current = CURRENT.lock().unwrap();
    view.frame.is_none() && current.get(&session(&view.web_driver)) == Some(&view.window)
}

pub(super) fn set(view: &View) {
    if view.frame.is_none() {
        CURRENT.lock().unwrap().insert(session(&view.web_driver), view.window.clone());
    }
}

pub(super) fn forget(web_driver: &WebDriver) {
    CURRENT.lock().unwrap().remove(&session(web_driver));
}
