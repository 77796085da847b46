//! Comments and texts must name who acts: the endpoint, the caller, the person. Words that leave this open must be rare.

use super::sources::is_rust;

const WORDS: [&str; 7] = ["whoever", "whatever", "whichever", "somebody", "nobody", "anybody", "everybody"];

/// The most lines of Rust with one of the words, in the whole repository.
const MAX_LINES: usize = 60;

/// The number of files that the problem names.
const NAMED_FILES: usize = 10;

/// One problem if there are too many lines, with the files that have the most.
pub fn problem(files: &[(String, String)]) -> Option<String> {
    let mut counts: Vec<_> =
        files.iter().filter(|(name, _)| is_rust(name)).map(|(name, text)| (lines(text), name)).collect();
    let total: usize = counts.iter().map(|(lines, _)| lines).sum();
    counts.retain(|(lines, _)| *lines > 0);
    counts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let worst: Vec<_> = counts.iter().take(NAMED_FILES).map(|(lines, name)| format!("{name} ({lines})")).collect();
    (total > MAX_LINES).then(|| {
        format!(
            "{total} lines say {}, at most {MAX_LINES}: name who acts; most of them: {}",
            WORDS.join(", "),
            worst.join(", ")
        )
    })
}

fn lines(text: &str) -> usize {
    let has_one = |line: &&str| {
        let mut words = line.split(|it: char| !it.is_alphanumeric() && it != '_');
        words.any(|word| WORDS.iter().any(|it| word.eq_ignore_ascii_case(it)))
    };
    text.lines().filter(has_one).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_by_whole_words() {
        let word = WORDS[0];
        assert_eq!(lines(&format!("a {word} b {word}\n// {}.\n{word}_x {word}s", word.to_uppercase())), 2);
    }

    #[test]
    fn too_many_lines_are_one_problem_that_names_the_worst_files() {
        let file = |name: &str, lines: usize| (name.to_owned(), format!("{}\n", WORDS[0]).repeat(lines));
        assert_eq!(problem(&[file("a.rs", 30), file("b.rs", 30), file("c.md", 30)]), None);
        let found = problem(&[file("a.rs", 30), file("b.rs", 31), file("c.rs", 0)]).unwrap();
        assert!(found.starts_with("61 lines") && found.ends_with("b.rs (31), a.rs (30)"), "{found}");
    }
}
