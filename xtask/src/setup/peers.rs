//! The servers that `tests/peers` runs against. None of them is installed into the system: each is put into a folder among
//! the tools, and its tests are told where. A peer that is not available is left out completely, with the reason.
//!
//! # To add a peer
//! Add a variant to [`PeerProgram`] with a file that has `find` and `fetch`, and name its module in `tests/peers`.

mod apache;
pub(super) mod debian;
mod glewlwyd;
mod lemonldap;
mod oidc_provider;
mod python;

use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::Context;

use crate::log::{Log, Show};
use crate::{interrupt, ui, workspace};

/// One of the servers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PeerProgram {
    /// `oidc-provider`, from npm.
    OidcProvider,
    /// Glewlwyd, from Debian.
    Glewlwyd,
    /// `LemonLDAP::NG`, from Debian.
    Lemonldap,
    /// A server of this repository's that was written from the standards alone, with `cryptography` from the Python package index.
    ByTheBook,
    /// Authlib, from the Python package index.
    Authlib,
    /// django-oauth-toolkit, from the Python package index.
    DjangoOauthToolkit,
    /// `pyspnego`, from the Python package index.
    Pyspnego,
    /// `exchangelib`, from the Python package index.
    Exchangelib,
    /// Apache with `gss-ntlmssp`, from Debian.
    Apache,
}

/// The place of a peer, or the reason why it is not available.
pub type Availability = Result<PathBuf, String>;

impl PeerProgram {
    pub const ALL: [Self; 9] = [
        Self::OidcProvider,
        Self::Glewlwyd,
        Self::Lemonldap,
        Self::ByTheBook,
        Self::Authlib,
        Self::DjangoOauthToolkit,
        Self::Pyspnego,
        Self::Exchangelib,
        Self::Apache,
    ];

    /// The name of its modules in `tests/peers`, and of its log.
    pub fn module(self) -> &'static str {
        match self {
            Self::OidcProvider => "oidc_provider",
            Self::Glewlwyd => "glewlwyd",
            Self::Lemonldap => "lemonldap",
            Self::ByTheBook => "by_the_book",
            Self::Authlib => "authlib",
            Self::DjangoOauthToolkit => "django_oauth_toolkit",
            Self::Pyspnego => "pyspnego",
            Self::Exchangelib => "exchangelib",
            Self::Apache => "apache",
        }
    }

    /// The variable that tells the tests where it is.
    pub fn variable(self) -> &'static str {
        match self {
            Self::OidcProvider => "LATCHKEY_OIDC_PROVIDER",
            Self::Glewlwyd => "LATCHKEY_GLEWLWYD",
            Self::Lemonldap => "LATCHKEY_LEMONLDAP",
            Self::ByTheBook => "LATCHKEY_BY_THE_BOOK",
            Self::Authlib => "LATCHKEY_AUTHLIB",
            Self::DjangoOauthToolkit => "LATCHKEY_DJANGO_OAUTH_TOOLKIT",
            Self::Pyspnego => "LATCHKEY_PYSPNEGO",
            Self::Exchangelib => "LATCHKEY_EXCHANGELIB",
            Self::Apache => "LATCHKEY_APACHE",
        }
    }

    /// Fetches the peer if it is missing. The outer error ends the run. The inner one says why the peer is not available.
    pub fn ensure(self) -> anyhow::Result<Availability> {
        if let Some(found) = self.find()? {
            return Ok(Ok(found));
        }
        if let Err(why) = self.can_be_fetched() {
            return Ok(Err(why));
        }
        ui::say(format!("Fetching {} for its tests (once for this user, a few seconds)", self.module()));
        let mut log = Log::create(self.module(), Show::OnFailure)?;
        let fetched = self.fetch(&mut log);
        interrupt::check()?;
        if let Err(error) = fetched {
            ui::say(format!("{error:#}"));
            return Ok(Err("it can't be fetched; the reason is shown above".to_owned()));
        }
        Ok(self.find()?.ok_or_else(|| "it was fetched and does not run here".to_owned()))
    }

    fn find(self) -> anyhow::Result<Option<PathBuf>> {
        match self {
            Self::OidcProvider => oidc_provider::find(),
            Self::Glewlwyd => glewlwyd::find(),
            Self::Lemonldap => lemonldap::find(),
            Self::ByTheBook => python::find(self, "cryptography"),
            Self::Authlib => python::find(self, "authlib"),
            Self::DjangoOauthToolkit => python::find(self, "oauth2_provider"),
            Self::Pyspnego => python::find(self, "spnego"),
            Self::Exchangelib => python::find(self, "exchangelib"),
            Self::Apache => apache::find(),
        }
    }

    fn can_be_fetched(self) -> Result<(), String> {
        match self {
            Self::OidcProvider => oidc_provider::can_be_fetched(),
            Self::Glewlwyd | Self::Lemonldap | Self::Apache => debian::can_be_fetched(),
            Self::ByTheBook | Self::Authlib | Self::DjangoOauthToolkit | Self::Pyspnego | Self::Exchangelib => {
                python::can_be_fetched()
            }
        }
    }

    fn fetch(self, log: &mut Log) -> anyhow::Result<()> {
        match self {
            Self::OidcProvider => oidc_provider::fetch(log),
            Self::Glewlwyd => glewlwyd::fetch(log),
            Self::Lemonldap => lemonldap::fetch(log),
            Self::ByTheBook | Self::Authlib | Self::DjangoOauthToolkit | Self::Pyspnego | Self::Exchangelib => {
                python::fetch(self, log)
            }
            Self::Apache => apache::fetch(log),
        }
    }
}

