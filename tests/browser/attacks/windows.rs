//! Windows that the attacker opens, names, feeds and forwards.

use latchkey_wire::Phase;

use super::Mallory;
use super::attacker_page::AttackerPage;
use crate::browser_session::BrowserSession;
use crate::extension::open_gmail_with_policy;
use crate::pages::CONNECTED;
use crate::people::ANN;
use crate::view::Role;
use crate::wait::until;

const PAGE_WITHOUT_KEY: &str = "Your sidebar didn't respond.";

/// Opens a session whose console may name a refused window.
async fn open_session() -> BrowserSession {
    let mut browser = BrowserSession::open().await;
    browser.expect_in_console("status of 409");
    browser
}

#[tokio::test]
async fn the_link_alone_leads_to_a_page_that_opens_nothing() {
    let browser = open_session().await;
    let mallory = Mallory::begin(&browser).await;
    // She is signed in at the provider, which would ask her nothing.
    browser.connect(ANN).await;
    let window = browser.new_tab(&mallory.link()).await;
    window.see(Role::Heading, PAGE_WITHOUT_KEY).await;
    assert!(window.address().await.ends_with("/start"), "it leads nowhere by itself");
    assert_eq!(window.script("return document.cookie").await, "");
    let overview = mallory.pane.overview().await;
    assert!(overview.connections.is_empty());
    browser.close().await;
}

#[tokio::test]
async fn a_self_submitting_form_opens_nothing() {
    for encoding in ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"] {
        let mut browser = open_session().await;
        browser.expect_in_console("status of 403");
        let mallory = Mallory::begin(&browser).await;
        let openings = mallory.link().replace("/start", "/openings");
        // As text it is JSON, with the sign between name and value inside of a string.
        let page = AttackerPage::with(format!(
            r#"<form method="post" action="{openings}" enctype="{encoding}">
                 <input name='{{"key":"{key}","pressed":false,"x":"' value='"}}'></form>
               <script>document.forms[0].submit()</script>"#,
            key = mallory.key().await
        ))
        .await;
        let tab = browser.new_tab(page.address()).await;
        until("the form to be answered", async || {
            let address = tab.address().await;
            if address == openings { Ok(()) } else { Err(address) }
        })
        .await;
        let said = tab.script("return document.body.textContent").await;
        assert!(said.as_str().unwrap().contains("didn't come from our own page"), "{said}");
        mallory.assert_got_nothing(&browser).await;
        browser.close().await;
    }
}

