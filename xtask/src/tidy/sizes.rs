//! Limits the length of files: no file may be too long to understand at once, and most must be short.

use super::sources::{is_fluent, is_rust};

/// The most lines of a file. Split longer files.
const MAX_LINES: usize = 400;
/// Half of the Rust files have at most so many lines.
const MAX_MEDIAN: usize = 95;
/// Nine of ten Rust files have at most so many lines.
const MAX_OF_NINE_IN_TEN: usize = 210;

/// The number of longest files that the problem names.
const NAMED_FILES: usize = 10;

/// What is too long in these files, given as name and text.
pub fn problems(files: &[(String, String)]) -> Vec<String> {
    let mut sizes: Vec<_> = files.iter().map(|(name, text)| (text.lines().count(), name.as_str())).collect();
    // Translators' tools take a language as one file.
    let too_long = sizes.iter().filter(|(lines, name)| *lines > MAX_LINES && !is_fluent(name));
    let too_long =
        too_long.map(|(lines, name)| format!("{name}: {lines} lines, at most {MAX_LINES}: split it by subject"));
    let mut problems: Vec<_> = too_long.collect();
    sizes.retain(|(_, name)| is_rust(name));
    sizes.sort_unstable();
    let limits = [("half", sizes.len() / 2, MAX_MEDIAN), ("nine in ten", sizes.len() * 9 / 10, MAX_OF_NINE_IN_TEN)];
    for (share, index, max) in limits {
        let Some((lines, _)) = sizes.get(index).filter(|(lines, _)| *lines > max) else { continue };
        // Splitting these files lowers the figure with the least work.
        let nearest = sizes[index..].iter().take(NAMED_FILES).map(|(lines, name)| format!("{name} ({lines})"));
        problems.push(format!(
            "{share} of the Rust files have up to {lines} lines, at most {max}: split some by subject, such as {}",
            nearest.collect::<Vec<_>>().join(", ")
        ));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(sizes: &[usize]) -> Vec<(String, String)> {
        sizes.iter().enumerate().map(|(number, lines)| (format!("{number}.rs"), "a\n".repeat(*lines))).collect()
    }

    #[test]
    fn a_long_file_is_refused_in_any_language() {
        assert_eq!(problems(&[("assets/pane.css".to_owned(), "a {}\n".repeat(401))]).len(), 1);
        assert_eq!(problems(&[("assets/pane.css".to_owned(), "a {}\n".repeat(400))]).len(), 0);
    }

    #[test]
    fn most_rust_files_are_short() {
        assert!(problems(&files(&[95, 95, 95, 95, 95, 210, 210, 210, 210, 210])).len() == 1, "the median is 210");
        assert_eq!(problems(&files(&[95, 95, 95, 95, 95, 95, 95, 95, 95, 210])), Vec::<String>::new());
        let found = problems(&files(&[95, 95, 95, 95, 95, 95, 95, 95, 95, 211]));
        assert!(
            found.len() == 1 && found[0].starts_with("nine in ten") && found[0].contains("9.rs (211)"),
            "{found:?}"
        );
    }
}
