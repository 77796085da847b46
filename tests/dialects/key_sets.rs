//! Key sets at a sign-in, and when they change.

use crate::each::each;
use crate::installation::{ANN, DialectInstallation, OPENID, Setup, newcomer};
use crate::rows::SignInOutcome;
use crate::rows::key_sets::{key_changes, key_sets};
use crate::server::Choices;

#[tokio::test]
async fn a_key_is_found_in_every_set_that_has_it() {
    each(
        key_sets(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let choices = Choices { keys: row.keys, ..Choices::default() };
            let installation = Setup { choices, ..Setup::of(row.offer) }.start().await;
            let outcome = installation.try_sign_in(ANN).await;
            match (row.becomes, outcome) {
                (SignInOutcome::SignsIn, Ok(ann)) => installation.assert_works(what, ANN, &ann).await,
                (SignInOutcome::Refused(code), outcome) => assert_eq!(outcome.err(), Some(code), "{what}"),
                (SignInOutcome::SignsIn, Err(code)) => panic!("{what}: {code:?}"),
            }
        },
    )
    .await;
}

#[tokio::test]
async fn changed_keys_are_fetched_again_and_not_too_often() {
    each(
        key_changes(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let installation = DialectInstallation::empty(OPENID).await;
            installation.server.choose(|choices| choices.keys = row.before.clone());
            let ann = installation.connect(ANN).await;
            installation.server.choose(|choices| choices.keys = row.after.clone());
            installation.endpoint.clock.advance_s(row.after_s);
            let before = installation.server.requests_to("/keys");
            let outcome = installation.try_sign_in(newcomer(1)).await.map(drop);
            match row.becomes {
                SignInOutcome::SignsIn => assert_eq!(outcome, Ok(()), "{what}"),
                SignInOutcome::Refused(code) => assert_eq!(outcome, Err(code), "{what}"),
            }
            // The sets' state says nothing of grants.
            installation.renew_due(0).await;
            installation.assert_works(what, ANN, &ann).await;
            let fetched = installation.server.requests_to("/keys") - before;
            assert!(fetched <= row.most_fetches, "{what}: {fetched}");
        },
    )
    .await;
}

/// zmartzone/lua-resty-openidc #468: an attacker's tokens must not cause requests without end.
#[tokio::test]
async fn twenty_unknown_keys_within_a_minute_cause_one_fetch() {
    let installation = DialectInstallation::empty(OPENID).await;
    installation.connect(ANN).await;
    let before = installation.server.requests_to("/keys");
    installation.server.choose(|choices| {
        choices.keys.kid = Some("unknown");
        choices.keys.number = 3;
        choices.keys.set = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"{x of 7}","y":"{y of 7}","kid":"7"}]}"#;
    });
    installation.endpoint.clock.advance_s(100);
    for number in 0..20 {
        installation.try_sign_in(newcomer(number)).await.map(drop).unwrap_err();
        installation.endpoint.clock.advance_s(2);
    }
    assert_eq!(installation.server.requests_to("/keys") - before, 1);
}
