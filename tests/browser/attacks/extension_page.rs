//! The extension's own page, opened by an attacker's page.

use super::Mallory;
use super::attacker_page::AttackerPage;
use crate::extension::{ID, open_gmail_with_policy};
use crate::view::View;

#[tokio::test]
async fn a_page_of_the_web_cannot_open_it_and_it_reads_nothing_from_its_address() {
    let mut browser = open_gmail_with_policy().await;
    // The browser's messages about pages that it does not load.
    for said in ["chrome-extension://", "net::ERR_BLOCKED_BY_CLIENT", "Not allowed to load local resource"] {
        browser.expect_in_console(said);
    }
    let mallory = Mallory::begin(&browser).await;
    let endpoint = browser.endpoint().url().origin().ascii_serialization();
    let fed = format!(
        "chrome-extension://{ID}/index.html?endpoint={endpoint}&authorization={id}&key={key}#key={key}",
        id = mallory.id,
        key = mallory.key().await
    );
    let page = AttackerPage::running(&format!(
        "const frame = document.body.appendChild(document.createElement('iframe'));
         frame.src = '{fed}';
         document.querySelector('main').onclick = () => (window.opened = window.open('{fed}', 'fed'));"
    ))
    .await;
    let tab = browser.new_tab(page.address()).await;
    tab.switch_to().await.unwrap();
    let before = browser.web_driver().windows().await.unwrap();
    browser.web_driver().find(thirtyfour::By::Css("main")).await.unwrap().click().await.unwrap();
    for window in browser.web_driver().windows().await.unwrap() {
        if !before.contains(&window) {
            let blocked = View::of_window(browser.chrome(), &window);
            let shown = blocked.script("return location.href").await;
            assert!(!shown.as_str().unwrap().contains("index.html"), "{shown}");
            blocked.close().await;
        }
    }
    mallory.assert_got_nothing(&browser).await;
    // Typed into the address bar it is the panel, and nothing else.
    let typed = browser.new_tab(&fed).await;
    typed.wait_for_text("Set up Sync").await;
    mallory.assert_got_nothing(&browser).await;
    browser.close().await;
}
