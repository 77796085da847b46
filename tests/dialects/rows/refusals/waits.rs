//! Servers that ask to wait.

use super::super::Origin;
use crate::rows::DialectResponse;

/// A refusal with 429 that says how long to wait.
pub struct WaitRow {
    pub origin: Origin,
    pub headers: &'static [(&'static str, &'static str)],
    /// After this time the token has not been presented again.
    pub waits_s: i64,
    /// After this further time it has been.
    pub then_s: i64,
}

impl WaitRow {
    pub fn answer(&self) -> DialectResponse {
        DialectResponse { status: 429, headers: self.headers, refuses: true, ..DialectResponse::default() }
    }
}

const DATES: &str = "RFC 9110, 10.2.3; Dynatrace/openkit-native PR #91; denoland/std PR #7299";

#[rustfmt::skip]
pub fn waits() -> Vec<WaitRow> {
    let row = |server, what, read_at, headers, waits_s, then_s| WaitRow { origin: Origin { server, what, read_at }, headers, waits_s, then_s };
    vec![
        row("Any OpenID server", "Retry-After in seconds", DATES, &[("retry-after", "1200")], 1150, 1600),
        row("Any OpenID server", "Retry-After as a date", DATES, &[("date", "Wed, 09 Sep 2026 12:00:00 GMT"), ("retry-after", "Wed, 09 Sep 2026 12:20:00 GMT")], 1150, 1600),
        row("Any OpenID server", "Retry-After as an old date", DATES, &[("date", "Wed, 09 Sep 2026 12:00:00 GMT"), ("retry-after", "Wednesday, 09-Sep-26 12:20:00 GMT")], 1150, 1600),
        row("Any OpenID server", "Retry-After as C writes dates", DATES, &[("date", "Wed, 09 Sep 2026 12:00:00 GMT"), ("retry-after", "Wed Sep  9 12:20:00 2026")], 1150, 1600),
        row("Any OpenID server", "a date of a clock that is ten years behind", "e2b-dev/E2B PR #1797; canalplus/rx-player PR #1864", &[("date", "Sun, 06 Nov 2016 08:49:37 GMT"), ("retry-after", "Sun, 06 Nov 2016 09:09:37 GMT")], 1150, 1600),
        row("Any OpenID server", "a wait of years", DATES, &[("retry-after", "99999999999999999999")], 3500, 7300),
        row("Any OpenID server", "a wait that is nonsense", DATES, &[("retry-after", "0x10")], 1, 1800),
        row("Okta", "when the limit ends, twice", "discord/access #11; okta/okta-sdk-java #259; Shopify/oktakit #34", &[("date", "Wed, 09 Sep 2026 12:00:00 GMT"), ("x-rate-limit-reset", "1788956400"), ("x-rate-limit-reset", "1788956400")], 1150, 1600),
    ]
}
