//! Role and name of an element as the browser computes them (WebDriver, "Get Computed Role" and "Get Computed Label").

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;
use thirtyfour::common::command::{Command, ExtensionCommand};
use thirtyfour::error::WebDriverResult;
use thirtyfour::{ElementId, WebElement};

/// The computed property.
#[derive(Clone, Copy, Debug)]
pub enum Computed {
    /// The role, such as `button`.
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

/// The part of "Accessible Name and Description Computation" that the pane's elements need.
const READ: &str = "
    const it = arguments[0];
    const implicit = { A: 'link', BUTTON: 'button', H1: 'heading', H2: 'heading', H3: 'heading' };
    const role = it.getAttribute('role') ?? implicit[it.tagName] ?? it.type ?? '';
    const named = it.getAttribute('aria-label') ?? [...(it.labels ?? [])].map((label) => label.textContent).join(' ');
    return [role, (named || it.textContent).trim()];
";

/// Role and name of an element in another site's frame, where chromedriver computes neither. Tests with an unframed pane check
/// the same elements by the browser's own computation.
pub async fn read_in_frame(element: &WebElement) -> WebDriverResult<(String, String)> {
    element.handle().execute(READ, vec![element.to_json()?]).await?.convert()
}
