//! The test programs that cargo has built, so that some of them can be run. To ask cargo for some packages would change the
//! features of what they depend on, and compile most of that again.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;
use serde::Deserialize;

use crate::process::output_of;

/// What a program tests.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TestKind {
    /// A library or a program from within.
    Unit,
    /// A package from outside: a file of its folder `tests`.
    Integration,
}

/// A built test program.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TestExecutable {
    pub package: String,
    pub package_folder: PathBuf,
    pub name: String,
    pub kind: TestKind,
    pub program: PathBuf,
}

impl TestExecutable {
    /// How it is run: in its package's folder, as cargo does it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(&self.package_folder).env("CARGO_MANIFEST_DIR", &self.package_folder);
        command
    }
}

/// A line of cargo's JSON. <https://doc.rust-lang.org/cargo/reference/external-tools.html#artifact-messages>
#[derive(Deserialize)]
struct Artifact {
    package_id: String,
    manifest_path: PathBuf,
    target: ArtifactTarget,
    profile: ArtifactProfile,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct ArtifactTarget {
    name: String,
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct ArtifactProfile {
    test: bool,
}

/// Runs a `cargo test … --no-run` whose programs are built already, and returns them.
pub fn executables(no_run: &mut Command) -> anyhow::Result<Vec<TestExecutable>> {
    let said = output_of(no_run.args(["--message-format", "json"])).context("cargo can't list the test programs")?;
    Ok(said.lines().filter_map(parse).collect())
}

fn parse(line: &str) -> Option<TestExecutable> {
    let artifact: Artifact = serde_json::from_str(line).ok()?;
    let kind = match artifact.target.kind.first()?.as_str() {
        "test" => TestKind::Integration,
        "lib" | "bin" | "proc-macro" => TestKind::Unit,
        _ => return None,
    };
    artifact.profile.test.then_some(())?;
    let package = package_name(&artifact.package_id)?.to_owned();
    let package_folder = artifact.manifest_path.parent().map(Path::to_path_buf)?;
    Some(TestExecutable { package, package_folder, name: artifact.target.name, kind, program: artifact.executable? })
}

/// The name in a package id: `path+file:///latchkey/crates/store#latchkey-store@0.1.0`, or `path+file:///latchkey/xtask#0.1.0` where the
/// folder has the name. <https://doc.rust-lang.org/cargo/reference/pkgid-spec.html>
fn package_name(id: &str) -> Option<&str> {
    let (address, fragment) = id.split_once('#')?;
    match fragment.split_once('@') {
        Some((name, _)) => Some(name),
        None => address.rsplit('/').next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_id_tells_the_name() {
        assert_eq!(package_name("path+file:///w/crates/store#latchkey-store@0.1.0"), Some("latchkey-store"));
        assert_eq!(package_name("path+file:///w/xtask#0.1.0"), Some("xtask"));
    }

    #[test]
    fn test_programs_are_told_from_everything_else() {
        let line = |kind: &str, test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","package_id":"path+file:///w/a#0.1.0","manifest_path":"/w/a/Cargo.toml","target":{{"name":"it","kind":["{kind}"]}},
                "profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let found = parse(&line("test", true, r#""/w/target/it""#)).unwrap();
        let expected = (TestKind::Integration, "a", Path::new("/w/a"));
        assert_eq!((found.kind, &*found.package, &*found.package_folder), expected);
        assert_eq!(parse(&line("lib", true, r#""/w/target/a""#)).unwrap().kind, TestKind::Unit);
        for other in [line("lib", false, "null"), line("example", true, r#""/x""#), "{}".to_owned(), String::new()] {
            assert_eq!(parse(&other), None, "{other}");
        }
    }
}
