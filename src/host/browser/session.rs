//! Stores the session token: in the browser's storage if that is allowed, otherwise in memory.
//!
//! In a frame of another site, or with cookies blocked, even access to `localStorage` throws. That must never stop the
//! pane: the session then ends with the page.

use std::cell::RefCell;

use super::window;

/// Key in the storage. The page's shell reads it too, to decide which text to show first.
const KEY: &str = "latchkey.session";

/// Keeps one session token.
#[derive(Default)]
pub struct SessionStore {
    memory: RefCell<Option<String>>,
}

impl SessionStore {
    /// The token that was stored last.
    pub fn get(&self) -> Option<String> {
        let kept = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        kept.or_else(|| self.memory.borrow().clone())
    }

    /// Stores a token, or deletes the stored one.
    pub fn set(&self, token: Option<&str>) {
        *self.memory.borrow_mut() = token.map(str::to_owned);
        if let Some(storage) = storage() {
            // If the storage is full or forbidden, the copy in memory is used.
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

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use js_sys::Function;
    use wasm_bindgen::JsValue;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn run(script: &str) {
        Function::new_no_args(script).call0(&JsValue::NULL).unwrap();
    }

    #[wasm_bindgen_test]
    fn a_token_is_there_again_after_the_pane_was_closed_and_opened() {
        SessionStore::default().set(Some("kept"));
        assert_eq!(SessionStore::default().get().as_deref(), Some("kept"));
        SessionStore::default().set(None);
        assert_eq!(SessionStore::default().get(), None);
    }

    #[wasm_bindgen_test]
    fn where_the_storage_is_forbidden_the_token_lives_as_long_as_the_pane() {
        run("window.real = Object.getOwnPropertyDescriptor(window, 'localStorage');
             Object.defineProperty(window, 'localStorage', { configurable: true, get() { throw new Error('no') } })");
        let store = SessionStore::default();
        store.set(Some("in memory"));
        assert_eq!(store.get().as_deref(), Some("in memory"));
        assert_eq!(SessionStore::default().get(), None);
        store.set(None);
        assert_eq!(store.get(), None);
        run("Object.defineProperty(window, 'localStorage', window.real)");
    }

    #[wasm_bindgen_test]
    fn where_the_storage_is_full_the_token_lives_as_long_as_the_pane() {
        run(
            "window.setItem = Storage.prototype.setItem; Storage.prototype.setItem = () => { throw new Error('full') }",
        );
        let store = SessionStore::default();
        store.set(Some("in memory"));
        assert_eq!(store.get().as_deref(), Some("in memory"));
        run("Storage.prototype.setItem = window.setItem");
    }
}
