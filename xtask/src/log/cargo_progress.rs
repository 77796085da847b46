//! Cargo's progress bar, which tells how much of a build is done. Cargo draws it for terminals; here it is asked for it, and
//! the bar is taken out of the output.

use std::ops::Add;
use std::process::Command;

/// The variables of <https://doc.rust-lang.org/cargo/reference/config.html#termprogresswhen>.
const ALWAYS: [(&str, &str); 2] = [("CARGO_TERM_PROGRESS_WHEN", "always"), ("CARGO_TERM_PROGRESS_WIDTH", "80")];

/// How a bar begins, and what stands before the two numbers.
const BAR: (&str, &str) = ("Building [", "] ");

/// Units of a build that are done, of all.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Share {
    pub done: u32,
    pub total: u32,
}

impl Share {
    /// All of it.
    pub fn complete(self) -> Self {
        Self { done: self.total, ..self }
    }

    /// From 0 to 100; 0 if there is nothing to do.
    pub fn percent(self) -> u32 {
        (100 * self.done).checked_div(self.total).unwrap_or_default()
    }
}

impl Add for Share {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { done: self.done + other.done, total: self.total + other.total }
    }
}

/// Has a program that calls cargo, or cargo itself, draw its bar.
pub fn ask_for(command: &mut Command) {
    command.envs(ALWAYS);
}

/// Takes bars, each of which ends in a carriage return, from the start of a line. Returns what the last one says, and the line.
pub fn split(line: &[u8]) -> (Option<Share>, &[u8]) {
    // A line's own end may be "\r\n".
    let end = line.len() - line.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let Some(at) = line[..end].iter().rposition(|byte| *byte == b'\r') else { return (None, line) };
    let bars = String::from_utf8_lossy(&line[..at]);
    (bars.split('\r').filter_map(share).next_back(), &line[at + 1..])
}

fn share(bar: &str) -> Option<Share> {
    let (_, numbers) = bar.split_once(BAR.0)?.1.split_once(BAR.1)?;
    let (done, rest) = numbers.split_once('/')?;
    let total: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some(Share { done: done.parse().ok()?, total: total.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_taken_out_of_the_output_and_the_last_one_counts() {
        let line =
            b"    Building [==>   ] 3/40: serde\r    Building [===>  ] 12/40: syn, url(build)\r   Compiling url\n";
        let (share, rest) = split(line);
        assert_eq!((share, rest), (Some(Share { done: 12, total: 40 }), &b"   Compiling url\n"[..]));
        assert_eq!(share.unwrap().percent(), 30);
    }

    #[test]
    fn other_lines_stay_as_they_are() {
        for line in [&b"   Compiling url\n"[..], b"text\r\n", b"", b"no end", b"\n"] {
            assert_eq!(split(line), (None, line));
        }
        assert_eq!(split(b"a spinner\rtext\n"), (None, &b"text\n"[..]));
    }

    #[test]
    fn shares_of_several_builds_add_up() {
        let both = Share { done: 10, total: 20 } + Share { done: 5, total: 30 }.complete();
        assert_eq!((both, both.percent()), (Share { done: 40, total: 50 }, 80));
        assert_eq!(Share::default().percent(), 0);
    }
}
