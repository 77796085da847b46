//! A check whose events reach the pane after its answer, and all at once. The events repeat the state before the check first.

use latchkey_practice::Condition;
use serde_json::json;

use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::pages::PanePage;
use crate::people::ANN;
use crate::view::Role;
use crate::wait::until;

/// Makes the page read its event stream late, so that the answer to a check comes first, and keeps the event read last.
const LATE_EVENTS: &str = "
    const ask = self.fetch;
    self.fetch = async (...all) => {
        const answer = await ask(...all);
        if (!answer.headers.get('content-type')?.includes('event-stream')) return answer;
        let held = [];
        const deliver = (to) => {
            const parts = held;
            held = [];
            const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
            parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
            to.enqueue(all);
            self.lastRead = new TextDecoder().decode(all).split('\\n').findLast((line) => line.startsWith('data:')) ?? self.lastRead;
        };
        const late = new TransformStream({
            transform: (part, to) => void (held.push(part) === 1 && setTimeout(deliver, self.lateness ?? 0, to)),
        });
        return new Response(answer.body.pipeThrough(late), { status: answer.status, headers: answer.headers });
    };
    // What the dialog did, even if it was open for a moment only.
    self.openings = [];
    const open = HTMLDialogElement.prototype.showModal;
    HTMLDialogElement.prototype.showModal = function () {
        self.openings.push(this.textContent);
        open.call(this);
    };
";

/// Has the connection checked, and waits until the page has read the event with the outcome.
async fn check_and_wait_for_events(browser: &BrowserSession, pane: &PanePage, is_lost: bool) {
    pane.script("self.lastRead = null").await;
    browser.check_now(pane).await;
    until("the events of the check", async || {
        let read = pane.script("return self.lastRead").await;
        let is_read = read.as_str().is_some_and(|event| event.contains("mailbox_missing") == is_lost);
        if is_read { Ok(()) } else { Err(read.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn a_check_whose_events_come_late_opens_no_dialog() {
    let browser = BrowserSession::builder().connected([AT_MICROSOFT]).narrow().open().await;
    let pane = browser.pane();
    pane.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": LATE_EVENTS })).await;
    browser.reload().await;
    pane.see(Role::Heading, "Your connections").await;
    pane.wait_for_text("Working").await;
    let microsoft = AT_MICROSOFT.provider(browser.endpoint());
    pane.script("self.lateness = 500").await;
    for _ in 0..2 {
        microsoft.impose(ANN.email, Condition::MailboxMissing);
        check_and_wait_for_events(&browser, &pane, true).await;
        pane.wait_for_text("Administrator needed").await;
        microsoft.lift(ANN.email, Condition::MailboxMissing);
        check_and_wait_for_events(&browser, &pane, false).await;
        pane.wait_for_text("Working").await;
    }
    assert_eq!(pane.script("return self.openings").await, json!([]));
    browser.close().await;
}
