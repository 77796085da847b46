//! Where the session token is kept: in the browser's storage where that is allowed, otherwise in memory.
//!
//! Framed by another site, or with cookies blocked, merely asking for the storage throws. That must never stop the
//! pane: the session then simply ends with the page.

use std::cell::RefCell;

use super::window;

/// Key in the storage; the page's shell looks at it too, to know which text to show first.
const KEY: &str = "latchkey.session";

/// Keeps one session token.
#[derive(Default)]
pub struct SessionStore {
    memory: RefCell<Option<String>>,
}

impl SessionStore {
    /// What was kept last.
    pub fn get(&self) -> Option<String> {
        let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        kept.or_else(|| self.memory.borrow().clone())
    }

    /// Keeps a token, or forgets the one that is kept.
    pub fn set(&self, token: Option<&str>) {
        *self.memory.borrow_mut() = token.map(str::to_owned);
        if let Some(storage) = storage() {
            // A full or forbidden storage leaves the copy in memory.
            let _ = match token {
                Some(token) => storage.set_item(KEY, token),
                None => storage.remove_item(KEY),
            };
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
