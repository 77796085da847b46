//! Which ways to sign in a server offers (RFC 9110, 11.6.1), and which of them is taken.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

use crate::error::ExchangeError;

/// More challenges than any server sends.
const MAX_CHALLENGES: usize = 16;

/// How somebody was signed in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// The password proves itself and stays here.
    Ntlm,
    /// The password goes to the server as it is.
    Basic,
}

/// Which ways are taken if they are offered. A connection that was once signed in to with NTLM is not to fall back.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Accept {
    /// NTLM where it is offered, else Basic.
    #[default]
    NtlmOrBasic,
    /// NTLM or nothing.
    NtlmOnly,
}

/// One challenge: the scheme's name in lower case, and what follows.
struct Offered<'a> {
    scheme: String,
    rest: &'a str,
}

/// The best way of those that are offered and accepted.
pub(crate) fn choose(headers: &HeaderMap, accept: Accept) -> Result<Scheme, ExchangeError> {
    if wants_tokens(headers) {
        return Err(ExchangeError::ModernAuthOnly);
    }
    let offered: Vec<_> = offered(headers).into_iter().map(|one| one.scheme).collect();
    let has = |scheme: &str| offered.iter().any(|one| one == scheme);
    match accept {
        _ if has("ntlm") => Ok(Scheme::Ntlm),
        Accept::NtlmOrBasic if has("basic") => Ok(Scheme::Basic),
        _ if has("bearer") && !has("negotiate") && !has("basic") => Err(ExchangeError::ModernAuthOnly),
        _ if offered.is_empty() => Err(ExchangeError::NotAnEwsAddress),
        _ => Err(ExchangeError::NoUsableScheme),
    }
}

/// The message in the one challenge of NTLM.
pub(crate) fn ntlm_message(headers: &HeaderMap) -> Option<Vec<u8>> {
    let offered = offered(headers);
    let ntlm = offered.iter().find(|one| one.scheme == "ntlm" && !one.rest.is_empty())?;
    STANDARD.decode(ntlm.rest).ok()
}

/// Exchange says so to those who come with a password where only tokens are taken.
fn wants_tokens(headers: &HeaderMap) -> bool {
    ["ms-diagnostics-public", "x-ms-diagnostics"].iter().any(|name| {
        let mut values = headers.get_all(*name).iter().filter_map(|value| value.to_str().ok());
        values.any(|value| value.to_ascii_lowercase().contains("modern auth"))
    })
}

fn offered(headers: &HeaderMap) -> Vec<Offered<'_>> {
    let values = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(parts).filter_map(challenge).take(MAX_CHALLENGES).collect()
}

/// A part of a list is a challenge if it begins with a name that is not a parameter's.
fn challenge(part: &str) -> Option<Offered<'_>> {
    let part = part.trim();
    let (name, rest) = part.split_once(' ').unwrap_or((part, ""));
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_name.then(|| Offered { scheme: name.to_ascii_lowercase(), rest: rest.trim() })
}

/// A header's parts, between commas that stand outside quotes.
fn parts(value: &str) -> Vec<&str> {
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
        assert_eq!(choose(&exchange, Accept::NtlmOrBasic), Ok(Scheme::Ntlm));
        let basic = headers(&["basic REALM=\"x\""]);
        assert_eq!(choose(&basic, Accept::NtlmOrBasic), Ok(Scheme::Basic));
        assert_eq!(choose(&basic, Accept::NtlmOnly), Err(ExchangeError::NoUsableScheme));
        assert_eq!(choose(&headers(&["Negotiate, NTLM, Basic realm=x"]), Accept::NtlmOnly), Ok(Scheme::Ntlm));
    }

    #[test]
    fn what_cannot_be_spoken_is_told_apart() {
        assert_eq!(choose(&headers(&["Negotiate"]), Accept::NtlmOrBasic), Err(ExchangeError::NoUsableScheme));
        assert_eq!(
            choose(&headers(&["Digest realm=\"x\", nonce=\"y\""]), Accept::NtlmOrBasic),
            Err(ExchangeError::NoUsableScheme)
        );
        assert_eq!(
            choose(&headers(&["Bearer client_id=\"x\""]), Accept::NtlmOrBasic),
            Err(ExchangeError::ModernAuthOnly)
        );
        assert_eq!(choose(&headers(&[]), Accept::NtlmOrBasic), Err(ExchangeError::NotAnEwsAddress));
        let mut told = headers(&["Basic realm=x"]);
        told.insert("ms-diagnostics-public", HeaderValue::from_static("2000010;reason=\"Modern Auth is required\""));
        assert_eq!(choose(&told, Accept::NtlmOrBasic), Err(ExchangeError::ModernAuthOnly));
    }

    #[test]
    fn a_word_in_quotes_offers_nothing() {
        let realm = headers(&["Negotiate realm=\"a, NTLM, \\\", Basic \""]);
        assert_eq!(choose(&realm, Accept::NtlmOrBasic), Err(ExchangeError::NoUsableScheme));
    }

    #[test]
    fn a_message_is_found_beside_other_challenges() {
        assert_eq!(ntlm_message(&headers(&["Negotiate", "NTLM TlRMTQ=="])).as_deref(), Some(b"NTLM".as_slice()));
        assert_eq!(ntlm_message(&headers(&["NTLM"])), None);
        assert_eq!(ntlm_message(&headers(&["NTLM ???"])), None);
        assert_eq!(ntlm_message(&headers(&["Negotiate TlRMTQ=="])), None);
    }
}
