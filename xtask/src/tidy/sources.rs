//! Rules about text in source files.
//!
//! # To add a rule
//! Add a [`Rule`] to [`RULES`] and a case to the tests below.

/// Words that only some files may contain. Comments and tests are not checked.
struct Rule {
    words: &'static [&'static str],
    /// Where the words are looked for.
    applies_to: fn(&str) -> bool,
    /// The exception, and the reason.
    because: &'static str,
}

const CHECKED: [&str; 6] = ["rs", "css", "js", "mjs", "sql", "ftl"];

/// Sentences that may name a provider, by the beginning of their names, and the reason.
const NAMES_A_PROVIDER: [(&str, &str); 3] = [
    ("label-", "the labels on screen are given to the letter, and one of them lists what it is for"),
    ("extension-", "the extension's description in a list of extensions says what it is good for"),
    ("reason-use-another-service", "it is said of mailboxes in Microsoft's cloud alone, and says what to choose there"),
];

/// Files that may name a provider's domain, because mail does.
const SPELLS_MAIL: [&str; 1] = ["crates/domain/src/mail_spelling.rs"];

/// Files of the pane outside of `src/host` that use what only a browser has.
const BROWSER: [&str; 2] = ["src/json.rs", "src/api/transport.rs"];

const RULES: [Rule; 5] = [
    Rule {
        words: &["web_sys", "js_sys"],
        applies_to: |name| is_pane(name) && !name.starts_with("src/host") && !BROWSER.contains(&name),
        because: "the browser is reached through src/host, src/json.rs and src/api/transport.rs alone, so that the rest can be tested without it",
    },
    Rule {
        words: &["inner_html", "set_inner_html"],
        applies_to: is_pane,
        because: "text from elsewhere would become markup, and run",
    },
    Rule {
        words: &["sqlx", "rusqlite"],
        applies_to: |name| is_rust(name) && !name.starts_with("crates/store/") && !name.starts_with("xtask/src/tidy/"),
        because: "SQL stays in crates/store",
    },
    Rule {
        words: &["microsoft", "google", "salesforce"],
        applies_to: |name| is_generic(name) || is_of_any_provider(name) || is_fluent(name),
        because: "generic code asks a provider; it never knows one by name",
    },
    Rule {
        words: &["outlook", "gmail"],
        applies_to: is_generic,
        because: "generic code asks its host; it never knows one by name",
    },
];

/// True for files that the rules look into.
pub fn is_checked(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| CHECKED.contains(&extension))
}

/// True for a snapshot that a test has written and that still waits for review.
pub fn is_pending_snapshot(name: &str) -> bool {
    name.ends_with(".snap.new") || name.ends_with(".pending-snap")
}

/// What is wrong in one file.
pub fn problems_in(name: &str, text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    // A test file is named like what it tests, and its tests read as sentences.
    if is_rust(name) && !is_test(name) && !text.starts_with("//!") {
        problems.push(format!("{name}:1: begin with `//!`: what the file is for, and how to make the next change"));
    }
    let rules: Vec<_> = RULES.iter().filter(|rule| !is_test(name) && (rule.applies_to)(name)).collect();
    for (number, line) in code_lines(name, text) {
        for rule in &rules {
            if let Some(word) = rule.words.iter().find(|word| has_word(line, word)) {
                problems.push(format!("{name}:{number}: `{word}`: {}", rule.because));
            }
        }
        // Spelt in two parts, so that this line passes itself.
        if line.trim_start().starts_with(concat!("#[", "ignore")) {
            problems.push(format!("{name}:{number}: an ignored test proves nothing: repair it or remove it"));
        }
    }
    problems
}

/// Lines with their numbers, without comments, up to the tests at the end of the file.
fn code_lines<'a>(name: &str, text: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let is_fluent = is_fluent(name);
    text.lines()
        .zip(1..)
        .take_while(|(line, _)| !line.starts_with("#[cfg(test)]"))
        .filter(move |(line, _)| !is_fluent || !line.starts_with('#') && !may_name_a_provider(line))
        .map(|(line, number)| (number, line.split("//").next().unwrap_or_default()))
}

fn may_name_a_provider(sentence: &str) -> bool {
    NAMES_A_PROVIDER.iter().any(|(beginning, _)| sentence.starts_with(beginning))
}

