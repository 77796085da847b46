//! Tries rows one after the other, and reports all that fail, not only the first.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;

use crate::rows::Origin;

/// Tries each row. A panic is the row's failure.
pub async fn each<R>(rows: impl IntoIterator<Item = R>, origin: impl Fn(&R) -> Origin, attempt: impl AsyncFn(R)) {
    let mut failed = Vec::new();
    for row in rows {
        let origin = origin(&row);
        if let Err(panic) = AssertUnwindSafe(attempt(row)).catch_unwind().await {
            failed.push(format!("{origin}\n    {}", message(&*panic)));
        }
    }
    assert!(failed.is_empty(), "{} rows fail:\n{}", failed.len(), failed.join("\n"));
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}
