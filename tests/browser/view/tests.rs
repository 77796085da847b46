use thirtyfour::By;

use super::{Role, View};
use crate::chrome::{Chrome, ChromeSettings};

/// Buttons of which a person sees one.
const PAGE: &str = "data:text/html,<main>
    <button>Shown</button>
    <button hidden>Hidden</button>
    <button style='visibility: hidden'>Invisible</button>
    <div style='opacity: 0'><button>Transparent</button></div>
    <button style='width: 0; height: 0; padding: 0; border: 0; overflow: hidden'>Without size</button>
    <div style='width: 9em; height: 2em; overflow: hidden'><p style='height: 4em'></p><button>Cut off</button></div>
    <a href='about:blank'>A link</a>
</main>";

#[tokio::test]
async fn what_cannot_be_seen_is_not_found() {
    let chrome = Chrome::start(&ChromeSettings::default()).await;
    let view = View::of_window(&chrome, &chrome.web_driver.window().await.unwrap());
    view.go_to(PAGE).await;
    assert_eq!(view.names(Role::Button).await, ["Shown"]);
    assert_eq!(view.names(Role::Link).await, ["A link"]);
    for button in chrome.web_driver.find_all(By::Css("button")).await.unwrap() {
        let name = button.prop("textContent").await.unwrap().unwrap();
        let is_found = view.look_for(Role::Button, &name).await.is_ok();
        assert_eq!(is_found, button.is_displayed().await.unwrap(), "{name}: WebDriver says otherwise");
    }
    assert!(view.look_for(Role::Link, "Shown").await.is_err(), "the role counts");
    assert!(!view.text().await.contains("Transparent"));
}
