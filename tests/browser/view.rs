//! What a person sees of one window: elements with a role and a name, and texts. The browser computes both, as it does for a
//! screen reader.

mod computed;
mod current;
mod devtools;
mod focus;
mod role;
#[cfg(test)]
mod tests;

use serde_json::Value;
use thirtyfour::error::{WebDriverError, WebDriverResult};
use thirtyfour::prelude::ScriptRet;
use thirtyfour::{By, WebDriver, WebElement, WindowHandle};

use crate::chrome::{Chrome, DevtoolsClient, PageElement};
use crate::wait::until;
use computed::{Computed, computed, read_in_frame};
pub use role::Role;

/// A function that finds the visible elements of a selector which may have a name: its words stand in what can name them.
const NAMED_LIKE: &str = "(selector, name) => {
    const words = (text) => (text ?? '').replace(/\\s+/g, ' ').trim();
    const by_id = (ids) => (ids ?? '').split(' ').map((id) => document.getElementById(id)?.textContent).join(' ');
    const labels = (it) => [...(it.labels ?? [])].map((label) => label.textContent).join(' ');
    const names = (it) => [
        it.getAttribute('aria-label'), by_id(it.getAttribute('aria-labelledby')), labels(it),
        it.querySelector('legend')?.textContent, it.title, it.placeholder, it.value, it.alt, it.innerText, it.textContent,
    ];
    const size = (it) => { const box = it.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
    const has_size = (it) => size(it) || [...it.children].some(has_size);
    const cuts = (around, box) => {
        const edge = around.getBoundingClientRect();
        const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
        const { overflowX, overflowY } = getComputedStyle(around);
        return hides(overflowX) && (box.right <= edge.left || box.left >= edge.right)
            || hides(overflowY) && (box.bottom <= edge.top || box.top >= edge.bottom);
    };
    const is_cut_off = (it) => {
        const box = it.getBoundingClientRect();
        let around = it.parentElement;
        while (around && around !== document.body) {
            if (cuts(around, box)) return true;
            around = around.parentElement;
        }
        return false;
    };
    const is_visible = (it) =>
        it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && has_size(it) && !is_cut_off(it);
    const is_like = (it) => name === null || names(it).some((one) => words(one) === words(name));
    return [...document.querySelectorAll(selector)].filter((it) => is_visible(it) && is_like(it));
}";

/// One window, or one frame in it.
#[derive(Clone)]
pub struct View {
    web_driver: WebDriver,
    client: DevtoolsClient,
    window: WindowHandle,
    frame: Option<&'static str>,
}

impl View {
    /// A whole window.
    pub fn of_window(chrome: &Chrome, window: &WindowHandle) -> Self {
        let (web_driver, client) = (chrome.web_driver.clone(), chrome.devtools.clone());
        Self { web_driver, client, window: window.clone(), frame: None }
    }

    /// The window that it shows.
    pub fn handle(&self) -> &WindowHandle {
        &self.window
    }

    /// The frame with this title within it.
    pub fn frame(self, title: &'static str) -> Self {
        Self { frame: Some(title), ..self }
    }

    /// Switches the browser to this view, unless it is there. The error says why that is not possible.
    pub async fn switch_to(&self) -> Result<(), String> {
        if current::is(self) {
            return Ok(());
        }
        current::forget(&self.web_driver);
        self.web_driver.switch_to_window(self.window.clone()).await.map_err(short)?;
        if let Some(title) = self.frame {
            let frame = self.web_driver.find(By::Css(format!("iframe[title='{title}']"))).await.map_err(short)?;
            frame.enter_frame().await.map_err(short)?;
        }
        current::set(self);
        Ok(())
    }

    /// After an action the browser may show another window first: the next look switches again.
    pub fn forget_current(web_driver: &WebDriver) {
        current::forget(web_driver);
    }

    /// Waits until the element with this role and name is there.
    pub async fn see(&self, role: Role, name: &str) {
        until(&format!("{role} “{name}”"), async || self.look_for(role, name).await).await;
    }

