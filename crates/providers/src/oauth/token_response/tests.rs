//! A table of responses of real servers and proxies, and how each is parsed.

use http::HeaderMap;
use proptest::prelude::*;

use super::*;

/// The expected result of a row, in short.
#[derive(Debug, PartialEq)]
enum ParsedResponse {
    /// Access token, refresh token, life.
    Tokens(&'static str, Option<&'static str>, Option<i64>),
    /// The field that is missing, and the refresh token.
    Unusable(&'static str, Option<&'static str>),
    Refused(&'static str),
    Unreadable,
    Outage(ReasonCode),
}

fn answer(status: u16, body: &[u8]) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.to_vec()).unwrap()
}

fn check(what: &str, response: &Response<Vec<u8>>, expected: &ParsedResponse) {
    let seen = read(response);
    let made = match &seen {
        Ok(TokenResponse { tokens, .. }) => {
            let refresh = tokens.refresh.as_ref().map(RefreshToken::expose);
            format!("{:?}", (tokens.access.expose(), refresh, tokens.access_life_s))
        }
        Err(TokenRefusal::Unusable { field, refresh }) => {
            format!("unusable {:?}", (field, refresh.as_ref().map(RefreshToken::expose)))
        }
        Err(TokenRefusal::Answered(body)) => format!("refused {}", body.error),
        Err(TokenRefusal::Unreadable { .. }) => "unreadable".into(),
        Err(TokenRefusal::Outage(failure)) => format!("outage {:?}", failure.reason.code),
    };
    let expected = match expected {
        ParsedResponse::Tokens(access, refresh, life) => format!("{:?}", (access, refresh, life)),
        ParsedResponse::Unusable(field, refresh) => format!("unusable {:?}", (field, refresh)),
        ParsedResponse::Refused(word) => format!("refused {word}"),
        ParsedResponse::Unreadable => "unreadable".into(),
        ParsedResponse::Outage(code) => format!("outage {code:?}"),
    };
    assert_eq!(made, expected, "{what}: {}", String::from_utf8_lossy(response.body()));
}

