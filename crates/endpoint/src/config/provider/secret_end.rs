//! The last day of a client's secret, and the days before it on which administrators are warned.

use std::collections::BTreeMap;
use std::fmt;

use latchkey_copy::Language;
use latchkey_wire::UnixSeconds;
use serde::{Deserialize, Deserializer};
use time::Date;
use time::macros::format_description;

const DAY_S: i64 = 24 * 3600;
/// For how many days before the last one the endpoint warns.
const WARN_DAYS: i64 = 30;
/// How many days are left when the administrator gets an e-mail. The last one says that the secret has ended.
const MAIL_DAYS: [i64; 6] = [WARN_DAYS, 14, 7, 3, 1, -1];

/// The last day of a client's secret. It ends at 24:00 UTC: providers show a day, and rarely a time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SecretEnd(Date);

/// One of the days on which administrators get an e-mail about a secret's end: how many days are left on it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SecretWarning(i64);

impl SecretEnd {
    /// Reads a day such as `2027-01-31`.
    pub fn parse(day: &str) -> Option<Self> {
        Date::parse(day, format_description!("[year]-[month]-[day]")).ok().map(Self)
    }

    /// The first second without the secret.
    pub fn ends_at(self) -> UnixSeconds {
        self.0.midnight().assume_utc().unix_timestamp() + DAY_S
    }

    /// How many days are left, by the calendar of UTC: none on the last day, and fewer than none when the secret has ended.
    pub fn days_left(self, now: UnixSeconds) -> i64 {
        (self.ends_at() - DAY_S).div_euclid(DAY_S) - now.div_euclid(DAY_S)
    }

    /// Whether the secret has ended.
    pub fn has_ended(self, now: UnixSeconds) -> bool {
        self.days_left(now) < 0
    }

    /// Whether administrators are to be warned, or the secret has ended.
    pub fn is_near(self, now: UnixSeconds) -> bool {
        self.days_left(now) <= WARN_DAYS
    }

    /// The latest warning that has been due. `None` before the first one.
    pub fn warning(self, now: UnixSeconds) -> Option<SecretWarning> {
        let left = self.days_left(now);
        MAIL_DAYS.into_iter().rfind(|days| left <= *days).map(SecretWarning)
    }

    /// When a warning became due.
    pub fn warned_at(self, warning: SecretWarning) -> UnixSeconds {
        self.ends_at() - (warning.days_left() + 1) * DAY_S
    }
}

impl SecretWarning {
    /// How many days are left on this day.
    pub fn days_left(self) -> i64 {
        self.0
    }
}

/// The name of a provider's section.
pub(crate) fn section(provider: &str) -> String {
    format!("[providers.{provider}]")
}

/// How to replace the client secret of the provider with this name, in the log and in the check. The e-mail says the same.
pub(crate) fn secret_advice(provider: &str, has_next: bool) -> String {
    latchkey_copy::secret_advice(Language::English, &section(provider), has_next)
}

/// Reads a setting that is a day in quotes or, since that is easily forgotten, TOML's own date: a map with one value.
pub(super) fn day_text<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "client_secret_ends must be a day such as 2027-01-31")]
    enum DaySetting {
        Text(String),
        Date(BTreeMap<String, String>),
    }
    Ok(match DaySetting::deserialize(value)? {
        DaySetting::Text(day) => Some(day),
        DaySetting::Date(date) => date.into_values().next(),
    })
}

impl fmt::Display for SecretEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    fn end(day: &str) -> SecretEnd {
        SecretEnd::parse(day).unwrap()
    }

    #[test]
    fn a_day_ends_at_its_midnight_in_utc() {
        assert_eq!(end("2027-01-31").ends_at(), datetime!(2027-02-01 00:00 UTC).unix_timestamp());
        assert_eq!(end("2028-02-29").to_string(), "2028-02-29");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "2027-02-29", "2027-1-31", "31.01.2027", "2027-01-31T00:00:00Z", "2027-01-31 ", "soon"] {
            assert_eq!(SecretEnd::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn warnings_are_due_30_14_7_3_and_1_days_before_and_after_the_last_day() {
        let end = end("2027-01-31");
        for (now, due) in [
            (datetime!(2026-12-31 23:59:59 UTC), None),
            (datetime!(2027-01-01 00:00 UTC), Some(30)),
            (datetime!(2027-01-16 23:59:59 UTC), Some(30)),
            (datetime!(2027-01-17 00:00 UTC), Some(14)),
            (datetime!(2027-01-24 12:00 UTC), Some(7)),
            (datetime!(2027-01-28 00:00 UTC), Some(3)),
            (datetime!(2027-01-30 00:00 UTC), Some(1)),
            (datetime!(2027-01-31 23:59:59 UTC), Some(1)),
            (datetime!(2027-02-01 00:00 UTC), Some(-1)),
            (datetime!(2029-01-01 00:00 UTC), Some(-1)),
        ] {
            assert_eq!(end.warning(now.unix_timestamp()).map(SecretWarning::days_left), due, "{now}");
        }
    }

    proptest! {
        #[test]
        fn the_days_left_and_the_warnings_agree_with_the_end(
            // From 1970 to the year 4160.
            day in 2_440_588..3_240_588,
            before in -10_i64..60,
            second in -1_i64..=1,
        ) {
            let end = SecretEnd(Date::from_julian_day(day).unwrap());
            prop_assert_eq!(SecretEnd::parse(&end.to_string()), Some(end));
            let now = end.ends_at() - before * DAY_S + second;
            prop_assert_eq!(end.has_ended(now), now >= end.ends_at());
            prop_assert_eq!(end.days_left(now + DAY_S), end.days_left(now) - 1);
            prop_assert_eq!(end.warning(now).is_some(), end.is_near(now));
            if let Some(warning) = end.warning(now) {
                prop_assert!(end.warned_at(warning) <= now);
                prop_assert_eq!(end.warning(end.warned_at(warning)), Some(warning), "it is due from its first second");
                prop_assert_ne!(end.warning(end.warned_at(warning) - 1), Some(warning), "and not before");
            }
        }
    }
}
