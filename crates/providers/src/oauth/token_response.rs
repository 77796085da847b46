//! Parses the responses of a token endpoint (RFC 6749, 5.1 and 5.2), as leniently as good clients do. The first rule: **a
//! success never loses a grant.** After a success the old refresh token may no longer be valid. So the new one is kept,
//! no matter what is wrong with the rest of the response, and the request is not repeated.
//!
//! Any 2xx is a success, unless its body has the standard's `error` and no token (some servers respond so). A 2xx with an
//! HTML page or an empty body is an outage of a proxy before the server.
//!
//! # To accept one more unusual response
//! Add a row to the table in the tests, with where it was seen; if it is a format, add it to [`super::members`].

use http::Response;
use latchkey_domain::renewal::MAX_ACCESS_LIFE_S;
use latchkey_domain::{AccessToken, Failure, RefreshToken};
use latchkey_wire::ReasonCode;
use url::Url;

use super::members::{Members, ResponseBody};
use super::transport::retry_after_s;
use super::{ErrorBody, TokenRefusal, TokenResponse};
use crate::{Tokens, TruncatedBody};

/// The members that are searched for at any position of a success.
const SOUGHT: [&str; 3] = ["refresh_token", "access_token", "id_token"];
/// The longest believable lifetime of a refresh token. A longer one counts as unlimited.
const MAX_REFRESH_LIFE_S: i64 = 100 * 365 * 24 * 3600;

/// Parses a response whose status is not an outage.
pub(super) fn read(response: &Response<Vec<u8>>) -> Result<TokenResponse, TokenRefusal> {
    let broke_off = response.extensions().get::<TruncatedBody>().is_some();
    let sought: &[&str] = if response.status().is_success() { &SOUGHT } else { &[] };
    match (response.status().is_success(), Members::read(response.body(), sought)) {
        (true, ResponseBody::Members(members)) => success(&members, response, broke_off),
        (true, _) if broke_off => Err(lost()),
        (true, ResponseBody::Page) => Err(TokenRefusal::Outage(Failure::of(ReasonCode::ProviderDown))),
        (true, ResponseBody::Other) => Err(TokenRefusal::Unusable { field: "body", refresh: None }),
        (false, ResponseBody::Members(members)) => Err(match error(&members, response) {
            Some(body) => TokenRefusal::Answered(Box::new(body)),
            None => unreadable(response),
        }),
        (false, ResponseBody::Page | ResponseBody::Other) => Err(unreadable(response)),
    }
}

/// A success whose refresh token may have been in the part that was lost.
fn lost() -> TokenRefusal {
    TokenRefusal::Outage(Failure::of(ReasonCode::AnswerLost))
}

fn unreadable(response: &Response<Vec<u8>>) -> TokenRefusal {
    let retry_after_s = retry_after_s(response.headers());
    TokenRefusal::Unreadable { status: response.status().as_u16(), retry_after_s }
}

fn success(members: &Members, response: &Response<Vec<u8>>, broke_off: bool) -> Result<TokenResponse, TokenRefusal> {
    let refresh = members.token("refresh_token").map(RefreshToken::new);
    let (access, error) = (members.token("access_token"), error(members, response));
    let access = match (access, &refresh, error) {
        (None, None, Some(body)) => return Err(TokenRefusal::Answered(Box::new(body))),
        (_, None, _) if broke_off => return Err(lost()),
        (Some(_), None, _) if members.breaks_off() => return Err(lost()),
        (None, _, _) => return Err(TokenRefusal::Unusable { field: "access_token", refresh }),
        (Some(access), _, _) => access,
    };
    Ok(TokenResponse {
        id_token: members.token("id_token"),
        instance_url: members.word("instance_url").and_then(|text| Url::parse(&text).ok()),
        tokens: Tokens {
            scopes: members.words("scope"),
            access: AccessToken::new(access),
            refresh,
            access_life_s: members.seconds("expires_in", MAX_ACCESS_LIFE_S),
            ends_in_s: members.seconds("refresh_token_expires_in", MAX_REFRESH_LIFE_S),
            api_url: None,
        },
    })
}

fn error(members: &Members, response: &Response<Vec<u8>>) -> Option<ErrorBody> {
    Some(ErrorBody {
        status: response.status().as_u16(),
        retry_after_s: retry_after_s(response.headers()),
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
