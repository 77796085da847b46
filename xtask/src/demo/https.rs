//! The demo over https: a certificate for `localhost`, and how a person lets their system trust it.

use std::process::Command;

use anyhow::{Context, ensure};

use super::config::Demo;
use crate::workspace;

/// Makes the certificate, or keeps the one that is there.
pub fn ensure_certificate(demo: &Demo) -> anyhow::Result<()> {
    let mut program = Command::new(workspace::program("latchkey-practice-certificate")?);
    let status = program.arg("--folder").arg(demo.tls_folder()).status().context("can't make a certificate")?;
    ensure!(status.success(), "no certificate could be made ({status})");
    Ok(())
}

/// What a person has to know about it: how to trust it, and how to take that back.
pub fn words(demo: &Demo) -> String {
    let authority = demo.tls_folder().join("authority.pem");
    let authority = authority.display();
    let (trust, forget) = if cfg!(target_os = "macos") {
        (
            format!("security add-trusted-cert -k ~/Library/Keychains/login.keychain-db {authority}"),
            format!("security remove-trusted-cert {authority}"),
        )
    } else if cfg!(windows) {
        (
            format!("certutil -user -addstore Root {authority}"),
            format!("certutil -user -delstore Root \"Latchkey development on this machine\"   # {authority}"),
        )
    } else {
        let store = "certutil -d sql:$HOME/.pki/nssdb";
        (
            format!("{store} -A -t C,, -n latchkey -i {authority}   # from libnss3-tools"),
            format!("{store} -D -n latchkey   # {authority}"),
        )
    };
    format!(
        "
The browser must trust the demo's certificate. It is good for localhost only, and its authority's key is gone:
  trust it:    {trust}
  take it back: {forget}
Then side-load {manifest} in Outlook (docs/outlook.md).
",
        manifest = workspace::root().join("manifest.xml").display(),
    )
}
