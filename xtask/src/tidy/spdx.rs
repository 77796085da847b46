//! Licence expressions (SPDX specification, annex D), as far as packages use them: `AND`, `OR`, `WITH`, brackets, and
//! the old `/` for `OR`.

/// True if `expression` can be satisfied with licences of `allowed` alone. `X WITH Y` is allowed as itself or as `X`:
/// an exception only ever permits more.
pub fn is_satisfied(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut parser = SpdxParser { words: spaced.split_whitespace().collect(), next: 0, incomplete: false, allowed };
    parser.any_of() && !parser.incomplete && parser.next == parser.words.len()
}

struct SpdxParser<'a> {
    words: Vec<&'a str>,
    next: usize,
    /// A licence was missing where one must stand.
    incomplete: bool,
    allowed: &'a [String],
}

impl SpdxParser<'_> {
    /// `OR` binds weakest. Every part is read, even if the first decides.
    fn any_of(&mut self) -> bool {
        let mut satisfied = self.all_of();
        while self.take("OR") {
            satisfied |= self.all_of();
        }
        satisfied
    }

    fn all_of(&mut self) -> bool {
        let mut satisfied = self.one();
        while self.take("AND") {
            satisfied &= self.one();
        }
        satisfied
    }

    fn one(&mut self) -> bool {
        if self.take("(") {
            let satisfied = self.any_of();
            return self.take(")") && satisfied;
        }
        let Some(licence) = self.words.get(self.next).map(|word| (*word).to_owned()) else {
            self.incomplete = true;
            return false;
        };
        self.next += 1;
        if self.take("WITH") {
            let exception = self.words.get(self.next).copied().unwrap_or_default();
            self.next += 1;
            return self.is_allowed(&licence) || self.is_allowed(&format!("{licence} WITH {exception}"));
        }
        self.is_allowed(&licence)
    }

    fn take(&mut self, word: &str) -> bool {
        let there = self.words.get(self.next) == Some(&word);
        self.next += usize::from(there);
        there
    }

    fn is_allowed(&self, licence: &str) -> bool {
        self.allowed.iter().any(|it| it == licence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn satisfied(expression: &str) -> bool {
        is_satisfied(expression, &["MIT".to_owned(), "Apache-2.0".to_owned(), "Unicode-3.0".to_owned()])
    }

    #[test]
    fn a_choice_needs_one_allowed_licence_and_a_sum_needs_all() {
        assert!(satisfied("MIT OR GPL-3.0"));
        assert!(satisfied("MIT/GPL-3.0"));
        assert!(satisfied("GPL-3.0 OR MIT AND Apache-2.0"));
        assert!(satisfied("(GPL-3.0 OR MIT) AND Unicode-3.0"));
        assert!(satisfied("Apache-2.0 WITH LLVM-exception OR GPL-3.0"));
        assert!(!satisfied("MIT AND GPL-3.0"));
        assert!(!satisfied("GPL-3.0"));
    }

    #[test]
    fn what_cannot_be_read_is_not_allowed() {
        assert!(!satisfied(""));
        assert!(!satisfied("MIT MIT"));
        assert!(!satisfied("(MIT"));
        assert!(!satisfied("MIT OR"));
    }
}
