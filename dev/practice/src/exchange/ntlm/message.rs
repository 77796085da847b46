//! The three messages. Two are read, one is written. A client may send any bytes, so nothing here indexes unchecked.

use latchkey_wire::UnixSeconds;

use super::NONCE_BYTES;

const SIGNATURE: &[u8] = b"NTLMSSP\0";
/// Longer ones are no messages: a real one is below a kilobyte.
const MAX_BYTES: usize = 8 * 1024;
/// Seconds between 1601, when Windows began to count, and 1970.
const FILETIME_EPOCH_S: i64 = 11_644_473_600;
/// The place of an optional integrity code (MIC) in an answer.
const INTEGRITY_CODE: std::ops::Range<usize> = 72..88;

/// The negotiation flags. MS-NLMP 2.2.2.5.
mod flag {
    pub(super) const UNICODE: u32 = 0x0000_0001;
    pub(super) const OEM: u32 = 0x0000_0002;
    pub(super) const REQUEST_TARGET: u32 = 0x0000_0004;
    pub(super) const SIGN: u32 = 0x0000_0010;
    pub(super) const SEAL: u32 = 0x0000_0020;
    pub(super) const NTLM: u32 = 0x0000_0200;
    pub(super) const ALWAYS_SIGN: u32 = 0x0000_8000;
    pub(super) const TARGET_IS_DOMAIN: u32 = 0x0001_0000;
    pub(super) const EXTENDED_SESSION_SECURITY: u32 = 0x0008_0000;
    pub(super) const TARGET_INFO: u32 = 0x0080_0000;
    pub(super) const VERSION: u32 = 0x0200_0000;
    pub(super) const KEY_128: u32 = 0x2000_0000;
    pub(super) const KEY_EXCHANGE: u32 = 0x4000_0000;
    pub(super) const KEY_56: u32 = 0x8000_0000;
    /// The flags that the server grants on request.
    pub(super) const ON_REQUEST: u32 = UNICODE
        | REQUEST_TARGET
        | SIGN
        | SEAL
        | ALWAYS_SIGN
        | EXTENDED_SESSION_SECURITY
        | VERSION
        | KEY_128
        | KEY_EXCHANGE
        | KEY_56;
}

/// The ids of attributes (AV pairs). MS-NLMP 2.2.2.1.
mod attribute {
    pub(super) const END: u16 = 0;
    pub(super) const NETBIOS_COMPUTER: u16 = 1;
    pub(super) const NETBIOS_DOMAIN: u16 = 2;
    pub(super) const DNS_COMPUTER: u16 = 3;
    pub(super) const DNS_DOMAIN: u16 = 4;
    pub(super) const DNS_FOREST: u16 = 5;
    pub(super) const FLAGS: u16 = 6;
    pub(super) const TIME: u16 = 7;
    pub(super) const CHANNEL_BINDINGS: u16 = 10;
    /// In [`FLAGS`]: the message has an integrity code.
    pub(super) const HAS_INTEGRITY_CODE: u32 = 2;
}

/// The bytes are no NTLM message, or not the expected one.
#[derive(Debug, Eq, PartialEq)]
pub(in crate::exchange) struct Malformed;

/// The server's names.
pub(super) struct Domain {
    pub(super) netbios: &'static str,
    pub(super) computer: &'static str,
    pub(super) dns: &'static str,
}

/// The number of a message's kind, if it is a message at all.
fn kind(message: &[u8]) -> Result<u32, Malformed> {
    if message.len() > MAX_BYTES || !message.starts_with(SIGNATURE) {
        return Err(Malformed);
    }
    number(message, 8)
}

fn number(message: &[u8], at: usize) -> Result<u32, Malformed> {
    let bytes = message.get(at..at + 4).ok_or(Malformed)?;
    Ok(u32::from_le_bytes(bytes.try_into().map_err(|_| Malformed)?))
}

/// A part of the payload: its length and its offset stand at `at`.
fn part(message: &[u8], at: usize) -> Result<&[u8], Malformed> {
    let length = message.get(at..at + 2).ok_or(Malformed)?;
    let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
    let offset = usize::try_from(number(message, at + 4)?).map_err(|_| Malformed)?;
    message.get(offset..offset.saturating_add(length)).ok_or(Malformed)
}

pub(super) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A name, in the negotiated encoding. The OEM encoding is read as ASCII, because names mostly are ASCII.
fn text(bytes: &[u8], flags: u32) -> Result<String, Malformed> {
    if flags & flag::UNICODE == 0 {
        return String::from_utf8(bytes.to_vec()).map_err(|_| Malformed);
    }
    let units: Vec<u16> =
        bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], *pair.get(1).unwrap_or(&0)])).collect();
    String::from_utf16(&units).map_err(|_| Malformed)
}

/// The server's message, for a client's first one.
pub(super) fn challenge(
    negotiate: &[u8],
    domain: &Domain,
    nonce: [u8; NONCE_BYTES],
    now: UnixSeconds,
) -> Result<Vec<u8>, Malformed> {
    const HEADER_BYTES: usize = 56;
    if kind(negotiate)? != 1 {
        return Err(Malformed);
    }
    let asked = number(negotiate, 12)?;
    if asked & (flag::UNICODE | flag::OEM) == 0 || asked & flag::NTLM == 0 {
        return Err(Malformed);
    }
    let unicode = asked & flag::UNICODE != 0;
    let encoding = if unicode { 0 } else { flag::OEM };
    let flags = asked & flag::ON_REQUEST | encoding | flag::NTLM | flag::TARGET_IS_DOMAIN | flag::TARGET_INFO;
    let name = if unicode { utf16(domain.netbios) } else { domain.netbios.as_bytes().to_vec() };
    let about = attributes(domain, now);
    let mut message = Vec::with_capacity(HEADER_BYTES + name.len() + about.len());
    message.extend_from_slice(SIGNATURE);
    message.extend_from_slice(&2_u32.to_le_bytes());
    push_part(&mut message, name.len(), HEADER_BYTES);
    message.extend_from_slice(&flags.to_le_bytes());
    message.extend_from_slice(&nonce);
    message.extend_from_slice(&[0; 8]);
    push_part(&mut message, about.len(), HEADER_BYTES + name.len());
    // Windows Server 2022; only debuggers read it.
    message.extend_from_slice(&[10, 0, 0x7c, 0x4f, 0, 0, 0, 15]);
    message.extend_from_slice(&name);
    message.extend_from_slice(&about);
    Ok(message)
}

