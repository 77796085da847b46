//! Passwords for sync engines: only while the administrator allows it.

use latchkey_testkit::HandOutResponse;

use super::{connect, start_endpoint};
use crate::people::ANN;

/// The same configuration, with or without the permission.
fn with_permission(text: &str, allowed: bool) -> String {
    let rest = text.replace("hand_out_passwords = true\n", "");
    if !allowed {
        return rest;
    }
    rest.replacen("kind = \"exchange\"\n", "kind = \"exchange\"\nhand_out_passwords = true\n", 1)
}

#[tokio::test]
async fn a_password_is_handed_out_while_the_administrator_allows_it_and_is_never_in_a_refusal() {
    let mut endpoint = start_endpoint().await;
    let (_, connection) = connect(&endpoint, ANN).await;
    let engine = endpoint.engine().await;
    let password = endpoint.practice.exchange().password(ANN);
    let refusal = engine.token(&connection.id).await.unwrap_err();
    assert_eq!((refusal.status.as_u16(), &refusal.problem["code"]), (403, &"passwords_kept".into()));
    assert!(!refusal.problem.to_string().contains(&password));
    let text = std::fs::read_to_string(endpoint.config_file()).unwrap();
    endpoint.rewrite_config(&with_permission(&text, true)).await;
    let handed_out = engine.token(&connection.id).await.unwrap();
    let HandOutResponse::Password { user_name, password: given, server, address, .. } = handed_out else { panic!() };
    assert_eq!((address.as_str(), user_name.as_str(), given.as_str()), (ANN, ANN, password.as_str()));
    assert_eq!(server, Some(endpoint.practice.exchange().ews_url()));
    endpoint.rewrite_config(&with_permission(&text, false)).await;
    assert_eq!(engine.token(&connection.id).await.unwrap_err().status.as_u16(), 403, "nothing of it stayed in memory");
}