/// Fills a folder among the tools. The folder gets its final name only when it is complete, so an interruption never leaves
/// one that looks complete.
pub(super) fn fill(folder: &Path, work: impl FnOnce(&Path) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let unfinished = PathBuf::from(format!("{}.unfinished", folder.display()));
    empty(&unfinished)?;
    work(&unfinished)?;
    remove(folder).with_context(|| format!("can't replace {}", folder.display()))?;
    fs::rename(&unfinished, folder).with_context(|| format!("can't make {}", folder.display()))
}

fn empty(folder: &Path) -> anyhow::Result<()> {
    remove(folder).and_then(|()| fs::create_dir_all(folder)).with_context(|| format!("can't make {}", folder.display()))
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The peer's own files in this repository.
fn sources(peer: PeerProgram) -> PathBuf {
    workspace::root().join("tests/peers").join(peer.module())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_has_modules_of_its_name_and_reads_its_variable() {
        for peer in PeerProgram::ALL {
            let file = workspace::root().join("tests/peers").join(format!("{}.rs", peer.module()));
            assert!(fs::read_to_string(file).unwrap().contains(peer.variable()));
            if matches!(peer, PeerProgram::Pyspnego | PeerProgram::Exchangelib | PeerProgram::Apache) {
                // They do not speak OpenID. Their tests are in separate modules.
                continue;
            }
            for (file, module) in [("every_peer.rs", "mod {} {"), ("peer_specific.rs", "mod {};")] {
                let text = fs::read_to_string(workspace::root().join("tests/peers").join(file)).unwrap();
                assert!(text.contains(&module.replace("{}", peer.module())), "{file} has no module {}", peer.module());
            }
        }
    }

    #[test]
    fn a_folder_has_its_name_only_when_it_is_complete() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("peer-1.2.3");
        assert!(fill(&folder, |_| anyhow::bail!("no network")).is_err());
        assert!(!folder.exists());
        fill(&folder, |inside| Ok(fs::write(inside.join("a"), "1")?)).unwrap();
        fill(&folder, |inside| Ok(fs::write(inside.join("b"), "2")?)).unwrap();
        assert!(folder.join("b").exists() && !folder.join("a").exists(), "the older one is replaced as a whole");
    }
}
