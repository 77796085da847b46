//! Checks that every language has all sentences of English, with the same placeholders, and that the pane can read its file.

use std::{collections::BTreeSet, format};

use crate::sentences::{self, EndpointText, Template};

use super::*;

const OTHERS: [Language; 2] = [Language::German, Language::Arabic];

/// Texts that are the same in every language: names of products, abbreviations, punctuation.
const SAME: [&str; 4] = ["CRM", "Version {version}", ", ", "{product}"];

/// Every template of a language, in a fixed order.
fn templates(language: Language) -> Vec<String> {
    let mut all: Vec<String> = Sentences::of(language).to_file().split('\n').map(ToOwned::to_owned).collect();
    all.extend(EndpointText::ALL.iter().map(|text| sentences::page(language, *text).to_owned()));
    all.extend(ExtensionText::ALL.map(|text| sentences::extension(language, text).to_owned()));
    all
}

fn placeholders(template: &str) -> BTreeSet<&str> {
    template.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect()
}

#[test]
fn every_language_fills_in_the_same_names() {
    let english = templates(Language::English);
    for language in OTHERS {
        let other = templates(language);
        assert_eq!(other.len(), english.len());
        for (one, other) in english.iter().zip(&other) {
            assert_eq!(placeholders(one), placeholders(other), "{language:?}: {one} / {other}");
        }
    }
}

#[test]
fn nothing_is_left_in_english() {
    let english = templates(Language::English);
    for language in OTHERS {
        for (one, other) in english.iter().zip(&templates(language)) {
            assert!(one != other || SAME.contains(&one.as_str()), "{language:?}: {one}");
        }
    }
}

#[test]
fn arabic_is_written_in_arabic() {
    for text in templates(Language::Arabic).iter().filter(|text| !SAME.contains(&text.as_str())) {
        let is_arabic = |letter: char| ('\u{600}'..='\u{6ff}').contains(&letter);
        assert!(text.chars().any(is_arabic), "{text}");
    }
}

#[test]
fn a_table_holds_each_text_at_its_own_place() {
    for (at, one) in Label::ALL.iter().enumerate() {
        assert_eq!(*one as usize, at, "{one:?}");
    }
    for (at, one) in Template::ALL.iter().enumerate() {
        assert_eq!(*one as usize, at, "{one:?}");
    }
    for (at, code) in ReasonCode::ALL.iter().enumerate() {
        assert_eq!(*code as usize, at, "{code:?}");
    }
    for (at, code) in ProblemCode::ALL.iter().enumerate() {
        assert_eq!(*code as usize, at, "{code:?}");
    }
}

#[test]
fn what_is_read_from_a_file_is_what_is_built_in() {
    for language in Language::ALL {
        let built_in = Sentences::of(language);
        let read = Sentences::from_file(language, built_in.to_file()).expect("its own file");
        assert_eq!(read.to_file(), built_in.to_file());
        assert_eq!(read.language(), language);
        assert_eq!(label(read, Label::Refresh), label(built_in, Label::Refresh));
        let code = ProblemCode::Unavailable;
        assert_eq!(problem_detail(read, code), problem_detail(built_in, code));
    }
}

#[test]
fn a_file_that_is_cut_off_or_is_none_of_ours_is_refused() {
    let file = Sentences::of(Language::German).to_file();
    let cut = file.rsplit_once('\n').expect("many lines").0;
    for bad in ["", "<!doctype html>\n<p>Sign in to this network", cut, &format!("{file}\n")] {
        assert!(Sentences::from_file(Language::German, bad.to_owned()).is_none());
    }
}

#[test]
fn only_what_is_not_built_in_has_a_file_and_its_name_holds_a_hash() {
    assert_eq!(Language::English.file(), None);
    let mut seen = HashSet::new();
    for language in OTHERS {
        let name = language.file().expect("it is loaded");
        let hash = name.strip_prefix(&format!("languages/{}-", language.tag())).and_then(|it| it.strip_suffix(".txt"));
        assert!(hash.is_some_and(|it| it.len() == 16 && it.bytes().all(|byte| byte.is_ascii_hexdigit())), "{name}");
        assert!(seen.insert(name));
    }
}

#[test]
fn an_address_in_a_line_from_right_to_left_keeps_its_own_direction() {
    let ann = account("ann@contoso.example");
    let arabic = sign_in_as(Sentences::of(Language::Arabic), &ann);
    assert_eq!(arabic, "تسجيل الدخول باسم \u{2068}ann@contoso.example\u{2069}");
    assert_eq!(sign_in_as(Sentences::of(Language::German), &ann), "Als ann@contoso.example anmelden");
}

#[test]
fn a_name_that_looks_like_a_placeholder_is_only_a_name() {
    let names = SentenceNames { provider: "{product}", product: "Keyring" };
    let english = Sentences::ENGLISH;
    assert_eq!(state(english, &ConnectionState::Working, names, ""), "Keyring has access to {product}.");
    assert_eq!(fill(Language::English, "{a} and {b", &[("a", "{b}")]), "{b} and ");
}

#[test]
fn a_list_is_joined_as_its_language_joins_it() {
    let three = Reason { missing: Permission::ALL[..3].to_vec(), ..ReasonCode::PermissionsNotGranted.into() };
    let german = reason(Sentences::of(Language::German), &three, NAMES);
    assert!(german.contains("E-Mails lesen, E-Mails senden und der Kalender"), "{german}");
    let arabic = reason(Sentences::of(Language::Arabic), &three, NAMES);
    assert!(arabic.contains("قراءة البريد، إرسال البريد والتقويم"), "{arabic}");
}

#[test]
fn the_store_takes_the_description_in_every_language() {
    for language in Language::ALL {
        assert!(extension(language, ExtensionText::Description, NAMES).chars().count() <= 132, "{language:?}");
    }
}
