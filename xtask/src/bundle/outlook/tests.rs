use std::collections::HashSet;

use roxmltree::{Document, Node};

use super::*;

fn development() -> String {
    fs::read_to_string(workspace::root().join("manifest.xml")).unwrap()
}

fn options(endpoint: &str) -> BundleOptions {
    BundleOptions {
        endpoint: endpoint.parse().unwrap(),
        name: NAME.into(),
        support: SUPPORT.into(),
        office_sso: None,
        endpoint_by_policy: false,
    }
}

fn bundled(endpoint: &str) -> String {
    filled_in(&development(), &options(endpoint)).unwrap()
}

fn id(manifest: &str) -> String {
    let document = Document::parse(manifest).unwrap();
    let id = document.descendants().find(|node| node.has_tag_name("Id") || node.tag_name().name() == "Id").unwrap();
    id.text().unwrap().to_owned()
}

/// Every attribute value of this name, wherever it is.
fn values<'a>(document: &'a Document<'_>, attribute: &str) -> Vec<&'a str> {
    document.descendants().filter_map(|node| node.attribute(attribute)).collect()
}

#[test]
fn every_address_is_the_installations_own() {
    let manifest = bundled("https://latchkey.contoso.example");
    assert!(!manifest.contains("localhost"), "{manifest}");
    let document = Document::parse(&manifest).unwrap();
    let addresses: HashSet<_> = document
        .descendants()
        .flat_map(|node| node.attributes().map(|one| one.value()).chain(node.text()).collect::<Vec<_>>())
        .filter(|text| text.contains("://") && !text.starts_with("http://schemas.microsoft.com/"))
        .collect();
    for address in addresses {
        assert!(address.starts_with("https://latchkey.contoso.example") || address == SUPPORT, "{address}");
    }
}

#[test]
fn an_installation_keeps_its_id_and_no_two_have_the_same() {
    let first = id(&bundled("https://latchkey.contoso.example"));
    assert_eq!(first, id(&bundled("https://latchkey.contoso.example/")));
    let others = [id(&bundled("https://latchkey.fabrikam.example")), id(&development())];
    assert!(!others.contains(&first));
    assert_eq!(Uuid::parse_str(&first).unwrap().get_version_num(), 5);
}

#[test]
fn names_are_what_was_asked_for_and_cannot_break_the_manifest() {
    let options = BundleOptions { name: "Keys & \"More\" <1>".into(), ..options("https://latchkey.contoso.example") };
    let manifest = filled_in(&development(), &options).unwrap();
    let document = Document::parse(&manifest).unwrap();
    let name = document.descendants().find(|node| node.tag_name().name() == "DisplayName").unwrap();
    assert_eq!(name.attribute("DefaultValue"), Some("Keys & \"More\" <1>"));
    assert!(!manifest.contains(NAME));
}

#[test]
fn single_sign_on_is_named_where_it_was_asked_for_and_nowhere_else() {
    assert!(!bundled("https://latchkey.contoso.example").contains("WebApplicationInfo"));
    let client_id = "7b2c9d10-1111-4222-8333-444455556666";
    let endpoint = options("https://latchkey.contoso.example:8443");
    let manifest =
        filled_in(&development(), &BundleOptions { office_sso: Some(client_id.parse().unwrap()), ..endpoint });
    let manifest = manifest.unwrap();
    let document = Document::parse(&manifest).unwrap();
    let info: Vec<_> = document.descendants().filter(|node| node.tag_name().name() == "WebApplicationInfo").collect();
    let [info] = info.as_slice() else { panic!("{} of them", info.len()) };
    let text = |name: &str| info.descendants().find(|node| node.tag_name().name() == name).unwrap().text().unwrap();
    assert_eq!(text("Id"), client_id);
    assert_eq!(text("Resource"), format!("api://latchkey.contoso.example:8443/{client_id}"));
    assert!(info.next_sibling_element().is_none(), "it is the last of its part");
    // All other parts are the same as in a manifest without the element, which the schemas validate.
    let (before, rest) = manifest.split_once("<WebApplicationInfo>").unwrap();
    let without = [before, rest.split_once("</WebApplicationInfo>").unwrap().1].concat();
    let lines =
        |text: &str| text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let (without, plain): (Vec<String>, Vec<String>) =
        (lines(&without), lines(&bundled("https://latchkey.contoso.example:8443")));
    assert_eq!(without, plain);
}

#[test]
fn what_outlook_would_refuse_is_refused_with_the_reason() {
    for (options, says) in [
        (options("http://localhost:4870"), "https"),
        (BundleOptions { name: " ".into(), ..options("https://a.example") }, "--name"),
        (BundleOptions { name: "n".repeat(111), ..options("https://a.example") }, "--name"),
        (BundleOptions { support: "help".into(), ..options("https://a.example") }, "--support"),
    ] {
        let sentence = filled_in(&development(), &options).unwrap_err().to_string();
        assert!(sentence.contains(says), "{sentence}");
    }
}

#[test]
fn every_resource_that_is_named_is_there_within_its_own_part() {
    let text = development();
    let document = Document::parse(&text).unwrap();
    let parts: Vec<_> = document.descendants().filter(|node| node.tag_name().name() == "VersionOverrides").collect();
    assert_eq!(parts.len(), 2, "one for ribbons, one for panes that are pinned");
    for part in parts {
        // The inner part has resources of its own.
        let is_own = |node: &Node<'_, '_>| {
            node.ancestors().find(|one| one.tag_name().name() == "VersionOverrides") == Some(part) && *node != part
        };
        let own: Vec<_> = part.descendants().filter(is_own).collect();
        let there: HashSet<_> = own
            .iter()
            .filter(|node| node.tag_name().name() != "Control")
            .filter_map(|node| node.attribute("id"))
            .collect();
        let named: Vec<_> = own.iter().filter_map(|node| node.attribute("resid")).collect();
        assert!(named.len() > 10);
        for resource in named {
            assert!(there.contains(resource), "{resource} is nowhere");
        }
    }
}

#[test]
fn every_icon_is_there_in_the_size_that_is_promised() {
    let text = development();
    let document = Document::parse(&text).unwrap();
    let addresses = values(&document, "DefaultValue").into_iter().filter(|value| value.contains("/icons/"));
    let files: HashSet<_> = addresses.map(|address| address.rsplit('/').next().unwrap()).collect();
    for size in [16, 32, 64, 80, 128] {
        let name = format!("icon-{size}.png");
        assert!(files.contains(name.as_str()), "{name} is not in the manifest");
        let png = fs::read(workspace::root().join("assets/icons").join(&name)).unwrap();
        // Width and height in the first chunk (PNG, 11.2.2).
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (size, size), "{name}");
    }
    assert_eq!(files.len(), 5);
}

#[test]
fn the_pane_can_be_opened_from_a_mail_that_is_read_and_from_one_that_is_written() {
    let text = development();
    for surface in ["MessageReadCommandSurface", "MessageComposeCommandSurface"] {
        assert_eq!(text.matches(surface).count(), 2, "{surface}");
    }
    assert_eq!(text.matches("<SupportsPinning>true</SupportsPinning>").count(), 2);
    assert_eq!(text.matches("https://localhost:4870/outlook\"").count(), 4);
}
