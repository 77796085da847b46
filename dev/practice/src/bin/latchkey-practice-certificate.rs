//! The program that makes a certificate for `https://localhost`, for development alone: an authority (`authority.pem`),
//! which a person lets their browser trust, and what it signed (`tls.crt`, `tls.key`). The authority's key is thrown away
//! and its certificate is good for `localhost` only, so that nothing else can ever be signed with it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use jiff::{Timestamp, tz::TimeZone};
use latchkey_domain::{Clock as _, SystemClock};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, NameConstraints, date_time_ymd,
};

const DAY_S: i64 = 24 * 60 * 60;
/// Browsers refuse certificates that are valid for longer than 398 days.
const VALID_S: i64 = 390 * DAY_S;
/// One that ends sooner than this is replaced.
const MARGIN_S: i64 = 30 * DAY_S;
const NAME: &str = "localhost";

/// Makes a certificate for <https://localhost>, with an authority of its own.
#[derive(Parser)]
#[command(version)]
struct CertificateArguments {
    /// The folder for it. What is there is kept while it is valid for another month.
    #[arg(long)]
    folder: PathBuf,
}

fn main() -> ExitCode {
    match ensure(&CertificateArguments::parse().folder, SystemClock.now()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "latchkey-practice-certificate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn ensure(folder: &Path, now: i64) -> Result<(), Box<dyn std::error::Error>> {
    let end = folder.join("valid-until");
    let kept: i64 = fs::read_to_string(&end).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    if kept > now + MARGIN_S {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let authority_key = KeyPair::generate()?;
    let mut authority = params(Vec::new(), "Latchkey development on this machine", now)?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    authority.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName(NAME.to_owned())],
        excluded_subtrees: Vec::new(),
    });
    fs::write(folder.join("authority.pem"), authority.self_signed(&authority_key)?.pem())?;
    let key = KeyPair::generate()?;
    let mut server = params(vec![NAME.to_owned()], NAME, now)?;
    server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    let signed = server.signed_by(&key, &Issuer::new(authority, authority_key))?;
    fs::write(folder.join("tls.crt"), signed.pem())?;
    fs::write(folder.join("tls.key"), key.serialize_pem())?;
    Ok(fs::write(end, (now + VALID_S).to_string())?)
}

/// From yesterday on, because clocks differ.
fn params(names: Vec<String>, name: &str, now: i64) -> Result<CertificateParams, Box<dyn std::error::Error>> {
    let day = |at: i64| -> Result<_, Box<dyn std::error::Error>> {
        let date = Timestamp::from_second(at)?.to_zoned(TimeZone::UTC).date();
        Ok(date_time_ymd(date.year().into(), u8::try_from(date.month())?, u8::try_from(date.day())?))
    };
    let mut params = CertificateParams::new(names)?;
    params.not_before = day(now - DAY_S)?;
    params.not_after = day(now + VALID_S)?;
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_kept_until_its_last_month() {
        let folder = std::env::temp_dir().join(format!("latchkey-certificate-{}", std::process::id()));
        let read = || fs::read_to_string(folder.join("tls.crt")).unwrap();
        ensure(&folder, 1_800_000_000).unwrap();
        let first = read();
        ensure(&folder, 1_800_000_000 + VALID_S - MARGIN_S - 1).unwrap();
        assert_eq!(read(), first);
        ensure(&folder, 1_800_000_000 + VALID_S - MARGIN_S).unwrap();
        assert_ne!(read(), first);
        fs::remove_dir_all(&folder).unwrap();
    }
}