    /// Waits for the element with this role and name.
    pub async fn find(&self, role: Role, name: &str) -> WebElement {
        until(&format!("{role} “{name}”"), async || self.element(role, name).await).await
    }

    /// Presses it. An element that is replaced at that moment is looked up again.
    pub async fn press(&self, role: Role, name: &str) {
        let press = async || match self.frame {
            None => self.client.press(&self.window.to_string(), &self.only(role, name).await?).await,
            Some(_) => self.element(role, name).await?.click().await.map_err(short),
        };
        until(&format!("{role} “{name}” to press"), press).await;
        current::forget(&self.web_driver);
    }

    /// Presses it by a script. Browsers open no window for that, so this acts as the strictest popup blocker.
    pub async fn press_by_script(&self, role: Role, name: &str) {
        let element = self.find(role, name).await;
        let press = "const it = arguments[0]; window.open('about:blank')?.close(); it.click()";
        self.web_driver.execute(press, vec![element.to_json().unwrap()]).await.unwrap();
        current::forget(&self.web_driver);
    }

    /// Fills a field.
    pub async fn fill(&self, label: &str, text: &str) {
        let fill = async || {
            if self.frame.is_none() {
                let field = self.only(Role::Field, label).await?;
                return self.client.fill(&self.window.to_string(), &field, text).await;
            }
            let field = self.element(Role::Field, label).await?;
            field.clear().await.map_err(short)?;
            field.send_keys(text).await.map_err(short)
        };
        until(&format!("field “{label}” to fill"), fill).await;
    }

    /// The names of everything with this role that can be seen.
    pub async fn names(&self, role: Role) -> Vec<String> {
        self.computed(role, None).await.unwrap()
    }

    /// Waits until no such element is there.
    pub async fn wait_until_gone(&self, role: Role, name: &str) {
        let gone = async || {
            let is_there = self.computed(role, None).await?.iter().any(|seen| seen == name);
            if is_there { Err("it is there".to_owned()) } else { Ok(()) }
        };
        until(&format!("{role} “{name}” to go away"), gone).await;
    }

    /// What the page says now, without its header.
    pub async fn text(&self) -> String {
        self.text_of("main").await.unwrap_or_else(|trouble| format!("({trouble})"))
    }

