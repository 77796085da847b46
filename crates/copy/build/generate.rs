//! From Fluent files (<https://projectfluent.org/fluent/guide/>) to Rust code.
//!
//! A message's name begins with its group. The pane's groups form a table of one language, in the order of [`LISTS`] and
//! [`CODES`]; the endpoint's groups are functions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// Groups that become enums, documented by English's comments: group, enum, what the enum is.
const LISTS: [(&str, &str, &str); 3] = [
    ("label", "Label", "A fixed text of the pane or of a page of the endpoint."),
    ("template", "Template", "A sentence of the pane, with placeholders in braces."),
    ("page", "EndpointText", "A text of the endpoint's own pages or of its e-mail. The pane does not contain it."),
];

/// Groups with a message for each variant of an enum of `latchkey-wire`, in its order: group, enum, and the attribute whose
/// value is wanted instead of the message's own.
const CODES: [(&str, &str, Option<&str>); 3] =
    [("reason", "ReasonCode", None), ("problem", "ProblemCode", None), ("problem", "ProblemCode", Some("detail"))];

/// The groups that are no part of the pane: group and enum.
const FUNCTIONS: [(&str, &str); 2] = [("page", "EndpointText"), ("extension", "ExtensionText")];

/// From here on clippy finds a function too long.
const MAX_LINES_OF_A_FUNCTION: usize = 100;

/// One language's file.
struct Language {
    tag: String,
    /// Changes with the file's content.
    hash: u64,
    /// The variant of the enum.
    name: String,
    direction: String,
    /// By their names, attributes as `name.attribute`; in the order of the file.
    sentences: Vec<(String, Sentence)>,
}

struct Sentence {
    /// With placeholders as `{name}`.
    text: String,
    placeholders: BTreeSet<String>,
    comment: String,
}

/// The code for these files: each language's tag and text.
pub fn generate(files: Vec<(String, String)>) -> Result<String, String> {
    let mut languages: Vec<Language> =
        files.into_iter().map(|(tag, text)| read(&tag, text)).collect::<Result<_, _>>()?;
    languages.sort_by_key(|language| (language.tag != "en", language.tag.clone()));
    let (english, others) = languages.split_first().ok_or("sentences/en.ftl is missing")?;
    for other in others {
        compare(english, other)?;
    }
    Ok(write(&languages))
}

fn read(tag: &str, text: String) -> Result<Language, String> {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let hash = hasher.finish();
    let resource = fluent_syntax::parser::parse(text)
        .map_err(|(_, errors)| format!("sentences/{tag}.ftl can't be read: {errors:?}"))?;
    let mut language =
        Language { tag: tag.to_owned(), hash, name: String::new(), direction: String::new(), sentences: Vec::new() };
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let name = message.id.name;
                let comment = message.comment.map(|comment| comment.content.join(" ")).unwrap_or_default();
                let value = message.value.ok_or(format!("sentences/{tag}.ftl: {name} has no value"))?;
                language.sentences.push((name.clone(), sentence(tag, &name, value, comment)?));
                for attribute in message.attributes {
                    let name = format!("{name}.{}", attribute.id.name);
                    let read = sentence(tag, &name, attribute.value, String::new())?;
                    language.sentences.push((name, read));
                }
            }
            Entry::Term(term) => {
                language.name = sentence(tag, "-language", term.value, String::new())?.text;
                for attribute in term.attributes {
                    language.direction = sentence(tag, "direction", attribute.value, String::new())?.text;
                }
            }
            _ => {}
        }
    }
    Ok(language)
}

fn sentence(tag: &str, name: &str, pattern: Pattern<String>, comment: String) -> Result<Sentence, String> {
    let mut read = Sentence { text: String::new(), placeholders: BTreeSet::new(), comment };
    for element in pattern.elements {
        match element {
            PatternElement::TextElement { value } => read.text.push_str(&value),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
                InlineExpression::StringLiteral { value } => read.text.push_str(&value),
                InlineExpression::VariableReference { id } => {
                    write!(read.text, "{{{}}}", id.name).map_err(|error| error.to_string())?;
                    read.placeholders.insert(id.name);
                }
                _ => {
                    return Err(format!(
                        "sentences/{tag}.ftl: {name} may hold only {{ $variables }} and {{ \"text\" }}"
                    ));
                }
            },
            PatternElement::Placeable { .. } => {
                return Err(format!("sentences/{tag}.ftl: {name} may not depend on a value"));
            }
        }
    }
    // The pane's files have a line for each sentence.
    if read.text.contains('\n') {
        return Err(format!("sentences/{tag}.ftl: {name} must stand on one line"));
    }
    Ok(read)
}

