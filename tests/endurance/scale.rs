//! How large a run is: full, or as small as `LATCHKEY_ENDURANCE=short` makes it for everyday test runs. The assertions are the
//! same.

/// The variable that makes a run short.
const VARIABLE: &str = "LATCHKEY_ENDURANCE";

/// The first number for a full run, the second for a short one.
pub fn full_or_short(all: u32, short: u32) -> u32 {
    match std::env::var(VARIABLE).as_deref() {
        Err(_) => all,
        Ok("short") => short,
        Ok(other) => panic!("{VARIABLE} is {other:?}, and only \"short\" is known"),
    }
}
