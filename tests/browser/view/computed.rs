//! Role and name of an element as the browser computes them (WebDriver, "Get Computed Role" and "Get Computed Label").

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{ElementId, WebElement};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Computed {
    /// Such as `button`.
    Role,
    /// The accessible name.
    Label,
}

#[derive(Debug)]
struct GetComputed {
    element: ElementId,
    what: Computed,
}

impl ExtensionCommand for GetComputed {
    fn parameters_json(&self) -> Option<Value> {
        None
    }

    fn method(&self) -> Method {
        Method::GET
    }

    fn endpoint(&self) -> Arc<str> {
        let what = match self.what {
            Computed::Role => "computedrole",
            Computed::Label => "computedlabel",
        };
        format!("/element/{}/{what}", self.element).into()
    }
}

/// Asks the browser.
pub async fn computed(element: &WebElement, what: Computed) -> WebDriverResult<String> {
    let command = GetComputed { element: element.element_id(), what };
    element.handle().cmd(Command::ExtensionCommand(Box::new(command))).await?.value()
}