/// Refuses a language that has not exactly English's sentences, with the same placeholders.
fn compare(english: &Language, other: &Language) -> Result<(), String> {
    let file = format!("sentences/{}.ftl", other.tag);
    if other.name.is_empty() || !["ltr", "rtl"].contains(&other.direction.as_str()) {
        return Err(format!("{file}: -language must have the language's English name and .direction = ltr or rtl"));
    }
    let known: BTreeMap<&str, &Sentence> = other.sentences.iter().map(|(name, of)| (name.as_str(), of)).collect();
    for (name, expected) in &english.sentences {
        let found = known.get(name.as_str()).ok_or(format!("{file}: {name} is missing"))?;
        if found.placeholders != expected.placeholders {
            return Err(format!("{file}: {name} must fill in {:?}, as English does", expected.placeholders));
        }
    }
    let own: BTreeSet<&str> = english.sentences.iter().map(|(name, _)| name.as_str()).collect();
    if !known.keys().eq(own.iter()) {
        let extra = known.keys().find(|name| !own.contains(*name)).copied().unwrap_or_default();
        return Err(format!("{file}: English has no {extra}"));
    }
    if !other.sentences.iter().map(|(name, _)| name).eq(english.sentences.iter().map(|(name, _)| name)) {
        return Err(format!("{file}: the sentences must be in English's order, each once"));
    }
    Ok(())
}

fn write(languages: &[Language]) -> String {
    let mut code = String::new();
    let english = languages.first().expect("English was read");
    write_languages(&mut code, languages, english);
    for (group, name, about) in LISTS {
        let members: Vec<_> = members(english, group, None).collect();
        let _ = writeln!(code, "/// {about}\n#[derive(Clone, Copy, Debug, Eq, PartialEq)]\npub enum {name} {{");
        for (variant, sentence) in &members {
            if !sentence.comment.is_empty() {
                let _ = writeln!(code, "    /// {}", sentence.comment);
            }
            let _ = writeln!(code, "    {variant},");
        }
        let list: Vec<_> = members.iter().map(|(variant, _)| format!("Self::{variant}")).collect();
        // The endpoint's groups are listed by tests alone.
        let test = if FUNCTIONS.iter().any(|(function, _)| function == &group) { "#[cfg(test)]\n" } else { "" };
        let _ = writeln!(code, "}}\n\n{test}impl {name} {{\n    /// All members, in the order of the sentence tables.");
        let _ = writeln!(code, "    pub const ALL: &[Self] = &[{}];\n}}\n", list.join(", "));
    }
    for (group, name, _) in CODES {
        let _ = writeln!(code, "const _: () = {{");
        for (at, (variant, _)) in members(english, group, None).enumerate() {
            let _ = writeln!(code, "    assert!({name}::{variant} as usize == {at}, \"en.ftl has {name}'s order\");");
        }
        let count = members(english, group, None).count();
        let _ = writeln!(code, "    assert!({name}::ALL.len() == {count}, \"en.ftl has each {name}\");\n}};\n");
    }
    for (group, name) in FUNCTIONS {
        write_function(&mut code, languages, group, name);
    }
    code
}

