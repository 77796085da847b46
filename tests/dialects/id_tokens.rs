//! ID tokens at a sign-in and at a renewal.

use latchkey_wire::ReasonCode;

use crate::each::each;
use crate::installation::{ANN, BEN, DUE_AFTER_S, DialectInstallation, OPENID, newcomer};
use crate::rows::SignInOutcome;
use crate::rows::id_tokens::{RenewedIdTokenOutcome, id_tokens, renewed_id_tokens};

#[tokio::test]
async fn what_a_token_says_decides_only_where_it_must() {
    for offer in ["openid", "tenants"] {
        let installation = DialectInstallation::empty(offer).await;
        let ben = installation.connect(BEN).await;
        let rows = id_tokens().into_iter().enumerate().filter(|(_, row)| row.offer == offer);
        each(
            rows,
            |(_, row)| row.origin,
            async |(number, row)| {
                let what = &row.origin.to_string();
                let person = newcomer(number);
                installation.endpoint.clock.advance_s(60);
                installation.server.choose(|choices| _ = choices.claims.insert(person, row.claims));
                let outcome = installation.try_sign_in(person).await;
                match (row.becomes, outcome) {
                    (SignInOutcome::SignsIn, Ok(connected)) => {
                        let address = row.address.replace("{person}", person);
                        assert_eq!(connected.pane.connection().await.account.address, address, "{what}");
                        let engine = installation.endpoint.engine().await;
                        let found = engine.finds(person, "mailbox").await.unwrap().len();
                        assert_eq!(found, usize::from(row.is_found), "{what}");
                        installation.assert_works(what, person, &connected).await;
                    }
                    (SignInOutcome::Refused(code), outcome) => assert_eq!(outcome.err(), Some(code), "{what}"),
                    (SignInOutcome::SignsIn, Err(code)) => panic!("{what}: {code:?}"),
                }
                installation.assert_works(what, BEN, &ben).await;
            },
        )
        .await;
    }
}

#[tokio::test]
async fn a_token_that_comes_with_a_renewal_costs_the_grant_only_if_it_names_another_account() {
    each(
        renewed_id_tokens(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let (installation, ann, ben) = DialectInstallation::open(OPENID).await;
            installation.server.choose(|choices| _ = choices.renewal_claims.insert(ANN, row.claims));
            installation.renew_due(DUE_AFTER_S).await;
            match row.becomes {
                RenewedIdTokenOutcome::Works => {
                    installation.assert_works(what, ANN, &ann).await;
                    installation.renew_due(DUE_AFTER_S).await;
                    installation.assert_works(what, ANN, &ann).await;
                }
                RenewedIdTokenOutcome::OtherAccount => {
                    assert_eq!(ann.told().await, Some((ReasonCode::AnswerUnusable, "retrying")), "{what}");
                }
            }
            installation.assert_works(what, BEN, &ben).await;
            assert_eq!(installation.server.reuse_count(), 0, "{what}");
        },
    )
    .await;
}
