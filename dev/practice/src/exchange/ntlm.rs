//! NTLM as a server speaks it: a challenge out, an answer in, and the answer is checked from the known password.
//! <https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/>
//!
//! Version 2 only, as on well-maintained servers. [`message`] reads and writes the messages, and [`proof`] does the
//! computations.

mod message;
mod proof;

use latchkey_domain::Entropy;
use latchkey_wire::UnixSeconds;

use message::Domain;
pub(super) use message::{AuthenticateMessage, Malformed};

/// Bytes that the client's answer depends on.
pub(super) const NONCE_BYTES: usize = 8;

/// A challenge that waits for its answer, on one connection.
pub(super) struct IssuedChallenge {
    /// The client's first message. The integrity code of its last message covers it.
    negotiate: Vec<u8>,
    message: Vec<u8>,
    nonce: [u8; NONCE_BYTES],
}

impl IssuedChallenge {
    /// Answers a client's first message.
    pub(super) fn to(negotiate: &[u8], now: UnixSeconds, entropy: &dyn Entropy) -> Result<Self, Malformed> {
        let mut nonce = [0; NONCE_BYTES];
        entropy.fill(&mut nonce);
        let domain = Domain { netbios: "CONTOSO", computer: "PRACTICE", dns: "contoso.example" };
        let message = message::challenge(negotiate, &domain, nonce, now)?;
        Ok(Self { negotiate: negotiate.to_vec(), message, nonce })
    }

    /// The message for the client.
    pub(super) fn message(&self) -> &[u8] {
        &self.message
    }

    /// Whether the answer was computed from this password, for this challenge, and arrived as it was sent.
    pub(super) fn is_met(&self, answer: &AuthenticateMessage, password: &str) -> bool {
        let Some(keys) = proof::verify(answer, self.nonce, password) else { return false };
        answer.integrity_code().is_none_or(|code| {
            let told = [self.negotiate.as_slice(), &self.message, &answer.without_integrity_code()].concat();
            proof::hmac_md5(&keys.exported, &[&told]) == code
        })
    }
}

/// The channel binding that a client must send if it sees the right certificate: the MD5 hash of the structure of
/// RFC 2744, 3.11, around the `tls-server-end-point` of RFC 5929.
pub(super) fn channel_binding(certificate_hash: &[u8]) -> [u8; 16] {
    const NO_ADDRESSES: [u8; 16] = [0; 16];
    let data = [b"tls-server-end-point:".as_slice(), certificate_hash].concat();
    let length = u32::try_from(data.len()).expect("a hash is short").to_le_bytes();
    proof::md5(&[&NO_ADDRESSES, &length, &data])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }

    /// MS-NLMP 4.2.4.3: `Domain\User` answers with the password `Password`.
    fn published() -> (IssuedChallenge, Vec<u8>) {
        let answer = bytes(
            "4e544c4d53535000 03000000 18001800 6c000000 54005400 84000000 0c000c00 48000000 08000800 54000000
             10001000 5c000000 10001000 d8000000 358288e2 0501280a 0000000f 44006f006d00610069006e00 5500730065007200
             43004f004d0050005500540045005200 86c35097ac9cec102554764a57cccc19 aaaaaaaaaaaaaaaa
             68cd0ab851e51c96aabc927bebef6a1c 01010000 00000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
             02000c00 44006f006d00610069006e00 01000c00 53006500720076006500720000000000 00000000
             c5dad2544fc9799094ce1ce90bc9d03e",
        );
        let nonce = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
        (IssuedChallenge { negotiate: Vec::new(), message: Vec::new(), nonce }, answer)
    }

    #[test]
    fn the_published_answer_is_right_for_its_password_alone() {
        let (challenge, message) = published();
        let answer = AuthenticateMessage::read(&message).unwrap();
        assert_eq!((answer.domain.as_str(), answer.user.as_str()), ("Domain", "User"));
        assert!(challenge.is_met(&answer, "Password"));
        assert!(!challenge.is_met(&answer, "password"));
        assert_eq!((answer.channel_binding(), answer.integrity_code()), (None, None));
        let keys = proof::verify(&answer, challenge.nonce, "Password").unwrap();
        assert_eq!(keys.exported, [0x55; 16], "the key that was exchanged");
    }

    #[test]
    fn an_answer_to_another_challenge_is_wrong() {
        let (mut challenge, message) = published();
        challenge.nonce[0] ^= 1;
        assert!(!challenge.is_met(&AuthenticateMessage::read(&message).unwrap(), "Password"));
    }

    #[test]
    fn a_message_that_was_cut_off_anywhere_is_no_message_or_a_wrong_one() {
        let (challenge, message) = published();
        for length in 0..message.len() {
            if let Ok(answer) = AuthenticateMessage::read(&message[..length]) {
                assert!(!challenge.is_met(&answer, "Password"), "{length}");
            }
        }
    }
}
