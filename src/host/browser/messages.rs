//! Messages from the sign-in window. They arrive by `postMessage` while the window still has its opener, and by a broadcast
//! channel if the browser lets pages of one origin share one. Each is answered on the channel that it arrived on.

use std::rc::Rc;

use js_sys::JSON;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, MessageEvent, Window};

use super::{window, window::origin};
use crate::host::MessageHandler;

const CHANNEL: &str = "latchkey";

pub(in crate::host) fn listen(handler: MessageHandler) {
    let by_post = Rc::clone(&handler);
    let on_post = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        // Any page may post here; only the endpoint's own pages have this origin.
        if event.origin() != origin() {
            return;
        }
        // An object of another window is not an instance of this window's class, so `instanceof` does not work. A sender
        // without `postMessage` gets no answer.
        let Some(sender) = event.source().map(JsCast::unchecked_into::<Window>) else { return };
        // The answer goes to pages of this origin alone, even if the window shows another page by then.
        answer(&event, &by_post, move |answer| {
            let _ = sender.post_message(&answer, &origin());
        });
    });
    let _ = window().add_event_listener_with_callback("message", on_post.as_ref().unchecked_ref());
    // The pane listens as long as its page lives.
    on_post.forget();

    // A channel carries messages of its own origin only.
    let Ok(channel) = BroadcastChannel::new(CHANNEL) else { return };
    let back = channel.clone();
    let on_broadcast = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let back = back.clone();
        answer(&event, &handler, move |answer| {
            let _ = back.post_message(&answer);
        });
    });
    channel.set_onmessage(Some(on_broadcast.as_ref().unchecked_ref()));
    on_broadcast.forget();
}

fn answer(event: &MessageEvent, handler: &MessageHandler, send: impl FnOnce(JsValue) + 'static) {
    let data = JSON::stringify(&event.data()).ok().and_then(|data| data.as_string());
    let Some(answer) = data.map(|data| handler(&data)) else { return };
    spawn_local(async move {
        if let Some(answer) = answer.await.and_then(|answer| JSON::parse(&answer).ok()) {
            send(answer);
        }
    });
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use js_sys::{Function, Promise};
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// Has another window of the same origin send `"question"` on this channel, and returns the answer that it receives.
    async fn ask_from_another_window(way: &str) -> Option<String> {
        let script = format!(
            "const frame = document.body.appendChild(document.createElement('iframe'));
             return frame.contentWindow.Function(`return new Promise((hear) => {{ {way} }})`)();"
        );
        let answer: Promise = Function::new_no_args(&script).call0(&JsValue::NULL).unwrap().unchecked_into();
        JsFuture::from(answer).await.unwrap().as_string()
    }

    #[wasm_bindgen_test]
    async fn another_window_is_answered_the_way_it_asked() {
        listen(Rc::new(|message| {
            let answer = (message == r#""question""#).then(|| r#""answer""#.to_owned());
            Box::pin(async { answer })
        }));
        for way in [
            "addEventListener('message', (event) => hear(event.data)); parent.postMessage('question', '*');",
            "const channel = new BroadcastChannel('latchkey');
             channel.onmessage = (event) => hear(event.data);
             channel.postMessage('question');",
        ] {
            assert_eq!(ask_from_another_window(way).await.as_deref(), Some("answer"), "{way}");
        }
    }
}
