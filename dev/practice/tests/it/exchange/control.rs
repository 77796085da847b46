use std::collections::HashSet;

use latchkey_practice::{Condition, ExchangeSwitches, PracticeExchange};
use latchkey_testkit::{LoadedPage, TestBrowser};

use super::client::{ANN_BASIC, As, ExchangeSession};
use crate::session::{ANN, http};

impl ExchangeSession {
    fn control(&self) -> String {
        format!("{}/control", self.session.practice.url())
    }

    async fn buttons(&self) -> HashSet<String> {
        self.page().await.button_names().into_iter().collect()
    }

    async fn page(&self) -> LoadedPage {
        TestBrowser::new().open(&self.control()).await
    }
}

#[tokio::test]
async fn every_button_of_exchange_changes_something_and_has_a_way_back() {
    let session = ExchangeSession::start().await;
    let mut browser = TestBrowser::new();
    let fresh = session.buttons().await;
    let of_exchange: Vec<_> = fresh.iter().filter(|name| name.contains("Exchange")).collect();
    assert!(of_exchange.len() > 3 + 5 + 5 + 13 + 5 - 1, "{of_exchange:?}");
    for name in of_exchange {
        let page = session.page().await;
        browser.press(&page, name, &[]).await;
        let switched = session.exchange().switches() != ExchangeSwitches::default();
        let imposed =
            |person: &str| PracticeExchange::CONDITIONS.iter().any(|&one| session.exchange().holds(person, one));
        let concerned = session.exchange().people().iter().any(|person| imposed(&person.email));
        assert!(switched || concerned, "{name}");
        let page = session.page().await;
        assert!(page.says(&format!("Done: {name}")), "{name}");
        let back = page.button_names().into_iter().filter(|button| !fresh.contains(button)).collect::<Vec<_>>();
        assert_eq!(back.len(), 1, "{name}: {back:?}");
        browser.press(&page, &back[0], &[]).await;
        assert_eq!(session.buttons().await, fresh, "{}", back[0]);
    }
}

#[tokio::test]
async fn the_page_says_how_often_passwords_were_tried_and_tells_none() {
    let session = ExchangeSession::start().await;
    session.inbox(ANN_BASIC).await;
    session.inbox(As::Basic(ANN, "something-wrong")).await;
    let page = session.page().await;
    assert!(page.says("Passwords tried: 1 right, 1 wrong."), "{}", page.body);
    assert!(page.says("<th scope=\"row\">Wrong passwords</th><td>1</td>"));
    assert!(page.says(&session.exchange().ews_url()));
    for secret in session.session.practice.secrets_issued() {
        assert!(!page.says(&secret.text), "{secret:?}");
    }
}

#[tokio::test]
async fn a_page_elsewhere_and_nonsense_press_nothing() {
    let session = ExchangeSession::start().await;
    let send = async |origin: &str, fields: &[(&str, &str)]| {
        let request = http().post(format!("{}/exchange", session.control())).header("origin", origin);
        request.form(fields).send().await.unwrap().status().as_u16()
    };
    let here = session.session.practice.url();
    assert_eq!(send("https://evil.example", &[("action", "take_down")]).await, 403);
    assert_eq!(send(here, &[("action", "explode")]).await, 422);
    let unknown = [("action", "impose"), ("person", "unknown@contoso.example"), ("condition", "disabled")];
    assert_eq!(send(here, &unknown).await, 400);
    assert_eq!(session.exchange().switches(), ExchangeSwitches::default());
    let ann = [("action", "impose"), ("person", ANN), ("condition", "disabled")];
    assert_eq!(send(here, &ann).await, 303);
    assert!(session.exchange().holds(ANN, Condition::Disabled));
}