#[tokio::test]
async fn a_script_of_another_origin_hands_nothing_in() {
    let mut browser = open_session().await;
    for said in ["status of 403", "blocked by CORS policy", "net::ERR_FAILED"] {
        browser.expect_in_console(said);
    }
    let mallory = Mallory::begin(&browser).await;
    let openings = mallory.link().replace("/start", "/openings");
    let page = AttackerPage::running(&format!(
        "const body = JSON.stringify({{ key: '{key}', pressed: true }});
         const ways = [{{ 'Content-Type': 'application/json' }}, {{ 'Content-Type': 'text/plain' }}, {{}}].flatMap((headers) =>
             ['cors', 'no-cors'].map((mode) => ({{ method: 'POST', mode, headers, body, credentials: 'include' }})));
         Promise.allSettled(ways.map((way) => fetch('{openings}', way))).then((all) => (window.tried = all.length))",
        key = mallory.key().await
    ))
    .await;
    let tab = browser.new_tab(page.address()).await;
    until("every way to be tried", async || {
        let tried = tab.script("return window.tried ?? 0").await;
        if tried == 6 { Ok(()) } else { Err(tried.to_string()) }
    })
    .await;
    mallory.assert_got_nothing(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_key_in_the_address_its_fragment_or_the_windows_name_is_not_read() {
    let browser = open_session().await;
    let mallory = Mallory::begin(&browser).await;
    let key = mallory.key().await;
    let message = format!(r#"{{"latchkey":"opening-key","authorization":"{}","key":"{key}"}}"#, mallory.id);
    let page = AttackerPage::running(&format!(
        "window.name = '{message}';
         location = '{link}?key={key}#key={key}'",
        link = mallory.link()
    ))
    .await;
    let tab = browser.new_tab(page.address()).await;
    tab.see(Role::Heading, PAGE_WITHOUT_KEY).await;
    mallory.assert_got_nothing(&browser).await;
    browser.close().await;
}

/// A page that opens his link at a click and sends answers, asked or not.
async fn hostile_opener(mallory: &Mallory) -> AttackerPage {
    AttackerPage::running(&format!(
        "window.heard = [];
         addEventListener('message', ({{ data }}) => heard.push(data));
         document.querySelector('main').onclick = () => {{
             const opened = window.open('{link}', 'prize');
             setInterval(() => {{
                 const page = heard.find((one) => one?.page)?.page;
                 const answer = {{ latchkey: 'opening-key', authorization: '{id}', key: '{key}', page }};
                 opened.postMessage(answer, '*');
                 new BroadcastChannel('latchkey').postMessage(answer);
             }}, 50);
         }}",
        link = mallory.link(),
        id = mallory.id,
        key = mallory.key().await
    ))
    .await
}

#[tokio::test]
async fn a_hostile_opener_that_answers_the_question_is_not_believed() {
    let browser = open_session().await;
    let mallory = Mallory::begin(&browser).await;
    let page = hostile_opener(&mallory).await;
    let tab = browser.new_tab(page.address()).await;
    tab.switch_to().await.unwrap();
    browser.web_driver().find(thirtyfour::By::Css("main")).await.unwrap().click().await.unwrap();
    let window = browser.next_window().await;
    window.see(Role::Heading, PAGE_WITHOUT_KEY).await;
    assert_eq!(tab.script("return heard").await, serde_json::json!([]), "the opener was not asked");
    mallory.assert_got_nothing(&browser).await;
    browser.close().await;
}

/// Where an extension of another origin is admitted, the window asks any opener.
#[tokio::test]
async fn a_hostile_opener_that_is_asked_is_not_believed_either() {
    let mut browser = open_gmail_with_policy().await;
    browser.expect_in_console("status of 409");
    let mallory = Mallory::begin(&browser).await;
    let page = hostile_opener(&mallory).await;
    let tab = browser.new_tab(page.address()).await;
    tab.switch_to().await.unwrap();
    browser.web_driver().find(thirtyfour::By::Css("main")).await.unwrap().click().await.unwrap();
    let window = browser.next_window().await;
    window.see(Role::Heading, PAGE_WITHOUT_KEY).await;
    assert_ne!(tab.script("return heard").await, serde_json::json!([]), "it was asked");
    mallory.assert_got_nothing(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn the_windows_first_page_cannot_be_framed() {
    let mut browser = open_session().await;
    browser.expect_in_console("frame-ancestors");
    let mallory = Mallory::begin(&browser).await;
    let page = AttackerPage::with(format!(r#"<iframe src="{}"></iframe>"#, mallory.link())).await;
    let tab = browser.new_tab(page.address()).await;
    until("the browser to refuse the frame", async || {
        let console = browser.console().await;
        if console.iter().any(|said| said.contains("frame-ancestors")) { Ok(()) } else { Err(format!("{console:?}")) }
    })
    .await;
    tab.wait_for_text("You have won.").await;
    mallory.assert_got_nothing(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn the_providers_address_forwarded_lands_on_a_refusal_with_a_clean_address() {
    let mut browser = open_session().await;
    browser.expect_in_console("status of 403");
    let mallory = Mallory::begin(&browser).await;
    let mut his = browser.endpoint().browser();
    let provider = his.opens(&mallory.pane, &mallory.id).await;
    let tab = browser.new_tab(provider.as_str()).await;
    tab.sign_in_and_accept(ANN).await;
    tab.see(Role::Heading, "The sign-in was started in a different browser.").await;
    let address = tab.address().await;
    assert!(address.contains("/oauth/refused/browser_mismatch/"), "{address}");
    assert!(!address.contains('?') && address.ends_with("#end"), "nothing stands there to be replayed: {address}");
    let history = tab.script("return performance.getEntriesByType('navigation')[0].name + document.referrer").await;
    assert!(!history.as_str().unwrap().contains("code="), "{history}");
    assert!(his.visit(&address).await.status.is_client_error());
    mallory.assert_got_nothing(&browser).await;
    browser.close().await;
}

/// A link may ask a provider to put its answer into the fragment, which no server sees and a redirect keeps.
#[tokio::test]
async fn what_a_provider_puts_into_the_fragment_does_not_stay_in_the_address() {
    let mut browser = open_session().await;
    browser.expect_in_console("status of 4");
    let callback = browser.endpoint().url().join("/oauth/callback/microsoft#code=1.secret&state=secret").unwrap();
    let tab = browser.new_tab(callback.as_str()).await;
    until("a refusal", async || {
        let address = tab.address().await;
        if address.contains("/oauth/refused/") { Ok(()) } else { Err(address) }
    })
    .await;
    let address = tab.address().await;
    assert!(!address.contains("secret"), "{address}");
    browser.close().await;
}

#[tokio::test]
async fn a_page_that_opens_the_pane_from_a_window_of_any_name_gets_no_hold_of_the_sign_in() {
    let browser = open_session().await;
    let pane_address = browser.endpoint().url().to_string();
    let page = AttackerPage::running(&format!(
        "window.name = 'latchkey-sign-in';
         document.querySelector('main').onclick = () => (window.opened = window.open('{pane_address}', 'pane'));"
    ))
    .await;
    let tab = browser.new_tab(page.address()).await;
    tab.switch_to().await.unwrap();
    browser.web_driver().find(thirtyfour::By::Css("main")).await.unwrap().click().await.unwrap();
    let pane = crate::pages::PanePage(browser.next_window().await.0);
    pane.see(Role::Button, "Connect Microsoft 365").await;
    until("the pane to be cut off from who opened it", async || {
        let closed = tab.script("return opened.closed").await;
        if closed == true { Ok(()) } else { Err("it still controls the pane".to_owned()) }
    })
    .await;
    pane.connect().await;
    let window = browser.next_window().await;
    let name = window.script("return window.name").await;
    assert_ne!(name, "latchkey-sign-in");
    assert_eq!(tab.script("return document.title").await, "Prize", "its own window was not taken for the sign-in");
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn each_sign_in_window_has_a_new_name_that_no_provider_learns() {
    let browser = BrowserSession::builder().without_coop().open().await;
    let pane = browser.pane();
    let note = "window.names = [];
                const open = window.open;
                window.open = (address, name, ...more) => (names.push(name), open.call(window, address, name, ...more))";
    pane.script(note).await;
    for _ in 0..2 {
        pane.connect().await;
        let window = browser.next_window().await;
        window.see(Role::Heading, "Sign in").await;
        assert_eq!(window.script("return window.name").await, "");
        pane.press(Role::Button, "Cancel").await;
        window.close().await;
    }
    let names = pane.script("return names").await;
    let [one, other] = names.as_array().unwrap().as_slice() else { panic!("{names}") };
    assert!(one != other && [one, other].iter().all(|name| name.as_str().unwrap().len() == 36), "{names}");
    browser.close().await;
}

#[tokio::test]
async fn a_provider_gets_no_handle_of_the_panes_tab_or_frame() {
    for browser in [BrowserSession::builder(), BrowserSession::builder().embedded()] {
        let browser = browser.without_coop().open().await;
        let pane = browser.pane();
        pane.set_up_sync().await;
        let window = browser.next_window().await;
        window.see(Role::Heading, "Sign in").await;
        assert_eq!(window.script("return window.opener").await, serde_json::Value::Null);
        window.sign_in_and_accept(ANN).await;
        pane.wait_for_text(CONNECTED).await;
        window.wait_until_closed().await;
        browser.close().await;
    }
}

/// Cookies ignore ports: the attacker's page at another port of the endpoint's host sets his cookie in her browser.
#[tokio::test]
async fn another_port_that_sets_the_cookie_leads_her_to_a_refusal() {
    let mut browser = open_session().await;
    browser.expect_in_console("status of 403");
    // She is signed in at the provider, which asks her nothing.
    browser.connect(ANN).await;
    let mallory = Mallory::begin(&browser).await;
    let exchanged = browser.endpoint().practice.microsoft().counters().code_exchanges;
    let mut his = browser.endpoint().browser();
    let provider = his.opens(&mallory.pane, &mallory.id).await;
    let host = browser.endpoint().url().host_str().unwrap().to_owned();
    let page = AttackerPage::at(&host, his.cookies(&host), provider.as_str()).await;
    let tab = browser.new_tab(page.address()).await;
    tab.see(Role::Heading, "The sign-in was started in a different browser.").await;
    let address = tab.address().await;
    assert!(address.ends_with("/window#end"), "the cookie was taken for his: {address}");
    assert_eq!(browser.endpoint().practice.microsoft().counters().code_exchanges, exchanged);
    let overview = mallory.pane.overview().await;
    assert!(overview.connections.is_empty(), "{overview:?}");
    assert_eq!(mallory.pane.authorization(&mallory.id).await.unwrap().phase, Phase::Waiting);
    browser.close().await;
}
