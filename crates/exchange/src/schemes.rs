//! The authentication schemes that a server offers (RFC 9110, 11.6.1), and which of them is used.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

use crate::error::ExchangeError;

/// No server sends more challenges than this.
const MAX_CHALLENGES: usize = 16;

/// An authentication scheme.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthScheme {
    /// The client proves that it knows the password and does not send it.
    Ntlm,
    /// The password is sent to the server.
    Basic,
}

/// The schemes that the caller accepts. A connection that once used NTLM must not fall back to Basic.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum AcceptedSchemes {
    /// NTLM where it is offered, else Basic.
    #[default]
    NtlmOrBasic,
    /// NTLM alone.
    NtlmOnly,
}

/// One challenge: the scheme's name in lower case, and its parameters.
struct OfferedScheme<'a> {
    scheme: String,
    rest: &'a str,
}

/// Chooses the best scheme among those that are offered and accepted.
pub(crate) fn choose(headers: &HeaderMap, accept: AcceptedSchemes) -> Result<AuthScheme, ExchangeError> {
    if is_token_required(headers) {
        return Err(ExchangeError::ModernAuthOnly);
    }
    let offered: Vec<_> = offered_schemes(headers).into_iter().map(|one| one.scheme).collect();
    let has = |scheme: &str| offered.iter().any(|one| one == scheme);
    match accept {
        _ if has("ntlm") => Ok(AuthScheme::Ntlm),
        AcceptedSchemes::NtlmOrBasic if has("basic") => Ok(AuthScheme::Basic),
        _ if has("bearer") && !has("negotiate") && !has("basic") => Err(ExchangeError::ModernAuthOnly),
        _ if offered.is_empty() => Err(ExchangeError::NotAnEwsAddress),
        _ => Err(ExchangeError::NoUsableScheme),
    }
}

/// The message in the NTLM challenge.
pub(crate) fn ntlm_message(headers: &HeaderMap) -> Option<Vec<u8>> {
    let offered = offered_schemes(headers);
    let ntlm = offered.iter().find(|one| one.scheme == "ntlm" && !one.rest.is_empty())?;
    STANDARD.decode(ntlm.rest).ok()
}

/// If Exchange accepts only tokens, it sends these headers to a client with a password.
fn is_token_required(headers: &HeaderMap) -> bool {
    ["ms-diagnostics-public", "x-ms-diagnostics"].iter().any(|name| {
        let mut values = headers.get_all(*name).iter().filter_map(|value| value.to_str().ok());
        values.any(|value| value.to_ascii_lowercase().contains("modern auth"))
    })
}

fn offered_schemes(headers: &HeaderMap) -> Vec<OfferedScheme<'_>> {
    let values = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(split_header).filter_map(parse_challenge).take(MAX_CHALLENGES).collect()
}

/// Parses one part of the list. A part that begins with a scheme's name, and not with a parameter, is a challenge.
fn parse_challenge(part: &str) -> Option<OfferedScheme<'_>> {
    let part = part.trim();
    let (name, rest) = part.split_once(' ').unwrap_or((part, ""));
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| OfferedScheme { scheme: name.to_ascii_lowercase(), rest: rest.trim() })
}

/// Splits a header at the commas that stand outside quotes.
fn split_header(value: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    value
        .split(move |char: char| {
            let splits = char == ',' && !quoted;
            match char {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                _ => {}
            }
            splits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (WWW_AUTHENTICATE, HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn ntlm_is_preferred_and_basic_is_taken_where_it_may_be() {
        let exchange = headers(&["Negotiate", "NTLM", "Basic realm=\"mail.contoso.example\""]);
        assert_eq!(choose(&exchange, AcceptedSchemes::NtlmOrBasic), Ok(AuthScheme::Ntlm));
        let basic = headers(&["basic REALM=\"x\""]);
        assert_eq!(choose(&basic, AcceptedSchemes::NtlmOrBasic), Ok(AuthScheme::Basic));
        assert_eq!(choose(&basic, AcceptedSchemes::NtlmOnly), Err(ExchangeError::NoUsableScheme));
        assert_eq!(
            choose(&headers(&["Negotiate, NTLM, Basic realm=x"]), AcceptedSchemes::NtlmOnly),
            Ok(AuthScheme::Ntlm)
        );
    }

    #[test]
    fn unsupported_schemes_are_told_apart() {
        assert_eq!(choose(&headers(&["Negotiate"]), AcceptedSchemes::NtlmOrBasic), Err(ExchangeError::NoUsableScheme));
        assert_eq!(
            choose(&headers(&["Digest realm=\"x\", nonce=\"y\""]), AcceptedSchemes::NtlmOrBasic),
            Err(ExchangeError::NoUsableScheme)
        );
        assert_eq!(
            choose(&headers(&["Bearer client_id=\"x\""]), AcceptedSchemes::NtlmOrBasic),
            Err(ExchangeError::ModernAuthOnly)
        );
        assert_eq!(choose(&headers(&[]), AcceptedSchemes::NtlmOrBasic), Err(ExchangeError::NotAnEwsAddress));
        let mut told = headers(&["Basic realm=x"]);
        told.insert("ms-diagnostics-public", HeaderValue::from_static("2000010;reason=\"Modern Auth is required\""));
        assert_eq!(choose(&told, AcceptedSchemes::NtlmOrBasic), Err(ExchangeError::ModernAuthOnly));
    }

    #[test]
    fn a_word_in_quotes_offers_nothing() {
        let realm = headers(&["Negotiate realm=\"a, NTLM, \\\", Basic \""]);
        assert_eq!(choose(&realm, AcceptedSchemes::NtlmOrBasic), Err(ExchangeError::NoUsableScheme));
    }

    #[test]
    fn a_message_is_found_beside_other_challenges() {
        assert_eq!(ntlm_message(&headers(&["Negotiate", "NTLM TlRMTQ=="])).as_deref(), Some(b"NTLM".as_slice()));
        assert_eq!(ntlm_message(&headers(&["NTLM"])), None);
        assert_eq!(ntlm_message(&headers(&["NTLM ???"])), None);
        assert_eq!(ntlm_message(&headers(&["Negotiate TlRMTQ=="])), None);
    }
}
