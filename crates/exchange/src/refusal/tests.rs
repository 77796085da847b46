use super::*;

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Vec<u8>> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body.as_bytes().to_vec()).unwrap()
}

fn failed(reference: Option<&str>) -> ExchangeError {
    ExchangeError::ServerFailed { reference: reference.map(str::to_owned) }
}

#[test]
fn each_answer_to_the_password_names_its_cause() {
    let busy = |retry_after_s| ExchangeError::Busy { retry_after_s };
    for (status, headers, body, error) in [
        (401, &[][..], "", ExchangeError::PasswordRejected),
        (401, &[], "<html>401 - Unauthorized: Access is denied</html>", ExchangeError::PasswordRejected),
        (
            401,
            &[],
            "The referenced account is currently locked out and may not be logged on to.",
            ExchangeError::AccountLocked,
        ),
        (401, &[], "The password for this account has expired.", ExchangeError::PasswordExpired),
        (401, &[], "Logon failure: the specified account password has expired.", ExchangeError::PasswordExpired),
        (401, &[], "The user's password must be changed before signing in.", ExchangeError::PasswordExpired),
        (
            401,
            &[],
            "This user can't sign in because this account is currently disabled.",
            ExchangeError::AccountDisabled,
        ),
        (401, &[], "error code 0xC0000193", ExchangeError::AccountDisabled),
        (403, &[], "", ExchangeError::MailboxNotAccessible),
        (403, &[], "0xC0000234", ExchangeError::AccountLocked),
        (456, &[], "", ExchangeError::NotAllowed),
        (302, &[("location", "/ews/genericerrorpage.htm?x=1")], "", ExchangeError::Maintenance),
        (302, &[("location", "https://mail.contoso.example/EWS/GenericErrorPage.htm")], "", ExchangeError::Maintenance),
        (302, &[("location", "https://evil.example/")], "", ExchangeError::NotAnEwsAddress),
        (301, &[], "", ExchangeError::NotAnEwsAddress),
        (429, &[("retry-after", "7")], "", busy(Some(7))),
        (503, &[("retry-after", "120"), ("connection", "close")], "", busy(Some(120))),
        (503, &[("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT")], "", busy(None)),
        (
            503,
            &[("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT"), ("date", "Fri, 31 Dec 1999 23:59:29 GMT")],
            "",
            busy(Some(30)),
        ),
        (500, &[("x-caserrorcode", "MailboxNotFound")], "", failed(Some("MailboxNotFound"))),
        (500, &[("x-caserrorcode", "<script>")], "", failed(None)),
        (500, &[], "<html>", failed(None)),
        (502, &[], "", ExchangeError::Unreachable),
        (504, &[], "", ExchangeError::Unreachable),
        (404, &[], "", ExchangeError::NotAnEwsAddress),
        (200, &[], "<html>welcome</html>", ExchangeError::NotAnEwsAddress),
    ] {
        assert_eq!(classify_attempt(&response(status, headers, body)), Some(error), "{status} {headers:?} {body}");
    }
    assert_eq!(classify_attempt(&response(200, &[], "<?xml version=\"1.0\"?><a/>")), None);
    assert_eq!(classify_attempt(&response(500, &[], "\u{feff}<s:Envelope/>")), None);
}

#[test]
fn before_the_password_is_sent_no_response_means_a_wrong_password() {
    for (status, error) in [
        (200, ExchangeError::NotAnEwsAddress),
        (302, ExchangeError::NotAnEwsAddress),
        (403, ExchangeError::NotAllowed),
        (404, ExchangeError::NotAnEwsAddress),
        (405, ExchangeError::NotAnEwsAddress),
        (456, ExchangeError::NotAllowed),
        (500, failed(None)),
        (503, ExchangeError::Busy { retry_after_s: None }),
    ] {
        assert_eq!(classify_probe(&response(status, &[], "")), error, "{status}");
    }
}

#[test]
fn a_reference_is_a_code_or_nothing() {
    assert_eq!(code_reference("Error.Code1").as_deref(), Some("Error.Code1"));
    assert_eq!(code_reference("two words"), None);
    assert_eq!(code_reference(&"x".repeat(65)), None);
    assert_eq!(code_reference(""), None);
}
