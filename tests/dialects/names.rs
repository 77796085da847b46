//! The names of an account, as the pane shows them and sync engines look for them.

use std::collections::HashMap;

use latchkey_wire::Purpose;

use crate::each::each;
use crate::installation::{ANN, DialectInstallation};
use crate::rows::names::names;

#[tokio::test]
async fn an_account_has_the_names_that_are_its_own() {
    each(
        names(),
        |row| row.origin,
        async |row| {
            let what = &row.origin.to_string();
            let installation = DialectInstallation::empty(row.offer).await;
            installation.server.choose(|choices| {
                choices.claims.insert(ANN, row.claims);
                choices.apis.insert(ANN, row.api.to_vec());
            });
            let ann = installation.connect(ANN).await;
            let connection = ann.pane.connection().await;
            assert_eq!(connection.account.address, row.address, "{what}");
            assert_eq!(connection.sign_in_name.as_deref(), row.sign_in_name, "{what}");
            let engine = installation.endpoint.engine().await;
            let purpose = if connection.purpose == Purpose::Crm { "crm" } else { "mailbox" };
            for (addresses, is_found) in [(row.found_by, true), (row.not_found_by, false)] {
                for address in addresses {
                    let sought = address.replace('#', "%23").replace('+', "%2B");
                    let found = engine.finds(&sought, purpose).await.unwrap().len();
                    assert_eq!(found, usize::from(is_found), "{what}: {address}");
                }
            }
            // Microsoft does not find people by an address that is not their sign-in name.
            let attempt = ann.pane.refreshes(&connection.id).await;
            let page = installation.endpoint.browser().opens(&ann.pane, &attempt.id).await;
            let asked: HashMap<_, _> = page.query_pairs().into_owned().collect();
            let hint = row.sign_in_name.unwrap_or(row.address);
            assert_eq!(asked.get("login_hint").map(String::as_str), Some(hint), "{what}");
        },
    )
    .await;
}
