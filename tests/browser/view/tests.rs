use serde_json::json;
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

/// A browser that shows this page.
async fn open(page: &str) -> (Chrome, View) {
    let chrome = Chrome::start(&ChromeSettings::default()).await;
    let view = View::of_window(&chrome, &chrome.web_driver.window().await.unwrap());
    view.go_to(page).await;
    (chrome, view)
}

#[tokio::test]
async fn what_cannot_be_seen_is_not_found() {
    let (chrome, view) = open(PAGE).await;
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

/// A button under a sheet, and a field that notes what happens to it.
const COVERED: &str = "data:text/html,<main>
    <button onclick='this.textContent = `Pressed`'>Bare</button>
    <p><button onclick='this.textContent = `Pressed`'>Covered</button></p>
    <div id='sheet' style='position: absolute; inset: 3em 0 0 0'></div>
    <label style='position: absolute; top: 0; right: 0'>Name <input value='old'></label>
</main><script>
    const events = [];
    for (const kind of ['keydown', 'keypress', 'input', 'keyup'])
        document.querySelector('input').addEventListener(kind, (event) => events.push(event.isTrusted && kind));
</script>";

#[tokio::test]
async fn a_press_meets_what_lies_on_top() {
    let (_chrome, view) = open(COVERED).await;
    view.press(Role::Button, "Bare").await;
    view.see(Role::Button, "Pressed").await;
    let covered = view.only(Role::Button, "Covered").await.unwrap();
    let refused = view.client.press(&view.window.to_string(), &covered).await.unwrap_err();
    assert!(refused.contains("sheet"), "{refused}");
    view.see(Role::Button, "Covered").await;
}

/// A button that gives way to its like as soon as the pointer is near.
const REPLACED: &str = "data:text/html,<main><button>Count</button><p>0</p></main><script>
    const count = () => { document.querySelector('p').textContent++; };
    document.querySelector('button').addEventListener('mousemove', ({ target }) => {
        const like = target.cloneNode(true);
        like.onclick = count;
        target.replaceWith(like);
    });
</script>";

#[tokio::test]
async fn a_press_on_a_button_that_is_replaced_by_its_like_counts_once() {
    let (_chrome, view) = open(REPLACED).await;
    view.press(Role::Button, "Count").await;
    assert_eq!(view.text().await, "Count\n1");
}

#[tokio::test]
async fn typing_replaces_what_a_field_holds_key_by_key() {
    let (_chrome, view) = open(COVERED).await;
    view.fill("Name", "né").await;
    assert_eq!(view.script("return document.querySelector('input').value").await, "né");
    let each = json!(["keydown", "keypress", "input", "keyup", "keydown", "keypress", "input", "keyup"]);
    assert_eq!(view.script("return events").await, each);
    view.fill("Name", "").await;
    assert_eq!(view.script("return document.querySelector('input').value").await, "");
}
