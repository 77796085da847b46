use latchkey_practice::Quirk;

use crate::client::Client;
use crate::session::CLIENT_ID;

#[tokio::test]
async fn the_key_that_signs_can_be_shown_to_the_program_alone() {
    let client = Client::microsoft().await;
    let keys = async |query: &str| {
        let answer = client.get(&format!("/*/discovery/v2.0/keys{query}"), "").await;
        answer.json()["keys"][0]["kid"].as_str().unwrap().to_owned()
    };
    let own = keys("").await;
    client.provider().set_quirk(Quirk::KeysByAppId, true);
    assert_ne!(keys("").await, own);
    assert_ne!(keys("?appid=another").await, own);
    assert_eq!(keys(&format!("?appid={CLIENT_ID}")).await, own);
}
