//! A small page with one asset of each kind.

use super::super::trunk_toml;
use super::*;

const PAGE: &str = r#"<!doctype html>
<!-- For authors. -->
<html><head>
  <link data-trunk rel="icon" href="assets/icons/key.svg" type="image/svg+xml">
  <link data-trunk rel="copy-dir" href="assets/icons">
  <link data-trunk rel="inline" href="assets/page.css">
</head><body>
  <link data-trunk rel="inline" href="assets/page.js">
  <link data-trunk rel="rust" data-wasm-opt="0" data-bin="pane">
</body></html>
"#;

/// The settings of this repository, with short patterns.
fn settings() -> BuildSettings {
    BuildSettings {
        pattern_preload: r#"<link rel="modulepreload" href="{base}{js}">"#.to_owned(),
        pattern_script: "<script>run('{base}{js}', '{base}{wasm}')</script>".to_owned(),
        ..trunk_toml::read(workspace::root()).unwrap()
    }
}

fn project() -> (tempfile::TempDir, Program) {
    let root = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| write(&root.path().join(name), text.as_bytes()).unwrap();
    put("index.html", PAGE);
    put("assets/icons/key.svg", "<svg></svg>");
    put("assets/icons/sizes/key-16.png", "png");
    put("assets/page.css", "/* For authors. */ p { color: red; }");
    put("assets/page.js", "// For authors.\nconst one = 1;\n");
    put("target/pane.js", "export default () => 1;\n");
    put("target/pane_bg.wasm", "wasm");
    let program = Program { glue: root.path().join("target/pane.js"), wasm: root.path().join("target/pane_bg.wasm") };
    (root, program)
}

/// The page that is built, and the names of all files.
fn built(root: &Path, settings: &BuildSettings, program: &Program) -> anyhow::Result<(String, Vec<String>)> {
    let into = root.join("dist");
    pane(root, settings, program, &into)?;
    let files = workspace::files_below(&into)?;
    let names = files.iter().map(|file| file.strip_prefix(&into).unwrap().display().to_string()).collect();
    Ok((fs::read_to_string(into.join("index.html"))?, names))
}

#[test]
fn everything_that_the_page_asks_for_is_in_it_or_beside_it() {
    let (root, program) = project();
    let (page, names) = built(root.path(), &settings(), &program).unwrap();
    let name = |end: &str| names.iter().find(|name| name.ends_with(end)).unwrap_or_else(|| panic!("{end}: {names:?}"));
    let (glue, wasm) = (name(".js"), name("_bg.wasm"));
    assert!(page.contains(&format!(r#"<link rel="modulepreload" href="./{glue}"></head>"#)), "{page}");
    assert!(page.contains(&format!("<script>run('./{glue}', './{wasm}')</script>")), "{page}");
    let icon = names.iter().find(|name| name.starts_with("key-")).unwrap();
    assert!(page.contains(&format!(r#"<link rel="icon" href="./{icon}" type="image/svg+xml">"#)), "{page}");
    assert!(page.contains("<style>p{color:red;}</style>") && page.contains("<script>const one=1;</script>"), "{page}");
    assert!(!page.contains("For authors") && !page.contains("data-trunk"), "{page}");
    assert_eq!(name("key-16.png"), "icons/sizes/key-16.png");
    assert_eq!(names.len(), 6, "{names:?}");
}

#[test]
fn another_content_has_another_name_and_the_same_content_the_same() {
    let (root, program) = project();
    let first = built(root.path(), &settings(), &program).unwrap();
    assert_eq!(built(root.path(), &settings(), &program).unwrap(), first);
    fs::write(&program.wasm, "other wasm").unwrap();
    let second = built(root.path(), &settings(), &program).unwrap();
    let program_files = |names: &[String]| names.iter().filter(|name| name.starts_with("pane-")).cloned().collect();
    let (old, new): (Vec<_>, Vec<_>) = (program_files(&first.1), program_files(&second.1));
    assert_eq!((old.len(), new.len()), (2, 2), "the files of the build before are gone");
    assert!(old.iter().all(|name| !new.contains(name)), "the glue has the name of another program's: {new:?}");
}

#[test]
fn without_minify_and_hashes_files_are_as_they_were() {
    let (root, program) = project();
    let plain = BuildSettings { filehash: false, minify: Minify::Never, ..settings() };
    let (page, names) = built(root.path(), &plain, &program).unwrap();
    assert!(
        page.contains("For authors") && page.contains("<script>// For authors.\nconst one = 1;</script>"),
        "{page}"
    );
    assert!(names.contains(&"pane.js".to_owned()) && names.contains(&"pane_bg.wasm".to_owned()), "{names:?}");
}

#[test]
fn a_file_that_is_missing_is_named() {
    let (root, program) = project();
    fs::remove_file(root.path().join("assets/page.css")).unwrap();
    let problem = format!("{:#}", built(root.path(), &settings(), &program).unwrap_err());
    assert!(problem.contains("page.css"), "{problem}");
}
