//! Mouse and keyboard of the DevTools client. The browser takes both for a person's: they activate the page, and they meet what
//! lies on top.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::{DevtoolsClient, PageElement};

/// How long a press waits for the page that it leads to.
const LOAD: Duration = Duration::from_secs(10);
/// The pause between two looks whether the page is there. The protocol's own signals would have to be switched on.
const POLL: Duration = Duration::from_millis(20);

/// Brings an element into view and returns the middle of what can be seen of it, where the pointer must meet it or what it
/// contains (WebDriver, "Element Click"). Notes in the page what comes of the press: a page may replace a button by its like
/// meanwhile, as the pane replaces its shell, and a person has pressed then all the same.
const MIDDLE: &str = "function () {
    const is_in = (box) => box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
    if (!is_in(this.getClientRects()[0])) {
        this.scrollIntoView({ block: 'end', inline: 'nearest', behavior: 'instant' });
    }
    const box = this.getClientRects()[0];
    const middle = (from, to, edge) => (Math.max(0, from) + Math.min(edge, to)) / 2;
    const [x, y] = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
    const met = document.elementFromPoint(x, y);
    const is_like = (it) => it?.textContent === this.textContent;
    const meets = ({ target }) => this.contains(target) || is_like(target.closest(this.tagName));
    window.pressOfTest = 'missed';
    addEventListener('click', (click) => { if (meets(click)) window.pressOfTest = 'met'; }, { capture: true, once: true });
    addEventListener('beforeunload', () => { window.pressOfTest = 'left'; }, { once: true });
    return this.contains(met) ? { x, y } : { met: met?.outerHTML.slice(0, 200) ?? 'nothing' };
}";

/// What has come of the press. The browser begins to leave a page after the event that leads away; another page has no note.
const OUTCOME: &str = "new Promise((done) => setTimeout(() => done(window.pressOfTest ?? 'left')))";

/// Whether another page is there, and has loaded.
const HAS_LOADED: &str = "window.pressOfTest !== 'left' && document.readyState === 'complete'";

/// Selects what a field holds, so that typing replaces it. Returns whether a person can type into the field.
const SELECT: &str = "function () {
    this.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    this.focus();
    this.select();
    return document.activeElement === this && !this.readOnly;
}";

impl DevtoolsClient {
    /// Presses an element with the mouse, and waits for the page that this leads to.
    pub async fn press(&self, window: &str, element: &PageElement) -> Result<(), String> {
        let point = self.call_on(window, element, MIDDLE).await?;
        let (Some(x), Some(y)) = (point["x"].as_f64(), point["y"].as_f64()) else {
            return Err(format!("a press meets {} instead", point["met"]));
        };
        let event = |kind: &str, buttons: u8| {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            json!({ "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1 })
        };
        self.call(window, "Input.dispatchMouseEvent", event("mouseMoved", 0)).await?;
        self.call(window, "Input.dispatchMouseEvent", event("mousePressed", 1)).await?;
        // The press may close the window, or lead it elsewhere: then the answer is an error, or there is none.
        let _ = self.call(window, "Input.dispatchMouseEvent", event("mouseReleased", 0)).await;
        match self.evaluate(window, OUTCOME).await {
            Ok(outcome) if outcome == "missed" => return Err("the element moved before the press".to_owned()),
            Ok(outcome) if outcome == "met" => {}
            // It was pressed, whatever comes of it.
            Ok(_) | Err(_) => drop(timeout(LOAD, self.wait_until_loaded(window)).await),
        }
        Ok(())
    }

    /// Waits until the next page has loaded, or the window has closed.
    async fn wait_until_loaded(&self, window: &str) {
        while self.session(window).await.is_ok() {
            if self.evaluate(window, HAS_LOADED).await == Ok(Value::Bool(true)) {
                return;
            }
            sleep(POLL).await;
        }
    }

    /// Types a text over what a field holds, key by key.
    pub async fn fill(&self, window: &str, field: &PageElement, text: &str) -> Result<(), String> {
        if self.call_on(window, field, SELECT).await? != Value::Bool(true) {
            return Err("the field takes no text".to_owned());
        }
        if text.is_empty() {
            return self.type_key(window, json!({ "key": "Delete", "windowsVirtualKeyCode": 46 })).await;
        }
        for letter in text.chars() {
            self.type_key(window, json!({ "key": letter, "text": letter })).await?;
        }
        Ok(())
    }

    async fn type_key(&self, window: &str, mut key: Value) -> Result<(), String> {
        for kind in ["keyDown", "keyUp"] {
            key["type"] = kind.into();
            self.call(window, "Input.dispatchKeyEvent", key.clone()).await?;
            // Only the key that goes down types.
            key.as_object_mut().and_then(|key| key.remove("text"));
        }
        Ok(())
    }

    async fn call_on(&self, window: &str, element: &PageElement, function: &str) -> Result<Value, String> {
        let parameters = json!({ "objectId": element.object, "functionDeclaration": function, "returnByValue": true });
        let answer = self.call(window, "Runtime.callFunctionOn", parameters).await?;
        match answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].clone()),
            ref thrown => Err(thrown.to_string()),
        }
    }
}
