//! The client's side of NTLM's three messages (MS-NLMP), limited to what is safe today: `NTLMv2` with a message integrity
//! code, the name of the service and the channel binding. So a response can't be relayed to another connection. `NTLMv1`
//! and LM are not implemented, and a challenge that requires one of them is not answered.
//!
//! No crate is used because those that exist draw their own random numbers, leave out the integrity code, or are larger
//! than the endpoint.
//!
//! # To change a message
//! MS-NLMP 2.2.1 defines the layouts; `ntlm/tests.rs` holds the specification's examples.

mod crypt;
mod pairs;
#[cfg(test)]
pub(crate) mod tests;

use latchkey_wire::UnixSeconds;

use self::pairs::TargetInfo;

const SIGNATURE: &[u8; 8] = b"NTLMSSP\0";
/// Largest challenge that is read; Windows sends a few hundred bytes.
const MAX_CHALLENGE_BYTES: usize = 4096;

/// MS-NLMP 2.2.2.5.
mod flags {
    pub(super) const UNICODE: u32 = 0x0000_0001;
    pub(super) const REQUEST_TARGET: u32 = 0x0000_0004;
    pub(super) const NTLM: u32 = 0x0000_0200;
    pub(super) const ALWAYS_SIGN: u32 = 0x0000_8000;
    pub(super) const EXTENDED_SESSION_SECURITY: u32 = 0x0008_0000;
    pub(super) const TARGET_INFO: u32 = 0x0080_0000;
    pub(super) const VERSION: u32 = 0x0200_0000;
    pub(super) const KEY_128: u32 = 0x2000_0000;
    pub(super) const KEY_56: u32 = 0x8000_0000;

    /// The requested flags. Signing and sealing of later messages are not among them: TLS does that.
    pub(super) const ASKED: u32 = UNICODE
        | REQUEST_TARGET
        | NTLM
        | ALWAYS_SIGN
        | EXTENDED_SESSION_SECURITY
        | TARGET_INFO
        | VERSION
        | KEY_128
        | KEY_56;
}

/// A version of Windows with this version of the protocol, and the protocol's revision (MS-NLMP 2.2.2.10).
const VERSION: [u8; 8] = [10, 0, 0, 0, 0, 0, 0, 15];

/// The first message: the supported flags. It holds nothing about the person.
pub(crate) fn negotiate_message() -> Vec<u8> {
    let mut message = Vec::with_capacity(NEGOTIATE_BYTES);
    message.extend_from_slice(SIGNATURE);
    message.extend_from_slice(&1_u32.to_le_bytes());
    message.extend_from_slice(&flags::ASKED.to_le_bytes());
    for _domain_then_workstation in 0..2 {
        append_field(&mut message, 0, NEGOTIATE_BYTES);
    }
    message.extend_from_slice(&VERSION);
    message
}

const NEGOTIATE_BYTES: usize = 40;

/// The fields of the second message that are used.
#[derive(Clone, Debug)]
pub(crate) struct NtlmChallenge {
    /// The message as received: the integrity code covers it.
    message: Vec<u8>,
    nonce: [u8; 8],
    flags: u32,
    target: TargetInfo,
}

impl NtlmChallenge {
    /// Parses a challenge. `None` if it is not one, or requires an unsafe version of the protocol.
    pub(crate) fn read(message: &[u8]) -> Option<Self> {
        let readable =
            message.len() <= MAX_CHALLENGE_BYTES && message.get(..8)? == SIGNATURE && u32_at(message, 8)? == 2;
        if !readable {
            return None;
        }
        let flags = u32_at(message, 20)?;
        let needed = flags::UNICODE | flags::NTLM | flags::TARGET_INFO;
        if flags & needed != needed {
            return None;
        }
        let nonce = message.get(24..32)?.try_into().ok()?;
        let length = usize::from(u16_at(message, 40)?);
        let offset = usize::try_from(u32_at(message, 44)?).ok()?;
        let target = TargetInfo::read(message.get(offset..offset.checked_add(length)?)?)?;
        Some(Self { message: message.to_vec(), nonce, flags, target })
    }
}

/// The inputs of the third message.
pub(crate) struct AuthenticateInput<'a> {
    pub(crate) user: &'a str,
    pub(crate) domain: &'a str,
    pub(crate) password: &'a str,
    /// The host of the server, as the caller addressed it.
    pub(crate) host: &'a str,
    /// `tls-server-end-point`.
    pub(crate) channel_binding: Option<&'a [u8]>,
    /// Eight random bytes.
    pub(crate) client_challenge: [u8; 8],
    pub(crate) now: UnixSeconds,
}

/// The third message (MS-NLMP 3.1.5.1.2).
pub(crate) fn authenticate_message(challenge: &NtlmChallenge, answering: &AuthenticateInput<'_>) -> Vec<u8> {
    let key = crypt::response_key(answering.user, answering.domain, answering.password);
    let time = challenge.target.timestamp().unwrap_or_else(|| crypt::file_time(answering.now));
    let pairs = challenge.target.response_pairs(answering.host, answering.channel_binding);
    let response = crypt::compute_response(&key, challenge.nonce, answering.client_challenge, time, &pairs);
    let mut message = message_without_integrity_code(challenge.flags & flags::ASKED, &response.bytes, answering);
    let sent = negotiate_message();
    let code = crypt::hmac_md5(&response.session_key, &[&sent, &challenge.message, &message]);
    message[MIC_OFFSET..MIC_OFFSET + code.len()].copy_from_slice(&code);
    message
}

const MIC_OFFSET: usize = 72;
const AUTHENTICATE_HEADER_BYTES: usize = MIC_OFFSET + 16;
/// Beside an integrity code, the old response is all zeroes (MS-NLMP 3.1.5.1.2).
const NO_LM_RESPONSE: [u8; 24] = [0; 24];

/// The third message with an integrity code of zeroes, from which the code is then computed.
fn message_without_integrity_code(negotiated: u32, response: &[u8], answering: &AuthenticateInput<'_>) -> Vec<u8> {
    let (domain, user) = (crypt::utf16(answering.domain), crypt::utf16(answering.user));
    let parts: [&[u8]; 6] = [&NO_LM_RESPONSE, response, &domain, &user, &[], &[]];
    let mut message = Vec::new();
    message.extend_from_slice(SIGNATURE);
    message.extend_from_slice(&3_u32.to_le_bytes());
    let mut offset = AUTHENTICATE_HEADER_BYTES;
    for part in parts {
        append_field(&mut message, part.len(), offset);
        offset += part.len();
    }
    message.extend_from_slice(&(negotiated | flags::VERSION).to_le_bytes());
    message.extend_from_slice(&VERSION);
    message.resize(AUTHENTICATE_HEADER_BYTES, 0);
    for part in parts {
        message.extend_from_slice(part);
    }
    message
}

/// Appends the length, the allocated length and the offset of a part. Every part is far below 64 KiB: names and challenges
/// are bounded.
fn append_field(message: &mut Vec<u8>, length: usize, offset: usize) {
    let length = u16::try_from(length).expect("names and challenges are bounded far below 64 KiB");
    let offset = u32::try_from(offset).expect("a few parts of less than 64 KiB");
    message.extend_from_slice(&length.to_le_bytes());
    message.extend_from_slice(&length.to_le_bytes());
    message.extend_from_slice(&offset.to_le_bytes());
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