fn write_languages(code: &mut String, languages: &[Language], english: &Language) {
    let _ = writeln!(
        code,
        "/// A language that has every sentence.\n#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]"
    );
    let _ = writeln!(code, "pub enum Language {{");
    for language in languages {
        if language.tag == english.tag {
            let _ = writeln!(
                code,
                "    /// English, which is also the fallback for readers of other languages.\n    #[default]"
            );
        } else {
            let _ = writeln!(code, "    /// {}.", language.name);
        }
        let _ = writeln!(code, "    {},", language.name);
    }
    let all: Vec<_> = languages.iter().map(|language| format!("Self::{}", language.name)).collect();
    let _ = writeln!(code, "}}\n\nimpl Language {{\n    /// Every language.");
    let _ = writeln!(code, "    pub const ALL: [Self; {}] = [{}];\n", all.len(), all.join(", "));
    let mut function = |about: &str, signature: &str, value: &dyn Fn(&Language) -> String| {
        let _ = writeln!(code, "    /// {about}\n    pub const fn {signature} {{\n        match self {{");
        for language in languages {
            let _ = writeln!(code, "            Self::{} => {},", language.name, value(language));
        }
        let _ = writeln!(code, "        }}\n    }}\n");
    };
    let quoted = |text: &str| format!("{text:?}");
    let about = "Its tag, for `lang` attributes and for the formatting of dates.";
    function(about, "tag(self) -> &'static str", &|language| quoted(&language.tag));
    let about = "The text direction, for `dir` attributes.\n    #[expect(clippy::match_same_arms, reason = \"a line for each\")]";
    function(about, "direction(self) -> &'static str", &|language| quoted(&language.direction));
    let about = "Where the pane finds its sentences, relative to its page; `None` where they are built in. The name changes \
                 with the content, so a browser may keep the file for ever and a pane never reads another version's.";
    function(about, "file(self) -> Option<&'static str>", &|language| {
        // English decides which line is which sentence.
        let hash = language.hash.rotate_left(1) ^ english.hash;
        let name = format!("languages/{}-{hash:016x}.txt", language.tag);
        if language.tag == english.tag { "None".to_owned() } else { format!("Some({name:?})") }
    });
    let _ = writeln!(
        code,
        "}}\n\n#[expect(clippy::too_many_lines, reason = \"it is a table\")]\nconst fn table(language: Language) -> &'static SentenceTable {{\n    match language {{"
    );
    for language in languages {
        let name = &language.name;
        let _ = writeln!(
            code,
            "        Language::{name} => {{\n            static TABLE: SentenceTable = SentenceTable {{"
        );
        let _ = writeln!(code, "                language: Language::{name},\n                texts: [");
        for text in table(language) {
            let _ = writeln!(code, "                    {text:?},");
        }
        let _ = writeln!(code, "                ],\n            }};\n            &TABLE\n        }}");
    }
    let _ = writeln!(code, "    }}\n}}\n");
}

/// The pane's sentences, in the order of its table.
fn table(language: &Language) -> impl Iterator<Item = &str> {
    let lists = LISTS.iter().filter(|(group, ..)| FUNCTIONS.iter().all(|(function, _)| function != group));
    let groups =
        lists.map(|(group, ..)| (*group, None)).chain(CODES.iter().map(|(group, _, attribute)| (*group, *attribute)));
    groups
        .flat_map(|(group, attribute)| members(language, group, attribute))
        .map(|(_, sentence)| sentence.text.as_str())
}

/// Writes the function from a language and a member to the sentence.
fn write_function(code: &mut String, languages: &[Language], group: &str, name: &str) {
    let lines: usize = languages.iter().map(|language| members(language, group, None).count() + 2).sum();
    if lines + 2 > MAX_LINES_OF_A_FUNCTION {
        let _ = writeln!(code, "#[expect(clippy::too_many_lines, reason = \"it is a table\")]");
    }
    let _ = writeln!(code, "pub(crate) const fn {group}(language: Language, of: {name}) -> &'static str {{");
    let _ = writeln!(code, "    match language {{");
    for language in languages {
        let _ = writeln!(code, "        Language::{} => match of {{", language.name);
        for (variant, sentence) in members(language, group, None) {
            let _ = writeln!(code, "            {name}::{variant} => {:?},", sentence.text);
        }
        let _ = writeln!(code, "        }},");
    }
    let _ = writeln!(code, "    }}\n}}\n");
}

/// The members of a group: the variant's name, and the sentence.
fn members<'a>(
    language: &'a Language,
    group: &'a str,
    attribute: Option<&'a str>,
) -> impl Iterator<Item = (String, &'a Sentence)> {
    language.sentences.iter().filter_map(move |(name, sentence)| {
        let (message, found) = name.split_once('.').map_or((name.as_str(), None), |(name, found)| (name, Some(found)));
        let member = message.strip_prefix(group)?.strip_prefix('-')?;
        (found == attribute).then(|| (variant(member), sentence))
    })
}

/// `sign-in-ended` as `SignInEnded`.
fn variant(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    words.collect()
}