fn push_part(message: &mut Vec<u8>, length: usize, offset: usize) {
    let length = u16::try_from(length).expect("names are short").to_le_bytes();
    message.extend_from_slice(&length);
    message.extend_from_slice(&length);
    message.extend_from_slice(&u32::try_from(offset).expect("headers are short").to_le_bytes());
}

fn attributes(domain: &Domain, now: UnixSeconds) -> Vec<u8> {
    let computer = format!("{}.{}", domain.computer.to_ascii_lowercase(), domain.dns);
    let filetime = now.saturating_add(FILETIME_EPOCH_S).saturating_mul(10_000_000);
    let list = [
        (attribute::NETBIOS_DOMAIN, utf16(domain.netbios)),
        (attribute::NETBIOS_COMPUTER, utf16(domain.computer)),
        (attribute::DNS_DOMAIN, utf16(domain.dns)),
        (attribute::DNS_COMPUTER, utf16(&computer)),
        (attribute::DNS_FOREST, utf16(domain.dns)),
        (attribute::TIME, filetime.to_le_bytes().to_vec()),
        (attribute::END, Vec::new()),
    ];
    let mut bytes = Vec::new();
    for (id, value) in list {
        bytes.extend_from_slice(&id.to_le_bytes());
        bytes.extend_from_slice(&u16::try_from(value.len()).expect("names are short").to_le_bytes());
        bytes.extend_from_slice(&value);
    }
    bytes
}

/// A client's last message.
pub(in crate::exchange) struct AuthenticateMessage {
    message: Vec<u8>,
    /// The domain as it was typed, possibly empty.
    pub(in crate::exchange) domain: String,
    /// The user as it was typed.
    pub(in crate::exchange) user: String,
    /// The proof computed from the password (`NTProofStr`), and the client's input to it.
    pub(super) proof: [u8; 16],
    pub(super) proven: Vec<u8>,
    /// The key of the session, encrypted, if one was exchanged.
    pub(super) session_key: Option<Vec<u8>>,
}

impl AuthenticateMessage {
    pub(in crate::exchange) fn read(message: &[u8]) -> Result<Self, Malformed> {
        const PROOF_BYTES: usize = 16;
        /// The length of the fields before the attributes.
        const PROVEN_BYTES: usize = 28;
        if kind(message)? != 3 {
            return Err(Malformed);
        }
        // A shorter response is one of NTLM version 1, from which the password can be computed.
        let (proof, proven) = part(message, 20)?.split_at_checked(PROOF_BYTES).ok_or(Malformed)?;
        if proven.len() < PROVEN_BYTES || !proven.starts_with(&[1, 1]) {
            return Err(Malformed);
        }
        let flags = number(message, 60)?;
        Ok(Self {
            message: message.to_vec(),
            domain: text(part(message, 28)?, flags)?,
            user: text(part(message, 36)?, flags)?,
            proof: proof.try_into().map_err(|_| Malformed)?,
            proven: proven.to_vec(),
            session_key: (flags & flag::KEY_EXCHANGE != 0)
                .then(|| part(message, 52).map(<[u8]>::to_vec))
                .transpose()?,
        })
    }

    /// An attribute that the client's proof covers.
    fn attribute(&self, wanted: u16) -> Option<&[u8]> {
        let mut rest = self.proven.get(28..)?;
        while let [id_low, id_high, length_low, length_high, after @ ..] = rest {
            let id = u16::from_le_bytes([*id_low, *id_high]);
            let (value, next) = after.split_at_checked(u16::from_le_bytes([*length_low, *length_high]).into())?;
            match id {
                attribute::END => return None,
                id if id == wanted => return Some(value),
                _ => rest = next,
            }
        }
        None
    }

    /// The channel binding; `None` if the client sends none.
    pub(in crate::exchange) fn channel_binding(&self) -> Option<[u8; 16]> {
        let value = self.attribute(attribute::CHANNEL_BINDINGS)?.try_into().ok()?;
        (value != [0; 16]).then_some(value)
    }

    /// The integrity code over all three messages, if the client announced one.
    pub(super) fn integrity_code(&self) -> Option<[u8; 16]> {
        let flags = self.attribute(attribute::FLAGS)?.try_into().map(u32::from_le_bytes).ok()?;
        if flags & attribute::HAS_INTEGRITY_CODE == 0 {
            return None;
        }
        // A code that is announced and missing is a wrong code. It must not pass as a message without one.
        Some(self.message.get(INTEGRITY_CODE).and_then(|code| code.try_into().ok()).unwrap_or_default())
    }

    pub(super) fn without_integrity_code(&self) -> Vec<u8> {
        let mut message = self.message.clone();
        if let Some(code) = message.get_mut(INTEGRITY_CODE) {
            code.fill(0);
        }
        message
    }
}
