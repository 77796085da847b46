//! Extracts the panic messages of failed tests from a long output. A message comes before its backtrace, which can be longer
//! than the part of the output that is shown.

/// The number of panics that are kept: the first ones.
const KEPT: usize = 8;
/// The most lines that are shown of each.
const LINES: usize = 6;

/// The panics of one output.
#[derive(Debug, Default)]
pub struct Panics {
    messages: Vec<Vec<String>>,
    inside: bool,
}

impl Panics {
    /// Takes the next line.
    pub fn take(&mut self, line: &str) {
        if line.starts_with("thread '") && line.contains(" panicked at ") {
            self.inside = self.messages.len() < KEPT;
            if self.inside {
                self.messages.push(Vec::new());
            }
        } else if line.is_empty() || line.starts_with("stack backtrace:") || line.starts_with("note: ") {
            self.inside = false;
        }
        if let Some(message) = self.messages.last_mut().filter(|message| self.inside && message.len() < LINES) {
            message.push(line.to_owned());
        }
    }

    /// All panics as a text to put before other output. Empty if there were none.
    pub fn told(&self) -> String {
        if self.messages.is_empty() {
            return String::new();
        }
        let lines: Vec<_> = self.messages.iter().flatten().map(String::as_str).collect();
        format!("What panicked:\n{}\n\n", lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_told_without_its_backtrace() {
        let mut panics = Panics::default();
        let output = "running 1 test\nthread 'one' (7) panicked at tests/one.rs:5:9:\nin the console: [\n    \"what\",\n]\n\
                      stack backtrace:\n   0: somewhere\n\nfailures:\n    one";
        output.lines().for_each(|line| panics.take(line));
        let message = "thread 'one' (7) panicked at tests/one.rs:5:9:\nin the console: [\n    \"what\",\n]";
        assert_eq!(panics.told(), format!("What panicked:\n{message}\n\n"));
    }

    #[test]
    fn where_everything_fails_the_first_ones_are_told() {
        let mut panics = Panics::default();
        for number in 0..100 {
            panics.take(&format!("thread 'it' panicked at {number}:"));
            (0..100).for_each(|line| panics.take(&format!("line {line}")));
            panics.take("");
        }
        assert_eq!(panics.told().lines().count(), 1 + KEPT * LINES + 1);
        assert!(panics.told().contains("at 0:") && !panics.told().contains("at 8:"));
    }

    #[test]
    fn without_a_panic_nothing_is_told() {
        let mut panics = Panics::default();
        panics.take("error[E0308]: mismatched types");
        assert_eq!(panics.told(), "");
    }
}
