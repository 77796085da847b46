//! Keys as PEM files (RFC 7468).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How many characters a line has (RFC 7468, 2).
const LINE: usize = 64;

/// A file with one key. OpenSSL reads no long lines.
pub fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    // Base64 has characters of one byte alone.
    let lines: String = text.as_bytes().chunks(LINE).flat_map(|line| [str::from_utf8(line).unwrap(), "\n"]).collect();
    format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n")
}
