//! Stores a text, such as the session token: in the browser's storage if that is allowed, otherwise in memory.
//!
//! In a frame of another site, or with cookies blocked, even access to `localStorage` throws. That must never stop the
//! pane: the session then ends with the page.
//!
//! To store another text, give it a key here and a field in [`super::BrowserHost`].

use std::cell::RefCell;

use super::window;

/// Key of the session token. The page's shell reads it too, to decide which text to show first.
pub const SESSION: &str = "latchkey.session";

/// Key of the notices that the person has dismissed.
pub const DISMISSED: &str = "latchkey.dismissed";

/// Keeps one text.
pub struct StoredText {
    key: &'static str,
    memory: RefCell<Option<String>>,
}

impl StoredText {
    /// Under this key in the storage.
    pub fn new(key: &'static str) -> Self {
        Self { key, memory: RefCell::default() }
    }

    /// The text that was stored last.
    pub fn get(&self) -> Option<String> {
        let kept = storage().and_then(|storage| storage.get_item(self.key).ok().flatten());
        kept.or_else(|| self.memory.borrow().clone())
    }

    /// Stores a text, or deletes the stored one.
    pub fn set(&self, text: Option<&str>) {
        *self.memory.borrow_mut() = text.map(str::to_owned);
        if let Some(storage) = storage() {
            // If the storage is full or forbidden, the copy in memory is used.
            let _ = match text {
                Some(text) => storage.set_item(self.key, text),
                None => storage.remove_item(self.key),
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
    fn a_text_is_there_again_after_the_pane_was_closed_and_opened() {
        for key in [SESSION, DISMISSED] {
            StoredText::new(key).set(Some(key));
        }
        for key in [SESSION, DISMISSED] {
            assert_eq!(StoredText::new(key).get().as_deref(), Some(key));
            StoredText::new(key).set(None);
            assert_eq!(StoredText::new(key).get(), None);
        }
    }

    #[wasm_bindgen_test]
    fn where_the_storage_is_forbidden_the_text_lives_as_long_as_the_pane() {
        run("window.real = Object.getOwnPropertyDescriptor(window, 'localStorage');
             Object.defineProperty(window, 'localStorage', { configurable: true, get() { throw new Error('no') } })");
        let store = StoredText::new(SESSION);
        store.set(Some("in memory"));
        assert_eq!(store.get().as_deref(), Some("in memory"));
        assert_eq!(StoredText::new(SESSION).get(), None);
        store.set(None);
        assert_eq!(store.get(), None);
        run("Object.defineProperty(window, 'localStorage', window.real)");
    }

    #[wasm_bindgen_test]
    fn where_the_storage_is_full_the_text_lives_as_long_as_the_pane() {
        run(
            "window.setItem = Storage.prototype.setItem; Storage.prototype.setItem = () => { throw new Error('full') }",
        );
        let store = StoredText::new(SESSION);
        store.set(Some("in memory"));
        assert_eq!(store.get().as_deref(), Some("in memory"));
        run("Storage.prototype.setItem = window.setItem");
    }
}
