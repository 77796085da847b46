//! A password that is typed on the page that an e-mail's link leads to.

use latchkey_practice::Condition;
use latchkey_testkit::{Page, PostOffice, Stage};
use latchkey_wire::ConnectionState;

use super::connected;
use crate::mail::{AFTER_S, link, settings};
use crate::people::ANN;

/// Types a password on the page and presses its one button.
async fn types(stage: &Stage, link: &str, password: &str) -> Page {
    stage.clock.advance_s(5);
    let mut phone = stage.browser();
    let page = phone.visit(stage.url().join(link).unwrap().as_str()).await;
    let names = page.button_names();
    let [button] = &names[..] else { panic!("one button: {names:?}") };
    phone.press_and_follow(&page, button, &[("password", password)]).await
}

#[tokio::test]
async fn each_press_tries_once_and_the_right_one_mends_the_connection() {
    let office = PostOffice::open();
    let stage = Stage::builder().with_exchange().with_settings(&settings(&office)).start().await;
    let (pane, connection) = connected(&stage, ANN).await;
    let exchange = stage.practice.exchange();
    let old = exchange.password(ANN);
    exchange.impose(ANN, Condition::PasswordChanged);
    pane.check(&connection.id).await.unwrap();
    stage.clock.advance_s(AFTER_S);
    assert_eq!(stage.deliver_due().await, 1);
    let link = link(&office.letters()[0]);
    let (wrong, right) = (exchange.tries(ANN).wrong, exchange.tries(ANN).right);
    for typed in ["not-the-password", old.as_str()] {
        let page = types(&stage, &link, typed).await;
        assert!(!page.body.contains(typed), "{}", page.body);
        assert!(matches!(pane.connection().await.state, ConnectionState::NeedsSignIn { .. }));
    }
    assert_eq!(exchange.tries(ANN).wrong, wrong + 1, "the old one was rejected before and is not shown again");
    types(&stage, &link, &exchange.password(ANN)).await;
    assert_eq!(exchange.tries(ANN).right, right + 1);
    let after = pane.connection().await;
    assert_eq!((after.id, after.state), (connection.id, ConnectionState::Working));
    let page = stage.browser().visit(stage.url().join(&link).unwrap().as_str()).await;
    assert!(!page.body.contains("<form"), "the link has ended: {}", page.body);
}
