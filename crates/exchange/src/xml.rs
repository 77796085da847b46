//! Parses XML from servers that may be hostile. Document types are refused, so there are no entities, internal or
//! external. The size and the number of nodes are bounded, and parsing does not recurse. Elements are found by their
//! local names, because Exchange writes the same element in several namespaces, depending on the component that failed.

use roxmltree::{Document, Node, ParsingOptions};

/// EWS's responses have a few dozen nodes; Autodiscover's have a few hundred.
const MAX_NODES: u32 = 4096;
/// The most equals signs in a document, which bounds the attributes: the parser compares each attribute with the others.
const MAX_ATTRIBUTES: usize = 4096;
/// The largest document that is parsed.
const MAX_BYTES: usize = 256 * 1024;

/// Parses a document; `None` if it is not one.
pub(crate) fn read(body: &[u8]) -> Option<Document<'_>> {
    let text = std::str::from_utf8(body).ok().filter(|text| text.len() <= MAX_BYTES)?;
    if text.bytes().filter(|byte| *byte == b'=').count() > MAX_ATTRIBUTES {
        return None;
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, entity_resolver: None };
    Document::parse_with_options(text, options).ok()
}

/// All elements of a name below a node, in document order.
pub(crate) fn all<'a, 'input: 'a>(
    node: Node<'a, 'input>,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'input>> + use<'a, 'input> {
    node.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// The text of the first element of a name.
pub(crate) fn text<'a>(node: Node<'a, '_>, name: &'a str) -> Option<&'a str> {
    all(node, name).next()?.text().map(str::trim).filter(|text| !text.is_empty())
}

/// Escapes a text for an element or an attribute.
pub(crate) fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, char| {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            char if char.is_control() => {}
            char => escaped.push(char),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bombs_and_entities_of_every_kind_are_refused() {
        for body in [
            "<!DOCTYPE a [<!ENTITY b \"ha\">]><a>&b;</a>",
            "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "<!DOCTYPE a SYSTEM \"http://127.0.0.1/x.dtd\"><a/>",
            "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1/x\"> %p;]><a/>",
            "<a>&unknown;</a>",
            "<a><b></a>",
            "no document",
            "",
        ] {
            assert!(read(body.as_bytes()).is_none(), "{body}");
        }
    }

    #[test]
    fn depth_and_number_and_size_are_bounded() {
        let deep = format!("{}{}", "<a>".repeat(50_000), "</a>".repeat(50_000));
        assert!(read(deep.as_bytes()).is_none());
        let wide = format!("<a>{}</a>", "<b/>".repeat(50_000));
        assert!(read(wide.as_bytes()).is_none());
        let large = format!("<a>{}</a>", "x".repeat(MAX_BYTES));
        assert!(read(large.as_bytes()).is_none());
        let names: Vec<_> = (0..20_000).map(|number| format!("b{number}=''")).collect();
        assert!(read(format!("<a {}/>", names.join(" ")).as_bytes()).is_none());
        assert!(read(&[0xff, 0xfe, b'<']).is_none());
    }

    #[test]
    fn elements_are_found_by_their_local_names() {
        let body = "\u{feff}<?xml version=\"1.0\"?><x:a xmlns:x=\"y\"><x:b> one </x:b><b>two</b></x:a>";
        let document = read(body.as_bytes()).unwrap();
        assert_eq!(text(document.root(), "b"), Some("one"));
        assert_eq!(all(document.root(), "b").count(), 2);
        assert_eq!(text(document.root(), "c"), None);
    }

    proptest! {
        #[test]
        fn what_is_escaped_reads_as_it_was(value in "\\PC{0,40}") {
            let body = format!("<a b=\"{0}\">{0}</a>", escape(&value));
            let document = read(body.as_bytes()).unwrap();
            prop_assert_eq!(document.root_element().text().unwrap_or_default(), &value);
        }

        #[test]
        fn no_bytes_are_too_odd(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&body);
        }
    }
}