/// Case doesn't matter; a word ends where letters and digits end, so `GoogleCalendar` and `google_id` both have
/// `google`, and `ungoogled` has not.
fn has_word(line: &str, word: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    lower.match_indices(word).any(|(at, _)| !lower[..at].ends_with(|before: char| before.is_ascii_alphanumeric()))
}

/// True for Rust files.
pub fn is_rust(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension == "rs")
}

/// True for files of sentences.
pub fn is_fluent(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension == "ftl")
}

fn is_pane(name: &str) -> bool {
    is_rust(name) && name.starts_with("src/")
}

fn is_generic(name: &str) -> bool {
    const GENERIC: [&str; 5] = ["crates/wire/src/", "crates/domain/src/", "crates/store/src/", "src/state", "src/api"];
    is_rust(name) && !SPELLS_MAIL.contains(&name) && GENERIC.iter().any(|folder| name.starts_with(folder))
}

/// More code that must not know any provider, although some of it has to know its host. `config` and `registry` create the
/// providers.
fn is_of_any_provider(name: &str) -> bool {
    const GENERIC: [&str; 3] = ["crates/endpoint/src/", "crates/copy/src/", "src/views"];
    const MAKERS: [&str; 2] = ["crates/endpoint/src/config", "crates/endpoint/src/registry"];
    let is_in = |folders: &[&str]| folders.iter().any(|folder| name.starts_with(folder));
    is_rust(name) && is_in(&GENERIC) && !is_in(&MAKERS)
}

fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs")
        || name.ends_with("/samples.rs")
        || name.contains("/tests/")
        || name.starts_with("tests/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(name: &str, code: &str) -> usize {
        problems_in(name, &format!("//! A file.\n{code}\n")).len()
    }

    #[test]
    fn each_word_is_refused_where_it_must_not_be_and_only_there() {
        assert_eq!(problems("src/state/session.rs", "use web_sys::Window;"), 1);
        assert_eq!(problems("src/host/browser.rs", "use web_sys::Window;"), 0);
        assert_eq!(problems("src/views/home.rs", "view! { <p inner_html=text/> }"), 1);
        assert_eq!(problems("crates/endpoint/src/web/routes.rs", "use sqlx::query;"), 1);
        assert_eq!(problems("crates/store/src/sqlite.rs", "use sqlx::query;"), 0);
        assert_eq!(problems("crates/wire/src/offer.rs", "MicrosoftGraph,"), 1);
        assert_eq!(problems("crates/providers/src/microsoft.rs", "MicrosoftGraph,"), 0);
        assert_eq!(problems("crates/endpoint/src/renewal.rs", "if provider == \"google\" {}"), 1);
        assert_eq!(problems("crates/endpoint/src/config/provider.rs", "Google(Google),"), 0);
        assert_eq!(problems("src/views/home.rs", "if provider == \"google\" {}"), 1);
        assert_eq!(problems("crates/copy/sentences/en.ftl", "label-exchange = Microsoft Exchange"), 0);
        assert_eq!(problems("crates/copy/sentences/en.ftl", "template-phase = Microsoft Exchange"), 1);
        assert_eq!(problems("crates/copy/sentences/en.ftl", "# Google has none.\ntemplate-phase = No"), 0);
        assert_eq!(problems("src/api/events.rs", "if host == \"Outlook\" {}"), 1);
    }

    #[test]
    fn comments_and_tests_may_name_what_they_like() {
        assert_eq!(problems("crates/wire/src/offer.rs", "/// As Microsoft calls it.\nTenant, // Google has none"), 0);
        assert_eq!(problems("crates/wire/src/offer.rs", "#[cfg(test)]\nmod tests { /* google */ use sqlx; }"), 0);
        assert_eq!(problems("crates/domain/src/policy/tests.rs", "let microsoft = 1;"), 0);
    }

    #[test]
    fn a_rust_file_says_what_it_is_for() {
        assert_eq!(problems_in("crates/wire/src/new.rs", "use serde;\n").len(), 1);
        assert_eq!(problems_in("assets/pane.css", "body {}\n").len(), 0);
    }

    #[test]
    fn ignored_tests_are_refused() {
        assert_eq!(problems("crates/store/tests/it.rs", concat!("#[", "ignore]")), 1);
    }

    #[test]
    fn snapshots_that_wait_are_seen() {
        assert!(is_pending_snapshot("crates/wire/src/snapshots/a.snap.new"));
        assert!(!is_pending_snapshot("crates/wire/src/snapshots/a.snap"));
    }
}
