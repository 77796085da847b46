//! How the endpoint authenticates at servers that say one thing and accept another.

use crate::each::each;
use crate::installation::{ANN, BEN, DUE_AFTER_S, DialectInstallation, OPENID, Setup};
use crate::rows::SignInOutcome;
use crate::rows::client_auth::{ClientChangeOutcome, client_auths, client_changes, client_lines, secret_line};
use crate::server::{Choices, ClientChoice};

#[tokio::test]
async fn a_way_that_works_is_found_before_anything_is_presented_and_remembered() {
    each(
        client_auths(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let choices = Choices { discovery: row.listed, client: row.accepts.clone(), ..Choices::default() };
            let setup =
                Setup { choices, client: secret_line(row.accepts.secret), openid: row.settings, ..Setup::of(OPENID) };
            let installation = setup.start().await;
            let ann = match (row.becomes, installation.try_sign_in(ANN).await) {
                (SignInOutcome::SignsIn, Ok(ann)) => ann,
                (SignInOutcome::Refused(code), outcome) => {
                    assert_eq!(outcome.err(), Some(code), "{what}");
                    assert!(installation.server.seen().clients_refused <= row.most_refused, "{what}");
                    return;
                }
                (SignInOutcome::SignsIn, Err(code)) => panic!("{what}: {code:?}"),
            };
            let refused = installation.server.seen().clients_refused;
            assert!(refused <= row.most_refused, "{what}: {refused}");
            let ben = installation.connect(BEN).await;
            for _ in 0..3 {
                installation.renew_due(DUE_AFTER_S).await;
            }
            installation.assert_works(what, ANN, &ann).await;
            installation.assert_works(what, BEN, &ben).await;
            assert_eq!(installation.server.seen().clients_refused, refused, "{what}: it is settled once");
            assert_eq!(installation.server.newest_token(ANN), Some(3), "{what}");
        },
    )
    .await;
}

#[tokio::test]
async fn a_server_that_changes_costs_no_grant() {
    each(
        client_changes(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let before = ClientChoice { rule: row.before.clone(), ..ClientChoice::default() };
            let choices = Choices { client: before.clone(), ..Choices::default() };
            let setup = Setup { choices, client: client_lines(row.next_secret), ..Setup::of(row.offer) };
            let installation = setup.start().await;
            let (ann, ben) = (installation.connect(ANN).await, installation.connect(BEN).await);
            installation.server.choose(|choices| choices.client = row.after);
            installation.renew_due(DUE_AFTER_S).await;
            if row.becomes == ClientChangeOutcome::Waits {
                for _ in 0..6 {
                    for person in [&ann, &ben] {
                        let told = person.told().await;
                        assert!(told.is_none_or(|told| told.1 == "retrying"), "{what}: {told:?}");
                    }
                    installation.renew_due(DUE_AFTER_S).await;
                }
                installation.server.choose(|choices| choices.client = before);
                installation.renew_due(DUE_AFTER_S).await;
            }
            installation.renew_due(DUE_AFTER_S).await;
            for (name, person) in [(ANN, &ann), (BEN, &ben)] {
                installation.assert_works(what, name, person).await;
            }
            assert_eq!(installation.server.reuse_count(), 0, "{what}");
            assert_works_for_new_people(&installation, what).await;
        },
    )
    .await;
}

async fn assert_works_for_new_people(installation: &DialectInstallation, what: &str) {
    let newcomer = crate::installation::newcomer(1);
    assert!(installation.try_sign_in(newcomer).await.is_ok(), "{what}");
}
