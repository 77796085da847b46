//! Checks that the build refuses a language that does not fit English, and says why.

#[path = "../build/generate.rs"]
mod generate;

const ENGLISH: &str = include_str!("../sentences/en.ftl");
const GERMAN: &str = include_str!("../sentences/de.ftl");

/// What the build says to this German.
fn refusal(german: String) -> String {
    let files = vec![("de".to_owned(), german), ("en".to_owned(), ENGLISH.to_owned())];
    generate::generate(files).expect_err("it must not fit")
}

/// German with the line that begins so changed.
fn german_with(begins: &str, change: impl Fn(&str) -> String) -> String {
    let changed = |line: &str| if line.starts_with(begins) { change(line) } else { format!("{line}\n") };
    let german: String = GERMAN.lines().map(changed).collect();
    assert_ne!(german, GERMAN, "no line begins with {begins}");
    german
}

#[test]
fn a_language_without_one_of_englishs_sentences_does_not_compile() {
    assert_eq!(refusal(german_with("label-help =", |_| String::new())), "sentences/de.ftl: label-help is missing");
    let nameless = refusal(german_with("    .direction =", |_| String::new()));
    assert!(nameless.contains(".direction = ltr or rtl"), "{nameless}");
}

#[test]
fn a_sentence_that_english_does_not_have_does_not_compile() {
    let german = german_with("label-help =", |line| format!("{line}\nlabel-other = Anders\n"));
    assert_eq!(refusal(german), "sentences/de.ftl: English has no label-other");
}

#[test]
fn a_sentence_that_fills_in_something_else_does_not_compile() {
    let german = german_with("template-version =", |line| format!("{}\n", line.replace("$version", "$name")));
    assert_eq!(refusal(german), "sentences/de.ftl: template-version must fill in {\"version\"}, as English does");
}

#[test]
fn sentences_in_another_order_or_twice_do_not_compile() {
    let german = german_with("label-help =", |line| format!("{line}\n{line}\n"));
    assert_eq!(refusal(german), "sentences/de.ftl: the sentences must be in English's order, each once");
}

#[test]
fn what_the_tables_cannot_hold_does_not_compile() {
    for (value, problem) in [
        ("{ NUMBER($n) }", "may hold only { $variables } and { \"text\" }"),
        ("{ $n ->\n    *[other] Hilfe\n }", "may not depend on a value"),
        ("Erste Zeile\n    zweite", "must stand on one line"),
    ] {
        let refused = refusal(german_with("label-help =", |_| format!("label-help = {value}\n")));
        assert_eq!(refused, format!("sentences/de.ftl: label-help {problem}"));
    }
}

#[test]
fn a_file_that_is_no_fluent_is_named() {
    let refused = refusal(format!("{GERMAN}\nthis is none\n"));
    assert!(refused.starts_with("sentences/de.ftl can't be read"), "{refused}");
}
