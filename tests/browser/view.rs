//! What a person sees of one window: elements with a role and a name, and texts. The browser computes both, as it does for a
//! screen reader.

mod computed;
mod devtools;
mod focus;
mod role;

use serde_json::Value;
use thirtyfour::error::WebDriverResult;
use thirtyfour::{By, WebDriver, WebElement, WindowHandle};

use crate::wait::until;
use computed::{Computed, computed, read_in_frame};
pub use role::Role;

/// One window, or one frame in it.
#[derive(Clone)]
pub struct View {
    web_driver: WebDriver,
    window: WindowHandle,
    frame: Option<&'static str>,
}

impl View {
    /// A whole window.
    pub fn of_window(web_driver: &WebDriver, window: &WindowHandle) -> Self {
        Self { web_driver: web_driver.clone(), window: window.clone(), frame: None }
    }

    /// The window that it shows.
    pub fn handle(&self) -> &WindowHandle {
        &self.window
    }

    /// The frame with this title within it.
    pub fn frame(self, title: &'static str) -> Self {
        Self { frame: Some(title), ..self }
    }

    /// Switches the browser to this view. The error says why that is not possible.
    pub async fn switch_to(&self) -> Result<(), String> {
        self.web_driver.switch_to_window(self.window.clone()).await.map_err(short)?;
        let Some(title) = self.frame else { return Ok(()) };
        let frame = self.web_driver.find(By::Css(format!("iframe[title='{title}']"))).await.map_err(short)?;
        frame.enter_frame().await.map_err(short)
    }

    /// Waits for the element with this role and name.
    pub async fn find(&self, role: Role, name: &str) -> WebElement {
        until(&format!("{role} “{name}”"), async || self.look_for(role, name).await).await
    }

    /// Presses it. An element that is replaced at that moment is looked up again.
    pub async fn press(&self, role: Role, name: &str) {
        let press = async || self.look_for(role, name).await?.click().await.map_err(short);
        until(&format!("{role} “{name}” to press"), press).await;
    }

    /// Presses it by a script. Browsers open no window for that, so this acts as the strictest popup blocker.
    pub async fn press_by_script(&self, role: Role, name: &str) {
        let element = self.find(role, name).await;
        let press = "const it = arguments[0]; window.open('about:blank')?.close(); it.click()";
        self.web_driver.execute(press, vec![element.to_json().unwrap()]).await.unwrap();
    }

    /// Fills a field.
    pub async fn fill(&self, label: &str, text: &str) {
        let fill = async || {
            let field = self.look_for(Role::Field, label).await?;
            field.clear().await.map_err(short)?;
            field.send_keys(text).await.map_err(short)
        };
        until(&format!("field “{label}” to fill"), fill).await;
    }

    /// The names of everything with this role that can be seen.
    pub async fn names(&self, role: Role) -> Vec<String> {
        self.switch_to().await.unwrap();
        let mut names = Vec::new();
        for element in self.web_driver.find_all(By::Css(role.base())).await.unwrap() {
            if self.is_seen_as(role, &element).await {
                names.push(self.label(&element).await.unwrap());
            }
        }
        names
    }

    /// Waits until no such element is there.
    pub async fn wait_until_gone(&self, role: Role, name: &str) {
        let gone = async || match self.look_for(role, name).await {
            Ok(_) => Err("it is there".to_owned()),
            Err(_) => Ok(()),
        };
        until(&format!("{role} “{name}” to go away"), gone).await;
    }

    /// What the page says now, without its header.
    pub async fn text(&self) -> String {
        self.text_of("main").await.unwrap_or_else(|trouble| format!("({trouble})"))
    }

    /// Waits until it says this.
    pub async fn wait_for_text(&self, sentence: &str) {
        self.wait_for_text_in("main", sentence).await;
    }

    /// Waits until it does not say this any more.
    pub async fn wait_for_text_gone(&self, sentence: &str) {
        let gone = async || {
            let text = self.text_of("main").await?;
            if text.contains(sentence) { Err(text) } else { Ok(()) }
        };
        until(&format!("“{sentence}” to go away"), gone).await;
    }

    /// Waits until a part of the page, given as a CSS selector, says this.
    pub async fn wait_for_text_in(&self, region: &str, sentence: &str) {
        let says = async || {
            let text = self.text_of(region).await?;
            if text.contains(sentence) { Ok(()) } else { Err(text) }
        };
        until(&format!("“{sentence}”"), says).await;
    }

    /// Opens an address in it.
    pub async fn go_to(&self, address: &str) {
        self.switch_to().await.unwrap();
        self.web_driver.goto(address).await.unwrap();
    }

    /// The address that it shows.
    pub async fn address(&self) -> String {
        self.switch_to().await.unwrap();
        self.web_driver.current_url().await.unwrap().to_string()
    }

    /// Closes the window, as a person does by its corner.
    pub async fn close(&self) {
        self.switch_to().await.unwrap();
        self.web_driver.close_window().await.unwrap();
    }

    /// Waits until it has closed itself.
    pub async fn wait_until_closed(&self) {
        let gone = async || {
            let windows = self.web_driver.windows().await.map_err(short)?;
            if windows.contains(&self.window) { Err(self.text().await) } else { Ok(()) }
        };
        until("the window to close", gone).await;
    }

    /// Runs a script in the page, for what no person can see.
    pub async fn script(&self, script: &str) -> Value {
        self.switch_to().await.unwrap();
        self.web_driver
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
            .json()
            .clone()
    }

    async fn text_of(&self, region: &str) -> Result<String, String> {
        self.switch_to().await?;
        let region = self.web_driver.find(By::Css(region)).await.map_err(short)?;
        region.text().await.map_err(short)
    }

    /// The only visible element with this role and name. Each question to the browser takes time, so the role is asked for
    /// only where the name matches.
    async fn look_for(&self, role: Role, name: &str) -> Result<WebElement, String> {
        self.switch_to().await?;
        let mut others = Vec::new();
        let mut found = None;
        for element in self.web_driver.find_all(By::Css(role.base())).await.map_err(short)? {
            // An element that is replaced meanwhile counts as missing.
            let Ok(label) = self.label(&element).await else { continue };
            if label != name {
                others.push(label);
            } else if self.is_seen_as(role, &element).await && found.replace(element).is_some() {
                return Err(format!("“{name}” more than once, beside {others:?}"));
            }
        }
        match found {
            Some(only) => Ok(only),
            None => Err(format!("{others:?} on {}", self.text().await)),
        }
    }

    async fn label(&self, element: &WebElement) -> WebDriverResult<String> {
        match self.frame {
            None => computed(element, Computed::Label).await,
            Some(_) => Ok(read_in_frame(element).await?.1),
        }
    }

    async fn is_seen_as(&self, role: Role, element: &WebElement) -> bool {
        let actual = match self.frame {
            None => computed(element, Computed::Role).await,
            Some(_) => read_in_frame(element).await.map(|(role, _)| role),
        };
        actual.is_ok_and(|actual| role.is(&actual)) && element.is_displayed().await.unwrap_or(false)
    }
}

/// The first line of an error; the rest is the driver's stack.
#[expect(clippy::needless_pass_by_value, reason = "an argument of map_err")]
pub fn short(error: thirtyfour::error::WebDriverError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