    /// The same with what is invisible, for messages.
    async fn all_text(&self) -> String {
        self.all_text_of("main").await.unwrap_or_else(|trouble| format!("({trouble})"))
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
            let all = self.all_text_of(region).await?;
            if !all.contains(sentence) {
                return Err(all);
            }
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
        current::forget(&self.web_driver);
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
        let answer = match self.frame {
            None => self.client.evaluate(&self.window.to_string(), &format!("(() => {{ {script} }})()")).await,
            Some(_) => self.execute(script, Vec::new()).await,
        };
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// The text that can be seen.
    async fn text_of(&self, region: &str) -> Result<String, String> {
        self.switch_to().await?;
        let region = self.web_driver.find(By::Css(region)).await.map_err(|error| self.lost(error))?;
        region.text().await.map_err(|error| self.lost(error))
    }

    /// The text, with what is transparent: by one question to the page.
    async fn all_text_of(&self, region: &str) -> Result<String, String> {
        let read = "(region) => document.querySelector(region)?.innerText ?? null";
        let text = match self.frame {
            None => {
                self.client.evaluate(&self.window.to_string(), &format!("({read})({})", Value::from(region))).await?
            }
            Some(_) => self.execute(&format!("return ({read})(arguments[0])"), vec![region.into()]).await?,
        };
        text.as_str().map(|text| text.trim().to_owned()).ok_or_else(|| format!("the page has no {region}"))
    }

    async fn execute(&self, script: &str, arguments: Vec<Value>) -> Result<Value, String> {
        self.switch_to().await?;
        let answer = self.web_driver.execute(script, arguments).await;
        answer.map(|answer| answer.json().clone()).map_err(|error| self.lost(error))
    }

    /// Whether there is one visible element with this role and name. The error says what is there instead.
    async fn look_for(&self, role: Role, name: &str) -> Result<(), String> {
        match self.computed(role, Some(name)).await?.iter().filter(|seen| *seen == name).count() {
            0 => Err(self.all_text().await),
            1 => Ok(()),
            _ => Err(format!("“{name}” more than once")),
        }
    }

    /// The names of the visible elements with this role, as the browser computes both; with `like`, of those that may have
    /// this name.
    async fn computed(&self, role: Role, like: Option<&str>) -> Result<Vec<String>, String> {
        if self.frame.is_some() {
            self.switch_to().await?;
            let mut names = Vec::new();
            for element in self.named_like(role, like).await? {
                // An element that is replaced meanwhile counts as missing.
                let Ok((actual, name)) = read_in_frame(&element).await else { continue };
                if role.is(&actual) {
                    names.push(name);
                }
            }
            return Ok(names);
        }
        let elements = self.page_elements(role, like).await?;
        Ok(elements.into_iter().map(|element| element.name).collect())
    }

    /// The visible elements of a window with this role; with `like`, those that may have this name.
    async fn page_elements(&self, role: Role, like: Option<&str>) -> Result<Vec<PageElement>, String> {
        let like = Value::from(like.map(str::to_owned));
        let expression = format!("({NAMED_LIKE})({}, {like})", Value::from(role.base()));
        let mut elements = self.client.elements(&self.window.to_string(), &expression).await?;
        elements.retain(|element| role.is(&element.role));
        Ok(elements)
    }

    /// The only visible element of a window with this role and name. The browser shows the window in front.
    async fn only(&self, role: Role, name: &str) -> Result<PageElement, String> {
        self.switch_to().await?;
        let mut elements = self.page_elements(role, Some(name)).await?;
        elements.retain(|element| element.name == name);
        match (elements.pop(), elements.is_empty()) {
            (Some(only), true) => Ok(only),
            (Some(_), false) => Err(format!("“{name}” more than once")),
            (None, _) => Err(self.all_text().await),
        }
    }

    /// The only visible element with this role and name.
    async fn element(&self, role: Role, name: &str) -> Result<WebElement, String> {
        self.look_for(role, name).await?;
        self.switch_to().await?;
        let mut like = self.named_like(role, Some(name)).await?;
        if like.len() > 1 {
            let mut of_name = Vec::new();
            for element in like {
                let (actual, label) = self.role_and_name(&element).await.map_err(short)?;
                if role.is(&actual) && label == name {
                    of_name.push(element);
                }
            }
            like = of_name;
        }
        match like.pop() {
            Some(only) if like.is_empty() => Ok(only),
            _ => Err(format!("“{name}” was replaced")),
        }
    }

    /// The elements that may have a role and a name, for chromedriver.
    async fn named_like(&self, role: Role, name: Option<&str>) -> Result<Vec<WebElement>, String> {
        let arguments = vec![role.base().into(), Value::from(name.map(str::to_owned))];
        let named =
            self.web_driver.execute(format!("return ({NAMED_LIKE})(arguments[0], arguments[1])"), arguments).await;
        named.and_then(ScriptRet::elements).map_err(|error| self.lost(error))
    }

    async fn role_and_name(&self, element: &WebElement) -> WebDriverResult<(String, String)> {
        match self.frame {
            None => Ok((computed(element, Computed::Role).await?, computed(element, Computed::Label).await?)),
            Some(_) => read_in_frame(element).await,
        }
    }

    /// An error of the browser: the view may be gone, so the next look switches to it again.
    fn lost(&self, error: WebDriverError) -> String {
        current::forget(&self.web_driver);
        short(error)
    }
}

/// The first line of an error; the rest is the driver's stack.
#[expect(clippy::needless_pass_by_value, reason = "an argument of map_err")]
pub fn short(error: WebDriverError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