const WHOLE: ParsedResponse = ParsedResponse::Tokens("a", Some("r"), Some(3600));

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn every_success_is_read_as_good_clients_do() {
    use ParsedResponse::{Outage, Refused, Tokens, Unusable};
    for (what, body, expected) in [
        (
            "as it should be",
            r#"{"access_token":"a","token_type":"Bearer","expires_in":3600,"refresh_token":"r"}"#,
            WHOLE,
        ),
        ("a life as text", r#"{"access_token":"a","expires_in":"3600","refresh_token":"r"}"#, WHOLE),
        ("a life with a point", r#"{"access_token":"a","expires_in":3600.9,"refresh_token":"r"}"#, WHOLE),
        ("a life as text with a point", r#"{"access_token":"a","expires_in":" 3600.0 ","refresh_token":"r"}"#, WHOLE),
        ("no life", r#"{"access_token":"a","refresh_token":"r"}"#, Tokens("a", Some("r"), None)),
        (
            "a life of null",
            r#"{"access_token":"a","expires_in":null,"refresh_token":"r"}"#,
            Tokens("a", Some("r"), None),
        ),
        ("a life of zero", r#"{"access_token":"a","expires_in":0,"refresh_token":"r"}"#, Tokens("a", Some("r"), None)),
        ("less than zero", r#"{"access_token":"a","expires_in":-1,"refresh_token":"r"}"#, Tokens("a", Some("r"), None)),
        (
            "a life in words",
            r#"{"access_token":"a","expires_in":"soon","refresh_token":"r"}"#,
            Tokens("a", Some("r"), None),
        ),
        (
            "a life as a list",
            r#"{"access_token":"a","expires_in":[],"refresh_token":"r"}"#,
            Tokens("a", Some("r"), None),
        ),
        (
            "the largest life",
            r#"{"access_token":"a","expires_in":9223372036854775807,"refresh_token":"r"}"#,
            Tokens("a", Some("r"), Some(MAX_ACCESS_LIFE_S)),
        ),
        (
            "a larger one",
            r#"{"access_token":"a","expires_in":1e300,"refresh_token":"r"}"#,
            Tokens("a", Some("r"), Some(MAX_ACCESS_LIFE_S)),
        ),
        ("no type", r#"{"access_token":"a","expires_in":3600,"refresh_token":"r"}"#, WHOLE),
        ("a type of null", r#"{"access_token":"a","token_type":null,"expires_in":3600,"refresh_token":"r"}"#, WHOLE),
        ("a type as a list", r#"{"access_token":"a","token_type":["x"],"expires_in":3600,"refresh_token":"r"}"#, WHOLE),
        (
            "an empty refresh token",
            r#"{"access_token":"a","expires_in":3600,"refresh_token":""}"#,
            Tokens("a", None, Some(3600)),
        ),
        ("a null one", r#"{"access_token":"a","expires_in":3600,"refresh_token":null}"#, Tokens("a", None, Some(3600))),
        (
            "an empty one after a good one",
            r#"{"access_token":"a","refresh_token":"r","expires_in":3600,"refresh_token":""}"#,
            WHOLE,
        ),
        (
            "doubled members",
            r#"{"access_token":"x","access_token":"a","expires_in":1,"expires_in":3600,"refresh_token":"r"}"#,
            WHOLE,
        ),
        ("other capitals", r#"{"Access_Token":"a","Expires_In":3600,"Refresh_Token":"r"}"#, WHOLE),
        ("line ends around", r#"{"access_token":"a\n","expires_in":3600,"refresh_token":"r\r\n"}"#, WHOLE),
        ("a scope as a list", r#"{"access_token":"a","expires_in":3600,"refresh_token":"r","scope":["x"]}"#, WHOLE),
        ("a scope that is a number", r#"{"access_token":"a","expires_in":3600,"refresh_token":"r","scope":1}"#, WHOLE),
        (
            "odd optional members",
            r#"{"access_token":"a","expires_in":3600,"refresh_token":"r","id_token":{},"instance_url":"no"}"#,
            WHOLE,
        ),
        (
            "members of no standard",
            r#"{"access_token":"a","expires_in":3600,"refresh_token":"r","x":{"y":[1,{"z":null}]}}"#,
            WHOLE,
        ),
        (
            "an empty error beside tokens",
            r#"{"error":"","access_token":"a","expires_in":3600,"refresh_token":"r"}"#,
            WHOLE,
        ),
        ("an error beside tokens", r#"{"error":"x","access_token":"a","expires_in":3600,"refresh_token":"r"}"#, WHOLE),
        ("text after the end", r#"{"access_token":"a","expires_in":3600,"refresh_token":"r"} <!-- 12 ms -->"#, WHOLE),
        (
            "blank lines before",
            "\r\n\r\n {\"access_token\":\"a\",\"expires_in\":3600,\"refresh_token\":\"r\"}\n",
            WHOLE,
        ),
        ("JSON in a string", r#""{\"access_token\":\"a\",\"expires_in\":3600,\"refresh_token\":\"r\"}""#, WHOLE),
        ("a form", "access_token=a&expires_in=3600&refresh_token=r&token_type=bearer", WHOLE),
        ("no end, after both", r#"{"access_token":"a","expires_in":3600,"refresh_token":"r","id_tok"#, WHOLE),
        (
            "no end, in the access token",
            r#"{"refresh_token":"r","access_token":"a"#,
            Unusable("access_token", Some("r")),
        ),
        (
            "no end, before the refresh token",
            r#"{"access_token":"a","expires_in":3600,"refresh_tok"#,
            Outage(ReasonCode::AnswerLost),
        ),
        ("no access token", r#"{"expires_in":3600,"refresh_token":"r"}"#, Unusable("access_token", Some("r"))),
        ("an empty one", r#"{"access_token":"","refresh_token":"r"}"#, Unusable("access_token", Some("r"))),
        (
            "a life that is no JSON",
            r#"{"access_token":"a","expires_in":NaN,"refresh_token":"r"}"#,
            Tokens("a", Some("r"), None),
        ),
        (
            "a life with a zero before it",
            r#"{"access_token":"a","expires_in":045,"refresh_token":"r"}"#,
            Tokens("a", Some("r"), None),
        ),
        (
            "a missing comma",
            r#"{"access_token":"a" "expires_in":3600,"refresh_token":"r"}"#,
            Tokens("a", Some("r"), None),
        ),
        ("a comment", r#"{/* x */"access_token":"a","refresh_token":"r"}"#, Tokens("a", Some("r"), None)),
        (
            "against scripts",
            ")]}',
{\"access_token\":\"a\",\"refresh_token\":\"r\"}",
            Tokens("a", Some("r"), None),
        ),
        ("as a call", r#"callback({"access_token":"a","refresh_token":"r"});"#, Tokens("a", Some("r"), None)),
        (
            "a warning of PHP before it",
            "<br />
<b>Warning</b> x
{\"access_token\":\"a\",\"refresh_token\":\"r\"}",
            Tokens("a", Some("r"), None),
        ),
        ("single quotes", "{'access_token': 'a', 'refresh_token': 'r'}", Tokens("a", Some("r"), None)),
        ("in a list", r#"[{"access_token":"a","refresh_token":"r"}]"#, Tokens("a", Some("r"), None)),
        ("deeper inside", r#"{"data":{"access_token":"a","refresh_token":"r"}}"#, Tokens("a", Some("r"), None)),
        (
            "half of it deeper inside",
            r#"{"access_token":"a","user":{"access_token":"u","refresh_token":"r"}}"#,
            Tokens("a", Some("r"), None),
        ),
        ("camels", r#"{"accessToken":"a","expiresIn":3600,"refreshToken":"r"}"#, WHOLE),
        ("hyphens", r#"{"access-token":"a","expires-in":3600,"refresh-token":"r"}"#, WHOLE),
        ("a refresh token in a list", r#"{"access_token":"a","expires_in":3600,"refresh_token":["r"]}"#, WHOLE),
        (
            "a refresh token in an object",
            r#"{"access_token":"a","expires_in":3600,"refresh_token":{"value":"r"}}"#,
            WHOLE,
        ),
        (
            "the word null",
            r#"{"access_token":"a","expires_in":3600,"refresh_token":"null"}"#,
            Tokens("a", None, Some(3600)),
        ),
        (
            "the number zero",
            r#"{"access_token":"a","expires_in":3600,"refresh_token":0}"#,
            Tokens("a", None, Some(3600)),
        ),
        (
            "an error with what was asked",
            r#"{"error":"invalid_grant","asked":{"refresh_token":"old"}}"#,
            Refused("invalid_grant"),
        ),
        (
            "one that is an object without any",
            r#"{"access_token":{},"refresh_token":"r"}"#,
            Unusable("access_token", Some("r")),
        ),
        ("nothing that is known", r#"{"status":"ok"}"#, Unusable("access_token", None)),
        ("an error without tokens", r#"{"error":"bad_refresh_token"}"#, Refused("bad_refresh_token")),
        ("an error and empty tokens", r#"{"error":"invalid_grant","access_token":""}"#, Refused("invalid_grant")),
        ("an error that is no word", r#"{"error":0,"refresh_token":"r"}"#, Unusable("access_token", Some("r"))),
        ("an error and a refresh token", r#"{"error":"x","refresh_token":"r"}"#, Unusable("access_token", Some("r"))),
        ("a page", "<!doctype html><p>Back soon</p>", Outage(ReasonCode::ProviderDown)),
        ("nothing", "", Outage(ReasonCode::ProviderDown)),
        ("blanks", " \r\n", Outage(ReasonCode::ProviderDown)),
        ("a word", "OK", Unusable("body", None)),
        ("a list", "[1]", Unusable("body", None)),
    ] {
        for status in [200, 201, 203, 206] {
            check(what, &answer(status, body.as_bytes()), &expected);
        }
    }
}

#[test]
fn every_encoding_and_content_type_is_read() {
    let text = r#"{"access_token":"a","expires_in":3600,"refresh_token":"r","name":"é"}"#;
    let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be32: Vec<u8> = text.chars().flat_map(|char| u32::from(char).to_be_bytes()).collect();
    let le32: Vec<u8> = text.chars().flat_map(|char| u32::from(char).to_le_bytes()).collect();
    let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
    for (what, body) in [
        ("a byte-order mark", marked(b"\xef\xbb\xbf", text.as_bytes())),
        ("two", marked(b"\xef\xbb\xbf\xef\xbb\xbf", text.as_bytes())),
        (
            "Latin-1",
            text.replace('é', "?").into_bytes().into_iter().map(|b| if b == b'?' { 0xe9 } else { b }).collect(),
        ),
        ("UTF-16", be.clone()),
        ("UTF-16, the other way", le.clone()),
        ("UTF-16 with a mark", marked(b"\xfe\xff", &be)),
        ("UTF-16 with a mark, the other way", marked(b"\xff\xfe", &le)),
        ("UTF-32", be32.clone()),
        ("UTF-32, the other way", le32.clone()),
        ("UTF-32 with a mark", marked(b"\0\0\xfe\xff", &be32)),
        ("UTF-32 with a mark, the other way", marked(b"\xff\xfe\0\0", &le32)),
        ("an ended string of C", marked(text.as_bytes(), b"\0")),
    ] {
        check(what, &answer(200, &body), &WHOLE);
    }
    for kind in
        ["text/javascript", "text/html", "text/plain; charset=iso-8859-1", "application/x-www-form-urlencoded", ""]
    {
        let mut response = answer(200, text.as_bytes());
        *response.headers_mut() = HeaderMap::from_iter([(http::header::CONTENT_TYPE, kind.parse().unwrap())]);
        check(kind, &response, &WHOLE);
    }
}

#[test]
fn a_body_that_broke_off_on_the_way_is_lost_unless_its_refresh_token_had_come() {
    let lost = ParsedResponse::Outage(ReasonCode::AnswerLost);
    for (body, expected) in [
        (r#"{"access_token":"a","refresh_token":"r","expires_in":3600"#, &WHOLE),
        (r#"{"refresh_token":"r","acc"#, &ParsedResponse::Unusable("access_token", Some("r"))),
        (r#"{"access_token":"a","expires_in":3600}"#, &lost),
        (r#"{"access_tok"#, &lost),
        ("", &lost),
        ("<html>", &lost),
    ] {
        let mut response = answer(200, body.as_bytes());
        response.extensions_mut().insert(TruncatedBody);
        check("broke off", &response, expected);
    }
}

#[test]
fn a_refusal_needs_the_standards_member_and_is_read_however_odd_the_others_are() {
    for (status, body, expected) in [
        (400, r#"{"error":"invalid_grant"}"#, ParsedResponse::Refused("invalid_grant")),
        (401, r#"{"error":"invalid_client","error_codes":["7000215",1]}"#, ParsedResponse::Refused("invalid_client")),
        (
            400,
            r#"{"error":"invalid_grant","error_description":{"en":"x"},"error_codes":7}"#,
            ParsedResponse::Refused("invalid_grant"),
        ),
        (400, "error=invalid_grant&error_description=it+ended", ParsedResponse::Refused("invalid_grant")),
        (400, r#"{"error":{"code":400}}"#, ParsedResponse::Unreadable),
        (400, r#"{"access_token":"a","refresh_token":"r"}"#, ParsedResponse::Unreadable),
        (302, "<a href=/>", ParsedResponse::Unreadable),
        (404, "", ParsedResponse::Unreadable),
    ] {
        check("a refusal", &answer(status, body.as_bytes()), &expected);
    }
    let body = r#"{"error":"invalid_grant","error_codes":["50076",50079,"x",-1],"claims":{"a":1}}"#;
    let Err(TokenRefusal::Answered(body)) = read(&answer(400, body.as_bytes())) else { panic!("not a refusal") };
    assert_eq!((body.error_codes, body.claims.as_deref()), (vec![50_076, 50_079], Some(r#"{"a":1}"#)));
}

#[test]
fn scopes_are_read_as_a_text_or_a_list_and_an_empty_one_says_nothing() {
    for (scope, expected) in [
        (r#""mail  calendar""#, Some(vec!["mail", "calendar"])),
        (r#""mail,calendar""#, Some(vec!["mail", "calendar"])),
        (r#"["mail","calendar"]"#, Some(vec!["mail", "calendar"])),
        (r#"["mail calendar",1]"#, Some(vec!["mail", "calendar"])),
        (r#""mail+calendar""#, Some(vec!["mail", "calendar"])),
        (r#""mail;calendar%20x""#, Some(vec!["mail", "calendar", "x"])),
        (r#""[\"mail\",\"calendar\"]""#, Some(vec!["mail", "calendar"])),
        (r#""""#, None),
        ("[]", None),
        ("null", None),
    ] {
        let body = format!(r#"{{"access_token":"a","scope":{scope}}}"#);
        let found = read(&answer(200, body.as_bytes())).ok().unwrap().tokens.scopes;
        assert_eq!(found, expected.map(|words| words.into_iter().map(str::to_owned).collect()), "{scope}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_stumble(status in 200..500_u16, body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&answer(status, &body));
    }

    #[test]
    fn wherever_a_success_breaks_off_it_is_never_a_refusal_and_its_whole_refresh_token_is_kept(cut in 0..90_usize) {
        let body = br#"{"token_type":"Bearer","refresh_token":"the next one","access_token":"a","expires_in":3600}"#;
        let cut = cut.min(body.len());
        let had_come = cut >= r#"{"token_type":"Bearer","refresh_token":"the next one""#.len();
        let kept = match read(&answer(200, &body[..cut])) {
            Ok(answer) => answer.tokens.refresh,
            Err(TokenRefusal::Unusable { refresh, .. }) => refresh,
            Err(TokenRefusal::Outage(_)) => None,
            Err(refused) => return Err(TestCaseError::fail(format!("{refused:?}"))),
        };
        prop_assert_eq!(kept.map(|token| token.expose().to_owned()), had_come.then(|| "the next one".to_owned()));
    }

    #[test]
    fn every_life_is_a_positive_number_of_bounded_size(life in any::<f64>()) {
        let text = serde_json::to_string(&life).unwrap();
        let body = format!(r#"{{"access_token":"a","expires_in":{text},"refresh_token_expires_in":{text}}}"#);
        let tokens = read(&answer(200, body.as_bytes())).ok().unwrap().tokens;
        for (life, most) in [(tokens.access_life_s, MAX_ACCESS_LIFE_S), (tokens.ends_in_s, MAX_REFRESH_LIFE_S)] {
            prop_assert!(life.is_none_or(|life| (1..=most).contains(&life)), "{text} {life:?}");
        }
    }
}
