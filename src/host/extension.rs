//! The Chrome extension's side panel: the pane is a page of the extension, beside the page that the reader looks at.
//!
//! What only this host needs of the browser is written in `assets/extension/panel.js`, which its page loads before the
//! pane: windows, storage, messages. So no other host pays for it. [`panel`] names what the pane calls of it, once;
//! everything else is as in any page.
//!
//! # To use more of the browser
//! Write it in `assets/extension/panel.js`, with everything that takes time read before the pane starts, name it in
//! [`panel`], and put it behind the [`Host`] here.

mod panel;

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::{Choice, Host, LocalFuture, MessageHandler, OpenOutcome, Theme, WindowRequirement, browser::BrowserHost};
use panel::Panel;

/// The panel as a host.
pub struct ExtensionHost {
    panel: Panel,
    browser: BrowserHost,
}

impl ExtensionHost {
    /// The extension's page, if the pane is in it.
    pub fn find() -> Option<Self> {
        panel::find().map(|panel| Self { panel, browser: BrowserHost::default() })
    }
}

/// Has the panel's script call a function for as long as the page lives.
fn leak_callback(function: Box<dyn Fn()>) -> js_sys::Function {
    Closure::wrap(function).into_js_value().unchecked_into()
}

async fn resolves_to_true(promise: Promise) -> bool {
    JsFuture::from(promise).await.is_ok_and(|value| value.is_truthy())
}

impl Host for ExtensionHost {
    fn browser(&self) -> &BrowserHost {
        &self.browser
    }

    fn open_sign_in(&self, path: &str, _: WindowRequirement) -> LocalFuture<OpenOutcome> {
        let opening = self.panel.open_sign_in(&self.address(path));
        Box::pin(
            async move { if resolves_to_true(opening).await { OpenOutcome::Opened } else { OpenOutcome::Blocked } },
        )
    }

    fn close_sign_in(&self) {
        self.panel.close_sign_in();
    }

    fn is_back_without_window(&self) -> bool {
        self.panel.is_sign_in_gone()
    }

    fn address(&self, path: &str) -> String {
        self.panel.endpoint() + path
    }

    fn session_token(&self) -> Option<String> {
        self.panel.session_token()
    }

    fn keep_session_token(&self, token: Option<&str>) {
        self.panel.keep_session_token(token);
    }

    fn on_session_change(&self, changed: Box<dyn Fn()>) {
        self.panel.on_session_change(&leak_callback(changed));
    }

    fn listen(&self, handler: MessageHandler) {
        let handler = Closure::<dyn Fn(String) -> Promise>::new(move |message: String| {
            let answer = handler(&message);
            future_to_promise(async move { Ok(answer.await.map_or(JsValue::UNDEFINED, JsValue::from)) })
        });
        self.panel.listen(&handler.into_js_value().unchecked_into());
    }

    fn on_change(&self, changed: Box<dyn Fn()>) {
        self.panel.on_facts_change(&leak_callback(changed));
    }

    fn mailbox(&self) -> Option<String> {
        self.panel.mailbox()
    }

