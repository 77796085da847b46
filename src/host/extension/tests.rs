use js_sys::Function;
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::host_conformance;

/// A stand-in for the panel's script: it keeps everything in memory, and the test triggers its events.
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
    run("outside.tell.session('another'); outside.tell.mailbox = 'ann@contoso.example'; outside.tell.theme = 'dark'; \
         outside.tell.facts()");
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
