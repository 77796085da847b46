//! A client of the DevTools protocol (<https://chromedevtools.github.io/devtools-protocol/>) beside chromedriver, for what tests
//! do most: look, press and type. chromedriver asks a window 8 questions for a look, 60 for a press and 120 to fill a field.

mod input;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

/// The name of the objects that one look holds in a page.
const LOOK: &str = "look";

/// By the number of the question.
type PendingAnswers = Arc<Mutex<HashMap<u64, PendingAnswer>>>;

struct PendingAnswer {
    session: Option<String>,
    asker: oneshot::Sender<Value>,
}

/// An element of a page. It can be used until the window is looked at again.
#[derive(Debug)]
pub struct PageElement {
    /// The protocol's name of the object.
    object: String,
    /// The role, as the browser computes it.
    pub role: String,
    /// The accessible name, as the browser computes it.
    pub name: String,
}

/// A connection to a browser, beside chromedriver's. Cheap to clone.
#[derive(Clone)]
pub struct DevtoolsClient(Arc<DevtoolsConnection>);

struct DevtoolsConnection {
    questions: mpsc::UnboundedSender<String>,
    answers: PendingAnswers,
    /// The protocol's sessions, by window.
    sessions: Mutex<HashMap<String, String>>,
    last_question: Mutex<u64>,
}

impl DevtoolsClient {
    /// Connects to the browser that uses this profile.
    pub async fn connect(profile: &Path) -> Self {
        let active = fs::read_to_string(profile.join("DevToolsActivePort")).unwrap();
        let (port, path) = active.split_once('\n').unwrap();
        let (socket, _) = connect_async(format!("ws://127.0.0.1:{port}{path}")).await.unwrap();
        let (mut sink, mut stream) = socket.split();
        let (questions, mut asked) = mpsc::unbounded_channel::<String>();
        let answers = PendingAnswers::default();
        tokio::spawn(async move {
            while let Some(question) = asked.recv().await {
                if sink.send(Message::text(question)).await.is_err() {
                    return;
                }
            }
        });
        let waiting = Arc::clone(&answers);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                let Ok(answer) = serde_json::from_str::<Value>(message.to_text().unwrap_or_default()) else { continue };
                let mut waiting = waiting.lock().unwrap();
                if answer["method"] == "Target.detachedFromTarget" {
                    // Questions to a window that has closed get no answer.
                    let closed = answer["params"]["sessionId"].as_str();
                    waiting.retain(|_, pending| pending.session.as_deref() != closed);
                }
                if let Some(pending) = answer["id"].as_u64().and_then(|id| waiting.remove(&id)) {
                    let _ = pending.asker.send(answer);
                }
            }
            // The browser has ended: no question is answered any more.
            waiting.lock().unwrap().clear();
        });
        Self(Arc::new(DevtoolsConnection {
            questions,
            answers,
            sessions: Mutex::default(),
            last_question: Mutex::new(0),
        }))
    }

    /// Calls a method of the protocol on a window.
    async fn call(&self, window: &str, method: &str, parameters: Value) -> Result<Value, String> {
        let session = self.session(window).await?;
        let answer = self.ask(Some(&session), method, parameters).await;
        // The window may be gone, or be another one's: the next call finds out.
        answer.inspect_err(|_| drop(self.0.sessions.lock().unwrap().remove(window)))
    }

    /// The value of an expression in a window's page, as JSON; of a promise, what it resolves to.
    pub async fn evaluate(&self, window: &str, expression: &str) -> Result<Value, String> {
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call(window, "Runtime.evaluate", parameters).await?;
        match answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].clone()),
            ref thrown => Err(thrown.to_string()),
        }
    }

    /// The elements that an expression returns in an array.
    pub async fn elements(&self, window: &str, expression: &str) -> Result<Vec<PageElement>, String> {
        // Otherwise the page would keep the elements of each look.
        self.call(window, "Runtime.releaseObjectGroup", json!({ "objectGroup": LOOK })).await?;
        let evaluate = json!({ "expression": expression, "objectGroup": LOOK });
        let array = self.call(window, "Runtime.evaluate", evaluate).await?;
        let of_array = json!({ "objectId": array["result"]["objectId"], "ownProperties": true });
        let members = self.call(window, "Runtime.getProperties", of_array).await?;
        let mut all = Vec::new();
        for member in members["result"].as_array().into_iter().flatten() {
            let Some(object) = member["value"]["objectId"].as_str() else { continue };
            let query = json!({ "objectId": object, "fetchRelatives": false });
            let tree = self.call(window, "Accessibility.getPartialAXTree", query).await?;
            let text = |name: &str| tree["nodes"][0][name]["value"].as_str().unwrap_or_default().to_owned();
            all.push(PageElement { object: object.to_owned(), role: text("role"), name: text("name") });
        }
        Ok(all)
    }

    /// Opens a window in a profile of its own, and returns its handle.
    pub async fn open_profile(&self) -> Result<String, String> {
        let profile = self.ask(None, "Target.createBrowserContext", json!({})).await?;
        let window = json!({ "url": "about:blank", "browserContextId": profile["browserContextId"] });
        let window = self.ask(None, "Target.createTarget", window).await?;
        Ok(window["targetId"].as_str().unwrap_or_default().to_owned())
    }

    async fn session(&self, window: &str) -> Result<String, String> {
        if let Some(known) = self.0.sessions.lock().unwrap().get(window) {
            return Ok(known.clone());
        }
        let parameters = json!({ "targetId": window, "flatten": true });
        let answer = self.ask(None, "Target.attachToTarget", parameters).await?;
        let session = answer["sessionId"].as_str().unwrap_or_default().to_owned();
        self.0.sessions.lock().unwrap().insert(window.to_owned(), session.clone());
        Ok(session)
    }

    async fn ask(&self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value, String> {
        let id = {
            let mut last = self.0.last_question.lock().unwrap();
            *last += 1;
            *last
        };
        let (asker, answer) = oneshot::channel();
        let pending = PendingAnswer { session: session.map(str::to_owned), asker };
        self.0.answers.lock().unwrap().insert(id, pending);
        let mut question = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            question["sessionId"] = session.into();
        }
        self.0.questions.send(question.to_string()).map_err(|error| error.to_string())?;
        let mut answer = answer.await.map_err(|_| "the window has closed".to_owned())?;
        match answer["error"]["message"].as_str() {
            Some(message) => Err(format!("{method}: {message}")),
            None => Ok(answer["result"].take()),
        }
    }
}
