//! The computations of `NTLMv2`. MS-NLMP 3.3.2.

use hmac::{Hmac, KeyInit as _, Mac as _};
use md4::{Digest as _, Md4};
use md5::Md5;
use rc4::{Rc4, StreamCipher as _};

use super::NONCE_BYTES;
use super::message::{AuthenticateMessage, utf16};

/// The session's keys.
pub(super) struct Keys {
    /// The key of the integrity code (`ExportedSessionKey`).
    pub(super) exported: Vec<u8>,
}

pub(super) fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut sum = Md5::new();
    for part in parts {
        sum.update(part);
    }
    sum.finalize().into()
}

pub(super) fn hmac_md5(key: &[u8], parts: &[&[u8]]) -> [u8; 16] {
    let mut sum = Hmac::<Md5>::new_from_slice(key).expect("HMAC takes keys of every length");
    for part in parts {
        sum.update(part);
    }
    sum.finalize().into_bytes().into()
}

/// `ResponseKeyNT`: from the password, the user and the domain, in the client's spelling.
fn response_key(password: &str, user: &str, domain: &str) -> [u8; 16] {
    let hash = Md4::digest(utf16(password));
    hmac_md5(&hash, &[&utf16(&user.to_uppercase()), &utf16(domain)])
}

/// The session's keys, if the proof is right.
pub(super) fn verify(answer: &AuthenticateMessage, nonce: [u8; NONCE_BYTES], password: &str) -> Option<Keys> {
    let key = response_key(password, &answer.user, &answer.domain);
    if hmac_md5(&key, &[&nonce, &answer.proven]) != answer.proof {
        return None;
    }
    let session = hmac_md5(&key, &[&answer.proof]);
    let exported = match &answer.session_key {
        Some(encrypted) => {
            let mut exported = encrypted.clone();
            Rc4::new_from_slice(&session).expect("RC4 takes keys of 16 bytes").apply_keystream(&mut exported);
            exported
        }
        None => session.to_vec(),
    };
    Some(Keys { exported })
}
