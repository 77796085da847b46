use super::*;

#[test]
fn every_step_is_in_the_list_once() {
    use clap::ValueEnum;
    for step in TestStep::value_variants() {
        assert_eq!(TestStep::ALL.iter().filter(|it| *it == step).count(), 1, "{}", step.name());
    }
}

#[test]
fn a_step_that_is_left_out_says_why() {
    let line = line_of("deny", &Ok(StepOutcome::LeftOut("cargo-deny is not installed".to_owned())), Duration::ZERO);
    assert_eq!(line, "  LEFT OUT  deny: cargo-deny is not installed");
    let part = StepOutcome::PassedWithout(vec!["one: no network".to_owned()]);
    let line = line_of("peers", &Ok(part), Duration::ZERO);
    assert!(
        line.starts_with("  passed    peers (") && line.ends_with("\n  LEFT OUT  peers: one: no network"),
        "{line}"
    );
}

#[test]
fn problems_are_counted_and_listed() {
    assert!(none_of(&[], "problems").is_ok());
    let error = none_of(&["a.rs:1: bad".to_owned()], "untidy places").unwrap_err();
    assert_eq!(error.to_string(), "1 untidy places:\na.rs:1: bad");
}
