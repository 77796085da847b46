//! An NTLM client, written from MS-NLMP independently of the server.

use hmac::{Hmac, KeyInit as _, Mac as _};
use md4::{Digest as _, Md4};
use md5::Md5;
use rc4::{Rc4, StreamCipher as _};

/// Unicode, the target's name, signing, NTLM, session security, version, 128 and 56 bits, key exchange.
const FLAGS: u32 = 0xe208_8215;
const SESSION_KEY: [u8; 16] = *b"practice session";

/// The credentials, and how carefully the client works.
#[derive(Clone, Copy)]
pub struct Login<'a> {
    pub domain: &'a str,
    pub user: &'a str,
    pub password: &'a str,
    /// The channel binding that the client sends, if any.
    pub binding: Option<[u8; 16]>,
    /// An attacker in between changes the first message, which the integrity code reveals.
    pub tampered: bool,
}

pub fn negotiate() -> Vec<u8> {
    [b"NTLMSSP\0".as_slice(), &1_u32.to_le_bytes(), &FLAGS.to_le_bytes(), &[0; 16], &[10, 0, 0, 0, 0, 0, 0, 15]]
        .concat()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn sum(key: &[u8], text: &[u8]) -> Vec<u8> {
    Hmac::<Md5>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

fn attribute(id: u16, value: &[u8]) -> Vec<u8> {
    [&id.to_le_bytes(), &u16::try_from(value.len()).unwrap().to_le_bytes(), value].concat()
}

/// A part of a message that stands at a length and an offset.
fn part(message: &[u8], at: usize) -> &[u8] {
    let length = usize::from(u16::from_le_bytes(message[at..at + 2].try_into().unwrap()));
    let offset = u32::from_le_bytes(message[at + 4..at + 8].try_into().unwrap()) as usize;
    &message[offset..offset + length]
}

impl Login<'_> {
    pub fn authenticate(&self, challenge: &[u8]) -> Vec<u8> {
        const HEADER: usize = 88;
        assert!(challenge.starts_with(b"NTLMSSP\0\x02\0\0\0"));
        let target = part(challenge, 40).strip_suffix(&[0; 4]).unwrap();
        let time = target.windows(4).position(|pair| pair == [7, 0, 8, 0]).map(|at| &target[at + 4..at + 12]).unwrap();
        let binding = self.binding.map(|binding| attribute(10, &binding)).unwrap_or_default();
        let attributes = [target, &attribute(6, &2_u32.to_le_bytes()), &binding, &[0; 4]].concat();
        let proven = [&[1, 1, 0, 0, 0, 0, 0, 0], time, &[0xaa; 8], &[0; 4], &attributes, &[0; 4]].concat();
        let key =
            sum(&Md4::digest(utf16(self.password)), &[utf16(&self.user.to_uppercase()), utf16(self.domain)].concat());
        let proof = sum(&key, &[&challenge[24..32], &proven].concat());
        let mut encrypted = SESSION_KEY;
        Rc4::new_from_slice(&sum(&key, &proof)).unwrap().apply_keystream(&mut encrypted);
        let parts = [
            vec![0; 24],
            [proof, proven].concat(),
            utf16(self.domain),
            utf16(self.user),
            Vec::new(),
            encrypted.to_vec(),
        ];
        let mut message = [b"NTLMSSP\0".as_slice(), &3_u32.to_le_bytes()].concat();
        let mut offset = HEADER;
        for part in &parts {
            let length = u16::try_from(part.len()).unwrap().to_le_bytes();
            message.extend([length, length].concat());
            message.extend(u32::try_from(offset).unwrap().to_le_bytes());
            offset += part.len();
        }
        message.extend(&challenge[20..24]);
        message.extend([10, 0, 0, 0, 0, 0, 0, 15]);
        message.extend([0; 16]);
        message.extend(parts.concat());
        let mut first = negotiate();
        if self.tampered {
            first[12] ^= 0x20;
        }
        let code = sum(&SESSION_KEY, &[first.as_slice(), challenge, &message].concat());
        message[72..88].copy_from_slice(&code);
        message
    }
}

/// The channel binding of a certificate, given its hash.
pub fn binding(hash: &[u8]) -> [u8; 16] {
    let data = [b"tls-server-end-point:".as_slice(), hash].concat();
    let length = u32::try_from(data.len()).unwrap().to_le_bytes();
    Md5::digest([&[0; 16], length.as_slice(), &data].concat()).into()
}
