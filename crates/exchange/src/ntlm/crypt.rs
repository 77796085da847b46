//! The arithmetic of `NTLMv2` (MS-NLMP 3.3.2). The protocol requires MD4 and MD5; nothing else in this crate uses them.

use hmac::{Hmac, KeyInit as _, Mac as _};
use latchkey_wire::UnixSeconds;
use md4::{Digest as _, Md4};
use md5::Md5;
use zeroize::Zeroizing;

/// Seconds from 1601 to 1970.
const FILE_TIME_EPOCH_S: i64 = 11_644_473_600;
const TICKS_IN_A_SECOND: i64 = 10_000_000;

pub(super) type NtlmKey = Zeroizing<[u8; 16]>;

pub(super) struct NtlmResponse {
    /// `NTProofStr`, followed by the data that it authenticates.
    pub(super) bytes: Vec<u8>,
    pub(super) session_key: NtlmKey,
}

pub(super) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// `NTOWFv2`.
pub(super) fn response_key(user: &str, domain: &str, password: &str) -> NtlmKey {
    let password = Zeroizing::new(utf16(password));
    let hash = Zeroizing::new(<[u8; 16]>::from(Md4::digest(&*password)));
    Zeroizing::new(hmac_md5(&hash, &[&utf16(&uppercase(user)), &utf16(domain)]))
}

/// Windows changes case one character at a time: there is no "SS" for "ß".
fn uppercase(text: &str) -> String {
    let upper = |char: char| {
        let mut letters = char.to_uppercase();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => letter,
            _ => char,
        }
    };
    text.chars().map(upper).collect()
}

/// Computes `NTLMv2_RESPONSE` and the session key.
pub(super) fn compute_response(
    key: &[u8; 16],
    server_challenge: [u8; 8],
    client_challenge: [u8; 8],
    time: [u8; 8],
    pairs: &[u8],
) -> NtlmResponse {
    let proven = [&[1, 1, 0, 0, 0, 0, 0, 0], &time[..], &client_challenge, &[0; 4], pairs, &[0; 4]].concat();
    let proof = hmac_md5(key, &[&server_challenge, &proven]);
    NtlmResponse { bytes: [&proof, &proven[..]].concat(), session_key: Zeroizing::new(hmac_md5(key, &[&proof])) }
}

pub(super) fn hmac_md5(key: &[u8; 16], parts: &[&[u8]]) -> [u8; 16] {
    let mut mac = Hmac::<Md5>::new_from_slice(key).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The channel binding structure of RFC 2743, hashed as MS-NLMP 3.1.1.2 requires: the binding's name and the
/// certificate's hash, without addresses.
pub(super) fn channel_binding_hash(binding: &[u8]) -> [u8; 16] {
    let data = [b"tls-server-end-point:", binding].concat();
    let length = u32::try_from(data.len()).expect("a hash is at most 64 bytes");
    let mut md5 = Md5::new();
    md5.update([0; 16]);
    md5.update(length.to_le_bytes());
    md5.update(&data);
    md5.finalize().into()
}

/// Tenths of microseconds since 1601.
pub(super) fn file_time(now: UnixSeconds) -> [u8; 8] {
    now.saturating_add(FILE_TIME_EPOCH_S).saturating_mul(TICKS_IN_A_SECOND).to_le_bytes()
}
