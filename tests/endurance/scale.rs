//! How much is done: all of it, or, where `LATCHKEY_ENDURANCE=short` says so, as much as fits among the other tests. What is
//! asserted is the same.

/// What makes it short.
const VARIABLE: &str = "LATCHKEY_ENDURANCE";

/// One number for all of it, and one for the short form.
pub fn full_or_short(all: u32, short: u32) -> u32 {
    match std::env::var(VARIABLE).as_deref() {
        Err(_) => all,
        Ok("short") => short,
        Ok(other) => panic!("{VARIABLE} is {other:?}, and only \"short\" is known"),
    }
}