    fn theme(&self) -> Theme {
        match self.panel.theme().as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Reader,
        }
    }

    fn report_losses(&self) {
        self.panel.tell_losses();
    }

    fn choice(&self, choice: Choice) -> Option<bool> {
        Some(match choice {
            Choice::StaySignedIn => self.panel.is_staying(),
            Choice::Notify => self.panel.is_notifying(),
        })
    }

    fn choose(&self, choice: Choice, chosen: bool) -> LocalFuture<()> {
        let choosing = match choice {
            Choice::StaySignedIn => self.panel.set_staying(chosen),
            Choice::Notify => self.panel.set_notifying(chosen),
        };
        Box::pin(async move {
            // What became of it is asked for afterwards.
            let _ = JsFuture::from(choosing).await;
        })
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use js_sys::Function;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::host_conformance;

    /// A panel's script that keeps everything in memory and lets itself be told what happens outside.
    const SCRIPT: &str = "
        let token, stay = true, notify = false, opened, gone = false, asked;
        const tell = { session: () => {}, facts: () => {} };
        window.outside = { tell, ask: (message) => asked(message), answerWith: (value) => { opened = value } };
        window.latchkeyHost = {
            endpoint: 'https://latchkey.example',
            openSignIn: () => opened === 'fails' ? Promise.reject(new Error('no')) : Promise.resolve(opened !== 'refused'),
            closeSignIn() {}, isSignInGone: () => gone,
            sessionToken: () => token, keepSessionToken(now) { token = now },
            onSessionChange(call) { tell.session = (now) => { token = now; call() } },
            isStaying: () => stay, setStaying: (now) => Promise.resolve(stay = now),
            isNotifying: () => notify, setNotifying: () => Promise.resolve(notify = false),
            tellLosses() {}, mailbox: () => tell.mailbox, theme: () => tell.theme,
            onFactsChange(call) { tell.facts = call },
            listen(answering) { asked = answering },
        };";

    fn run(script: &str) -> JsValue {
        Function::new_no_args(script).call0(&JsValue::NULL).unwrap()
    }

    fn extension() -> ExtensionHost {
        run(SCRIPT);
        let extension = ExtensionHost::find().unwrap();
        run("delete window.latchkeyHost");
        extension
    }

    host_conformance!(extension);

    #[wasm_bindgen_test]
    fn a_page_without_the_panels_script_is_none_of_the_extension() {
        assert!(ExtensionHost::find().is_none());
    }

    #[wasm_bindgen_test]
    async fn a_browser_that_opens_nothing_leaves_the_link() {
        let extension = extension();
        for (outcome, opened) in
            [("refused", OpenOutcome::Blocked), ("fails", OpenOutcome::Blocked), ("works", OpenOutcome::Opened)]
        {
            run(&format!("outside.answerWith('{outcome}')"));
            assert_eq!(
                extension.open_sign_in("/authorizations/x/start", WindowRequirement::Any).await,
                opened,
                "{outcome}"
            );
        }
        assert_eq!(extension.address("/x"), "https://latchkey.example/x");
    }

    #[wasm_bindgen_test]
    async fn what_a_page_asks_is_answered() {
        let extension = extension();
        extension.listen(std::rc::Rc::new(|message| {
            let answer = (message == "question").then(|| "answer".to_owned());
            Box::pin(async { answer })
        }));
        let ask = async |what: &str| {
            let asked = run(&format!("return outside.ask('{what}')")).unchecked_into::<Promise>();
            JsFuture::from(asked).await.unwrap()
        };
        assert_eq!(ask("question").await.as_string().as_deref(), Some("answer"));
        assert!(ask("something else").await.is_undefined());
    }

    #[wasm_bindgen_test]
    fn what_changes_outside_is_told() {
        let extension = extension();
        assert_eq!((extension.mailbox(), extension.theme()), (None, Theme::Reader));
        let called = std::rc::Rc::new(std::cell::Cell::new(0));
        let (by_session, by_facts) = (called.clone(), called.clone());
        extension.on_session_change(Box::new(move || by_session.set(by_session.get() + 1)));
        extension.on_change(Box::new(move || by_facts.set(by_facts.get() + 10)));
        run(
            "outside.tell.session('another'); outside.tell.mailbox = 'ann@contoso.example'; outside.tell.theme = 'dark'; \
             outside.tell.facts()",
        );
        assert_eq!(called.get(), 11);
        assert_eq!(extension.session_token().as_deref(), Some("another"));
        assert_eq!((extension.mailbox().as_deref(), extension.theme()), (Some("ann@contoso.example"), Theme::Dark));
    }

    #[wasm_bindgen_test]
    async fn a_choice_that_the_browser_refuses_is_not_made() {
        let extension = extension();
        extension.choose(Choice::StaySignedIn, false).await;
        assert_eq!(extension.choice(Choice::StaySignedIn), Some(false));
        extension.choose(Choice::Notify, true).await;
        assert_eq!(extension.choice(Choice::Notify), Some(false));
    }
}
