//! Rows that the product does not get right yet ([`crate::rows::open`]). When it does, this test fails: move the row to the file of
//! its kind then, and write the list in docs/dialects.md again.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use latchkey_wire::ReasonCode;

use crate::api_checks::try_check;
use crate::client_assertions::try_missing;
use crate::own_refusals::try_refusal;
use crate::rows::open::{open_api_checks, open_refusals};

async fn fails(attempt: impl Future<Output = ()>) -> bool {
    AssertUnwindSafe(attempt).catch_unwind().await.is_err()
}

#[tokio::test]
async fn what_is_not_right_yet_is_listed_and_nothing_else() {
    let mut right = Vec::new();
    for row in open_refusals() {
        let what = row.origin.to_string();
        if !fails(Box::pin(try_refusal(row))).await {
            right.push(what);
        }
    }
    for row in open_api_checks() {
        let what = row.origin.to_string();
        if !fails(Box::pin(try_check(row))).await {
            right.push(what);
        }
    }
    // Only the installation's administrator can put a missing assertion right. The pane names no cause.
    if !fails(Box::pin(try_missing(Some(ReasonCode::Misconfigured)))).await {
        right.push("a missing assertion".to_owned());
    }
    assert!(right.is_empty(), "these rows pass now:\n{}", right.join("\n"));
}
