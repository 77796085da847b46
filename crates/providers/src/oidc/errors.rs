//! What refusals of an unknown server mean: the standard's words, and nothing else. An empty or unreadable one means
//! nothing by itself; whoever gets it finds out whether the server still knows the client before a person is asked.

use latchkey_domain::Failure;

use crate::oauth::{ErrorBody, Refusal};
use crate::{NotRenewed, refusal};

pub(super) fn of_refresh(refusal: Refusal) -> NotRenewed {
    refusal::of_refresh(refusal, of_body)
}

pub(super) fn of_code(refusal: Refusal) -> Failure {
    refusal::of_code(refusal, of_body)
}

fn of_body(body: &ErrorBody) -> Failure {
    refusal::standard(&body.error)
}
