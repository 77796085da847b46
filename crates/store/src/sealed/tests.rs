//! Sealed rows outlive versions, so their plaintext must not change. These texts are what versions before this one sealed.

use super::*;

/// A text is read, and written again to the letter.
fn assert_unchanged<T: Sealable>(text: &str) -> T {
    let value = T::from_plain(text.as_bytes()).unwrap_or_else(|| panic!("{text} can't be read"));
    assert_eq!(String::from_utf8(value.to_plain().to_vec()).unwrap(), text);
    value
}

#[test]
fn a_grant_of_tokens_keeps_its_form() {
    let grant: Grant = assert_unchanged(r#"{"access":"an access token","refresh":"a refresh token"}"#);
    assert_eq!(grant.refresh().unwrap().expose(), "a refresh token");
}

#[test]
fn a_grant_of_a_password_keeps_its_form_and_its_scheme_hint() {
    let grant: Grant = assert_unchanged(r#"{"user_name":"CONTOSO\\ann","password":"correct horse","memo":"ntlm"}"#);
    let Grant::Password { scheme_hint, .. } = grant else { panic!("{grant:?}") };
    assert_eq!(scheme_hint.as_deref(), Some("ntlm"), "without it a server could be shown the password itself");
}

#[test]
fn the_secrets_of_an_opening_keep_their_form() {
    let opened =
        r#"{"state":"s","nonce":"n","verifier":"v","browser":"b","origin":"o","code":"BCDF-GHJK","returned":null}"#;
    assert_unchanged::<OpeningSecrets>(opened);
    let returned = r#"{"key":"k","code":"c","error":null,"error_description":"\"quoted\""}"#;
    let secrets: OpeningSecrets = assert_unchanged(&opened.replace("null", returned));
    assert_eq!(secrets.returned.unwrap().error_description, "\"quoted\"");
}

#[test]
fn the_secrets_of_an_opening_from_before_origin_keys_are_read() {
    let text = r#"{"state":"s","nonce":"n","verifier":"v","browser":"b","code":"BCDF-GHJK"}"#;
    let secrets = OpeningSecrets::from_plain(text.as_bytes()).unwrap();
    assert!(secrets.origin.is_none() && secrets.returned.is_none());
}

#[test]
fn a_sign_in_that_waits_for_its_person_keeps_its_form() {
    assert_unchanged::<PendingSignIn>(concat!(
        r#"{"identity":{"issuer":"https://issuer.example","subject":"1"},"#,
        r#""account":{"address":"ann@contoso.example","name":"Ann"},"verified":"address","server":null,"#,
        r#""grant":{"access":"a","refresh":"r"},"refreshed_at":1,"access_expires_at":3601,"ends_at":null,"due_at":1801,"#,
        r#""api_url":"https://api.example/"}"#
    ));
}
