use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use serde_json::Value;
use tempfile::TempDir;

use super::*;

/// As trunk leaves it, minified, with names that carry hashes.
const PAGE_BUILT: &str = r#"<!doctype html><html lang=en><head><meta charset=utf-8><title>Latchkey</title><link rel=icon href=latchkey-1234.svg type=image/svg+xml><style>.pane{color:red}</style><style>.card{color:blue}</style><link rel=modulepreload href=./latchkey-pane-0123456789abcdef.js><script>(self.paneProgram=WebAssembly.compileStreaming(fetch('./latchkey-pane-0123456789abcdef_bg.wasm'))).catch(()=>{})</script></head><body><div id=shell><h1 data-name=product_name>Latchkey</h1></div><script id=installation type=application/json>{"product_name":"Latchkey","short_name":"Latchkey","version":"0","help_url":"/","offers":[]}</script><script>(()=>{const shell=document.getElementById('shell')})()</script><script type=module>import('./latchkey-pane-0123456789abcdef.js').then(p=>p.default())</script></body></html>"#;

fn built() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write("index.html", PAGE_BUILT);
    write("latchkey-pane-0123456789abcdef.js", "export default async () => {}");
    write("latchkey-pane-0123456789abcdef_bg.wasm", "wasm");
    write("latchkey-1234.svg", "<svg/>");
    for name in ["index.html.br", "latchkey-pane-0123456789abcdef.js.gz"] {
        write(name, "compressed");
    }
    for size in [16, 32, 64, 80, 128] {
        write(&format!("icons/icon-{size}.png"), "png");
    }
    folder
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().parent().unwrap()
}

fn files_for(endpoint: &str, by_policy: bool) -> BundleFiles {
    let pane = built();
    let endpoint = endpoint.parse().unwrap();
    let bundle = Bundle {
        project: project(),
        pane: pane.path(),
        endpoint: &endpoint,
        by_policy,
        product_name: "Contoso <Sync>",
        version: "1.2.3",
    };
    bundle.files().unwrap()
}

fn text(files: &BundleFiles, name: &str) -> String {
    String::from_utf8(files.0.get(name).unwrap_or_else(|| panic!("no {name}")).clone()).unwrap()
}

fn manifest(files: &BundleFiles) -> Value {
    serde_json::from_str(&text(files, "manifest.json")).unwrap()
}

/// Every file that a manifest names, in any of its parts.
fn named_in(manifest: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut values = vec![manifest];
    while let Some(value) = values.pop() {
        match value {
            Value::String(text) if is_file(text) => drop(names.insert(text.clone())),
            Value::Array(all) => values.extend(all),
            Value::Object(all) => values.extend(all.values()),
            _ => {}
        }
    }
    names
}

fn is_file(text: &str) -> bool {
    let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
    is_name && [".js", ".html", ".png", ".json"].iter().any(|end| text.ends_with(end))
}

/// Every file that the page or the worker loads.
fn loaded(files: &BundleFiles) -> BTreeSet<String> {
    let page = text(files, PAGE);
    let by_page = ["src=", "href="].into_iter().flat_map(|attribute| page.split(attribute).skip(1));
    let by_page =
        by_page.map(|rest| rest.trim_matches('"').split(['>', ' ', '"']).next().unwrap_or_default().to_owned());
    let worker = text(files, "worker.js");
    let imports = worker.split("importScripts(").nth(1).unwrap().split(')').next().unwrap();
    let by_worker = imports.split(',').map(|name| name.trim().trim_matches('\'').to_owned());
    by_page.chain(by_worker).filter(|name| !name.is_empty()).collect()
}

