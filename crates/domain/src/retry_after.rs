//! How long a server asks to wait (RFC 9110, 10.2.3).

use std::time::{Duration, SystemTime};

/// The wait in seconds, from `Retry-After`: seconds, or a date. A date is compared with the answer's own date, so an error in the
/// endpoint's clock does not matter. `None` if the text is neither. A date in the past is no wait.
pub fn retry_after_s(asked: &str, date: Option<&str>) -> Option<u32> {
    let asked = asked.trim();
    if !asked.is_empty() && asked.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number that is too large is a very long wait.
        return Some(asked.parse().unwrap_or(u32::MAX));
    }
    until(httpdate::parse_http_date(asked).ok()?, date)
}

/// The wait in seconds until a Unix time, as Okta writes it (developer.okta.com, "Rate limits").
pub fn wait_until_s(unix_seconds: &str, date: Option<&str>) -> Option<u32> {
    let at = Duration::from_secs(unix_seconds.trim().parse().ok()?);
    until(SystemTime::UNIX_EPOCH.checked_add(at)?, date)
}

fn until(time: SystemTime, date: Option<&str>) -> Option<u32> {
    let now = httpdate::parse_http_date(date?.trim()).ok()?;
    let wait = time.duration_since(now).unwrap_or_default().as_secs();
    Some(u32::try_from(wait).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    #[test]
    fn a_wait_is_read_in_seconds_or_as_a_date_of_the_servers_clock() {
        for (asked, wait) in [
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("99999999999999999999", Some(u32::MAX)),
            ("Sun, 06 Nov 1994 08:51:37 GMT", Some(120)),
            ("Sunday, 06-Nov-94 08:51:37 GMT", Some(120)),
            ("Sun Nov  6 08:51:37 1994", Some(120)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("0x10", None),
            ("1e3", None),
            ("", None),
        ] {
            assert_eq!(retry_after_s(asked, Some(DATE)), wait, "{asked}");
        }
        assert_eq!(retry_after_s("Sun, 06 Nov 1994 08:51:37 GMT", None), None);
        assert_eq!(wait_until_s("784111877", Some(DATE)), Some(100));
        assert_eq!(wait_until_s("18446744073709551615", Some(DATE)), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_stumble(asked in ".{0,40}", date in ".{0,40}") {
            let _ = (retry_after_s(&asked, Some(&date)), wait_until_s(&asked, Some(&date)));
        }
    }
}
