//! Commands that WebDriver lacks, by the DevTools protocol (`goog/cdp/execute`). What changes a window, such as its size or
//! network, goes through chromedriver: settings belong to a client, and of two clients' settings one counts.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::error::WebDriverResult;

use super::View;

#[derive(Debug)]
struct Devtools {
    method: &'static str,
    parameters: Value,
}

impl ExtensionCommand for Devtools {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "cmd": self.method, "params": self.parameters }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/goog/cdp/execute".into()
    }
}

impl View {
    /// Calls a method of the protocol on this view's window.
    pub async fn devtools(&self, method: &'static str, parameters: Value) -> Value {
        let answer = self.try_devtools(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// The same, where the browser may refuse it.
    pub async fn try_devtools(&self, method: &'static str, parameters: Value) -> WebDriverResult<Value> {
        self.switch_to().await.unwrap();
        let command = Command::ExtensionCommand(Box::new(Devtools { method, parameters }));
        self.web_driver.cmd(command).await?.value()
    }

    /// Takes this window off the network, or back.
    pub async fn set_offline(&self, offline: bool) {
        self.devtools("Network.enable", json!({})).await;
        let unlimited = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.emulateNetworkConditions", unlimited).await;
    }

    /// The window as it looks, as a PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.switch_to().await.unwrap();
        self.web_driver.screenshot_as_png().await.unwrap()
    }
}