#[test]
fn everything_that_is_named_or_loaded_is_in_the_archive() {
    let files = files_for("https://latchkey.example", true);
    let archive = files.archive().unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let names: BTreeSet<_> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let mut json = String::new();
    archive.by_name("manifest.json").unwrap().read_to_string(&mut json).unwrap();
    let manifest: Value = serde_json::from_str(&json).unwrap();
    let needed: BTreeSet<_> = named_in(&manifest).into_iter().chain(loaded(&files)).collect();
    assert!(needed.len() > 15, "{needed:?}");
    assert_eq!(needed.difference(&names).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(names.iter().all(|name| !has_extension(name, "br") && !has_extension(name, "gz")), "{names:?}");
    assert_eq!(manifest.get("key"), None, "the store gives the extension a key of its own");
}

#[test]
fn the_same_files_give_the_same_archive() {
    let archive = || files_for("https://latchkey.example", false).archive().unwrap();
    assert_eq!(archive(), archive());
}

#[test]
fn nothing_runs_from_within_the_page_and_nothing_comes_from_elsewhere() {
    let files = files_for("https://latchkey.example", false);
    let page = text(&files, PAGE);
    for script in page.split("<script").skip(1) {
        let (tag, content) = script.split_once('>').unwrap();
        let is_data = tag.contains("application/json");
        assert!(is_data || (tag.contains("src=") && content.starts_with("</script>")), "{tag}: {content}");
    }
    assert!(!page.contains("<style") && !page.contains(" style=") && !page.contains(" on"), "{page}");
    assert_eq!(text(&files, "pane.css"), ".pane{color:red}.card{color:blue}");
    for (name, content) in files.iter().filter(|(name, _)| has_extension(name, "js") || has_extension(name, "html")) {
        let content = String::from_utf8_lossy(content);
        for remote in
            ["src=http", "src=\"http", "from 'http", "import('http", "importScripts('http", "eval(", "Function("]
        {
            assert!(!content.contains(remote), "{name}: {remote}");
        }
    }
}

#[test]
fn the_manifest_asks_for_the_endpoint_and_gmail_and_nothing_else() {
    let manifest = manifest(&files_for("https://latchkey.example:8443", false));
    assert_eq!(manifest["host_permissions"], serde_json::json!(["https://latchkey.example:8443/*"]));
    assert_eq!(manifest["permissions"], serde_json::json!(["alarms", "sidePanel", "storage"]));
    assert_eq!(manifest["optional_permissions"], serde_json::json!(["notifications"]));
    let matches: Vec<_> = manifest["content_scripts"].as_array().unwrap().iter().map(|one| &one["matches"]).collect();
    let window = "https://latchkey.example:8443/authorizations/*/start*";
    assert_eq!(matches, [&serde_json::json!(["https://mail.google.com/*"]), &serde_json::json!([window])]);
    assert_eq!(manifest["version"], "1.2.3");
    let policy = manifest["content_security_policy"]["extension_pages"].as_str().unwrap();
    assert!(policy.contains("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'"), "{policy}");
    assert!(policy.contains("connect-src 'self' https://latchkey.example:8443;"), "{policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert_eq!(manifest.get("storage"), None);
}

#[test]
fn only_where_policy_may_name_the_endpoint_any_https_address_may_be_asked() {
    let files = files_for("https://latchkey.example", true);
    let manifest = manifest(&files);
    let policy = manifest["content_security_policy"]["extension_pages"].as_str().unwrap();
    assert!(policy.contains("connect-src 'self' https://latchkey.example https:;"), "{policy}");
    assert_eq!(manifest["storage"]["managed_schema"], "managed_schema.json");
    assert!(text(&files, "managed_schema.json").contains("\"endpoint\""));
    let made_for = text(&files, "made_for.js");
    assert!(made_for.contains(r#""byPolicy":true"#) && made_for.contains(r#""endpoint":"https://latchkey.example""#));
}

#[test]
fn the_extension_is_called_by_the_products_name_and_a_name_cannot_break_out_of_the_page() {
    let files = files_for("https://latchkey.example", false);
    assert_eq!(text(&files, PAGE).matches("Contoso \\u003cSync>").count(), 2);
    let messages: Value = serde_json::from_str(&text(&files, "_locales/en/messages.json")).unwrap();
    assert_eq!(messages["extension_name"]["message"], "Contoso <Sync>");
    assert!(messages["lost"]["message"].as_str().unwrap().contains("$PROVIDER$"));
    assert_eq!(messages["lost"]["placeholders"]["provider"]["content"], "$1");
}

#[test]
fn every_message_that_is_asked_for_has_its_sentence_in_every_language() {
    let files = files_for("https://latchkey.example", false);
    let manifest = text(&files, "manifest.json");
    let in_manifest = manifest.split("__MSG_").skip(1).map(|rest| rest.split("__").next().unwrap().to_owned());
    let scripts: String =
        files.iter().filter(|(name, _)| has_extension(name, "js")).map(|(_, it)| String::from_utf8_lossy(it)).collect();
    let in_scripts = scripts.split("getMessage('").skip(1).map(|rest| rest.split('\'').next().unwrap().to_owned());
    let asked: BTreeSet<_> = in_manifest.chain(in_scripts).collect();
    assert!(asked.len() >= 4, "{asked:?}");
    let languages: Vec<_> = files.iter().filter(|(name, _)| name.starts_with("_locales/")).collect();
    assert_eq!(languages.len(), latchkey_copy::Language::ALL.len());
    for (name, content) in languages {
        let messages: Value = serde_json::from_slice(content).unwrap();
        for key in &asked {
            assert!(messages[key]["message"].is_string(), "{name}: {key}");
        }
        let description = messages["extension_description"]["message"].as_str().unwrap();
        assert!(description.chars().count() <= 132, "{name}: the store takes 132 letters");
    }
}

#[test]
fn a_folder_that_is_no_built_pane_is_refused() {
    let pane = built();
    fs::remove_file(pane.path().join("latchkey-pane-0123456789abcdef_bg.wasm")).unwrap();
    let endpoint = "https://latchkey.example".parse().unwrap();
    let bundle = Bundle {
        project: project(),
        pane: pane.path(),
        endpoint: &endpoint,
        by_policy: false,
        product_name: "Latchkey",
        version: "1.2.3",
    };
    let refused = bundle.files().unwrap_err().to_string();
    assert!(refused.contains("pane_bg.wasm") && refused.contains("build it again"), "{refused}");
}

/// What Gmail's page has to load and to run.
const MOST_CONTENT_SCRIPT_BYTES: usize = 15_000;

#[test]
fn what_runs_in_gmail_is_small() {
    let files = files_for("https://latchkey.example", false);
    let manifest = manifest(&files);
    let scripts = manifest["content_scripts"][0]["js"].as_array().unwrap();
    let bytes: usize = scripts.iter().map(|name| files.0[name.as_str().unwrap()].len()).sum();
    assert!(bytes < MOST_CONTENT_SCRIPT_BYTES, "{bytes} bytes");
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}
