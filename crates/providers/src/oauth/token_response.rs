//! Reads what a token endpoint answers (RFC 6749, 5.1 and 5.2), as leniently as good clients do. One rule stands above all:
//! **a success never costs a grant.** After it the token that was presented may be good no more, so what the answer holds is
//! kept whatever else is wrong with it, and nothing is presented again because of it.
//!
//! What is a success: any 2xx, unless its body has the standard's `error` and no token (some servers answer so). A 2xx with
//! a page or nothing in it is an outage of what stands before the server.
//!
//! # To read one more odd answer
//! Add a row to the table below, with where it was seen; if it is a way of writing, teach it to [`super::members`].

use http::Response;
use latchkey_domain::{AccessToken, Failure, RefreshToken};
use latchkey_wire::ReasonCode;
use url::Url;

use super::members::{Body, Members};
use super::{Answer, ErrorBody, Refusal};
use crate::{BrokeOff, Tokens};

/// What is looked for wherever it stands in a success.
const SOUGHT: [&str; 3] = ["refresh_token", "access_token", "id_token"];
/// No access token is believed to live longer.
const MAX_ACCESS_LIFE_S: i64 = 365 * 24 * 3600;
/// No refresh token is believed to end later; that is as good as no end.
const MAX_REFRESH_LIFE_S: i64 = 100 * 365 * 24 * 3600;

/// Reads an answer that is no outage by its status.
pub(super) fn read(response: &Response<Vec<u8>>) -> Result<Answer, Refusal> {
    let broke_off = response.extensions().get::<BrokeOff>().is_some();
    let sought: &[&str] = if response.status().is_success() { &SOUGHT } else { &[] };
    match (response.status().is_success(), Members::read(response.body(), sought)) {
        (true, Body::Members(members)) => success(&members, broke_off),
        (true, _) if broke_off => Err(lost()),
        (true, Body::Page) => Err(Refusal::Outage(Failure::of(ReasonCode::ProviderDown))),
        (true, Body::Other) => Err(Refusal::Unusable { field: "body", refresh: None }),
        (false, Body::Members(members)) => {
            error(&members).map_or(Err(Refusal::Unreadable), |body| Err(Refusal::Answered(Box::new(body))))
        }
        (false, Body::Page | Body::Other) => Err(Refusal::Unreadable),
    }
}

/// A success whose refresh token may have stood where nobody could read it.
fn lost() -> Refusal {
    Refusal::Outage(Failure::of(ReasonCode::AnswerLost))
}

fn success(members: &Members, broke_off: bool) -> Result<Answer, Refusal> {
    let refresh = members.token("refresh_token").map(RefreshToken::new);
    let (access, error) = (members.token("access_token"), error(members));
    let access = match (access, &refresh, error) {
        (None, None, Some(body)) => return Err(Refusal::Answered(Box::new(body))),
        (_, None, _) if broke_off => return Err(lost()),
        (Some(_), None, _) if members.breaks_off() => return Err(lost()),
        (None, _, _) => return Err(Refusal::Unusable { field: "access_token", refresh }),
        (Some(access), _, _) => access,
    };
    Ok(Answer {
        id_token: members.token("id_token"),
        instance_url: members.word("instance_url").and_then(|text| Url::parse(&text).ok()),
        scopes: members.words("scope"),
        tokens: Tokens {
            access: AccessToken::new(access),
            refresh,
            access_life_s: members.seconds("expires_in", MAX_ACCESS_LIFE_S),
            ends_in_s: members.seconds("refresh_token_expires_in", MAX_REFRESH_LIFE_S),
            api_url: None,
        },
    })
}

fn error(members: &Members) -> Option<ErrorBody> {
    Some(ErrorBody {
        error: members.word("error")?,
        error_description: members.text("error_description"),
        suberror: members.word("suberror"),
        error_subtype: members.word("error_subtype"),
        error_codes: members.numbers("error_codes"),
        correlation_id: members.word("correlation_id"),
        claims: members.text_or_object("claims"),
    })
}

#[cfg(test)]
mod tests;
