//! Validates the Outlook manifest against Microsoft's schemas. The manifest of the repository and one that
//! `cargo xtask bundle` writes must pass. Two that are broken on purpose must fail.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::bundle::{self, outlook};
use crate::log::Log;
use crate::setup::xmllint::Xmllint;
use crate::workspace;

/// The exit code of `xmllint` for a document that does not match its schema (`XMLLINT_ERR_VALID`).
const INVALID: i32 = 3;

/// A manifest that is broken on purpose, which shows that the check can fail.
struct Broken {
    name: &'static str,
    from: &'static str,
    to: &'static str,
}

const BROKEN: [Broken; 2] = [
    // A misspelt element: Outlook would only say that the add-in can't be installed.
    Broken { name: "misspelt-support-address", from: "<SupportUrl ", to: "<SupportLink " },
    // The order of elements is part of the schema.
    Broken {
        name: "pinned-before-its-page",
        from: "<SourceLocation resid=\"pane\" />\n                        <SupportsPinning>true</SupportsPinning>",
        to: "<SupportsPinning>true</SupportsPinning>\n                        <SourceLocation resid=\"pane\" />",
    },
];

/// Checks the manifest of this repository and those that `cargo xtask bundle` writes.
pub fn check(xmllint: &Xmllint, log: &mut Log) -> anyhow::Result<()> {
    let folder = workspace::scratch()?.join("manifest");
    fs::create_dir_all(&folder).with_context(|| format!("can't make {}", folder.display()))?;
    let development = workspace::root().join("manifest.xml");
    let text = fs::read_to_string(&development)?;
    log.run("xmllint manifest.xml", &mut lint(xmllint, &development))?;

    let options = bundle::BundleOptions {
        endpoint: "https://latchkey.contoso.example".parse().map_err(anyhow::Error::msg)?,
        name: "Contoso & Sons".to_owned(),
        support: "https://help.contoso.example/?a=1&b=2".to_owned(),
        office_sso: None,
        endpoint_by_policy: false,
    };
    let bundled = write(&folder, "bundled", &outlook::filled_in(&text, &options)?)?;
    log.run("xmllint on a manifest that is handed out", &mut lint(xmllint, &bundled))?;

    for Broken { name, from, to } in BROKEN {
        ensure!(text.contains(from), "the broken manifest {name:?} is not broken: {from:?} is nowhere in manifest.xml");
        let file = write(&folder, name, &text.replace(from, to))?;
        let output = lint(xmllint, &file).output().context("xmllint can't be started")?;
        ensure!(
            output.status.code() == Some(INVALID),
            "xmllint takes the broken manifest {name:?} for a good one ({})",
            output.status
        );
    }
    Ok(())
}

fn write(folder: &Path, name: &str, text: &str) -> anyhow::Result<PathBuf> {
    let file = folder.join(format!("{name}.xml"));
    fs::write(&file, text).with_context(|| format!("can't write {}", file.display()))?;
    Ok(file)
}

fn lint(xmllint: &Xmllint, file: &Path) -> std::process::Command {
    let mut command = xmllint.command();
    let schema = workspace::root().join("xtask/office-schemas/OfficeAppManifestV1_1.xsd");
    command.args(["--nonet", "--noout", "--schema"]).arg(schema).arg(file);
    command
}
