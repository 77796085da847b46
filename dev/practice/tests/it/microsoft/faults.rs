use latchkey_practice::Faults;
use latchkey_testkit::TestBrowser;
use std::time::Duration;

use crate::client::Client;

#[tokio::test]
async fn a_late_answer_does_not_hold_up_the_end() {
    let client = Client::microsoft().await;
    client.provider().set_faults(Faults { delay_s: 600, ..Faults::default() });
    let address = client.authorize_address(&[]);
    let mut browser = TestBrowser::new();
    let waited = tokio::time::timeout(Duration::from_millis(300), browser.open(&address)).await;
    assert!(waited.is_err(), "the answer is late");
    tokio::time::timeout(Duration::from_secs(10), client.shut_down()).await.unwrap();
}
