//! The extension as `cargo xtask bundle` makes it, in a folder of its own, and what the browser knows of it.

use std::path::{Path, PathBuf};

use latchkey_chrome_bundle::{Bundle, BundleFiles, EndpointOrigin};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The id that the `key` of `chrome-manifest.json` gives to it (the first half of the key's SHA-256, its digits written as
/// the letters a to p).
pub const ID: &str = "hdlgihjljiiagehkkoacgiondieaoonk";

/// The endpoint that the extension is built for where an administrator names another one. It does not answer.
const ELSEWHERE: &str = "https://trial.latchkey.invalid";

/// How the extension differs from the shipped one.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ExtensionVariant {
    /// The shipped extension.
    #[default]
    Shipped,
    /// As in a browser without side panels.
    WithoutSidePanel,
    /// With the permission to show notifications, which the person has granted.
    MayNotify,
    /// A later version.
    Updated,
    /// Built for another endpoint; an administrator's policy names the one to use.
    ByPolicy,
    /// With faults in its worker and in its script in Gmail.
    Faulty,
}

/// The extension's folder.
pub struct InstalledExtension {
    folder: TempDir,
    pane: PathBuf,
    endpoint: EndpointOrigin,
}

impl InstalledExtension {
    /// Builds the extension for an endpoint.
    pub fn make(pane: &Path, endpoint: &str, variant: ExtensionVariant) -> Self {
        let endpoint = endpoint.parse().unwrap();
        let installed = Self { folder: TempDir::new().unwrap(), pane: pane.to_owned(), endpoint };
        installed.switch_variant(variant);
        installed
    }

    /// Replaces the extension by another variant, as an update does.
    pub fn switch_variant(&self, variant: ExtensionVariant) {
        self.files(variant).write(&self.path()).unwrap();
        match variant {
            ExtensionVariant::Shipped | ExtensionVariant::Updated | ExtensionVariant::ByPolicy => {}
            ExtensionVariant::Faulty => self.add_faults(),
            ExtensionVariant::WithoutSidePanel | ExtensionVariant::MayNotify => self.change_permissions(variant),
        }
    }

    /// Adds faults whose names appear in the console.
    fn add_faults(&self) {
        for (file, place) in [("worker.js", "the worker"), ("gmail/main.js", "Gmail")] {
            let file = self.path().join(file);
            let script = std::fs::read_to_string(&file).unwrap();
            let fault = format!("{script}\nPromise.reject(new Error('a fault in {place}'));\n");
            std::fs::write(file, fault).unwrap();
        }
    }

    fn change_permissions(&self, variant: ExtensionVariant) {
        let file = self.path().join("manifest.json");
        let mut manifest: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        if variant == ExtensionVariant::WithoutSidePanel {
            manifest.as_object_mut().unwrap().remove("side_panel");
            manifest["permissions"] = json!(["alarms", "storage"]);
        } else {
            manifest["permissions"] = json!(["alarms", "notifications", "sidePanel", "storage"]);
            manifest["optional_permissions"] = json!([]);
        }
        std::fs::write(file, manifest.to_string()).unwrap();
    }

    /// The switches with which a browser loads this extension and no other.
    pub fn switches(&self) -> [String; 2] {
        let path = self.path();
        [format!("--load-extension={}", path.display()), format!("--disable-extensions-except={}", path.display())]
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("extension")
    }

    fn files(&self, variant: ExtensionVariant) -> BundleFiles {
        let elsewhere = ELSEWHERE.parse().unwrap();
        let by_policy = variant == ExtensionVariant::ByPolicy;
        let bundle = Bundle {
            project: Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap(),
            pane: &self.pane,
            endpoint: if by_policy { &elsewhere } else { &self.endpoint },
            by_policy,
            product_name: "Latchkey",
            version: if variant == ExtensionVariant::Updated { "9.0.0" } else { "1.0.0" },
        };
        bundle.files().unwrap()
    }
}
