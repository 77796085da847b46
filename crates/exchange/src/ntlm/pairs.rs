//! `AV_PAIR` lists (MS-NLMP 2.2.2.1): what a challenge says about the server, and what the response adds.

use super::crypt;
use super::u16_at;

const END: u16 = 0;
const FLAGS: u16 = 6;
const TIMESTAMP: u16 = 7;
const TARGET_NAME: u16 = 9;
const CHANNEL_BINDINGS: u16 = 10;

/// "The message has an integrity code."
const HAS_INTEGRITY_CODE: u32 = 2;

/// The server's list.
#[derive(Clone, Debug)]
pub(super) struct TargetInfo(Vec<(u16, Vec<u8>)>);

impl TargetInfo {
    /// Parses a list; `None` if it is cut off.
    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        let mut pairs = Vec::new();
        loop {
            let (kind, length) = (u16_at(bytes, 0)?, usize::from(u16_at(bytes, 2)?));
            if kind == END {
                return Some(Self(pairs));
            }
            pairs.push((kind, bytes.get(4..4 + length)?.to_vec()));
            bytes = &bytes[4 + length..];
        }
    }

    fn value(&self, kind: u16) -> Option<&[u8]> {
        self.0.iter().find(|(found, _)| *found == kind).map(|(_, value)| value.as_slice())
    }

    /// The server's clock, whose time the response then uses.
    pub(super) fn timestamp(&self) -> Option<[u8; 8]> {
        self.value(TIMESTAMP)?.try_into().ok()
    }

    /// The list of the response. Its target name and channel binding come from the client; the server's values are
    /// dropped.
    pub(super) fn response_pairs(&self, host: &str, channel_binding: Option<&[u8]>) -> Vec<u8> {
        let flags = self.value(FLAGS).and_then(|value| value.try_into().ok()).map_or(0, u32::from_le_bytes);
        let flags = (flags | HAS_INTEGRITY_CODE).to_le_bytes();
        // Sixteen zeroes mean that there is no binding (MS-NLMP 3.1.5.1.2).
        let binding = channel_binding.map_or([0; 16], crypt::channel_binding_hash);
        let name = crypt::utf16(&format!("HTTP/{host}"));
        let kept = self.0.iter().filter(|(kind, _)| ![FLAGS, TARGET_NAME, CHANNEL_BINDINGS].contains(kind));
        let mut bytes = Vec::new();
        for (kind, value) in kept {
            append(&mut bytes, *kind, value);
        }
        append(&mut bytes, FLAGS, &flags);
        append(&mut bytes, CHANNEL_BINDINGS, &binding);
        append(&mut bytes, TARGET_NAME, &name);
        append(&mut bytes, END, &[]);
        bytes
    }
}

fn append(bytes: &mut Vec<u8>, kind: u16, value: &[u8]) {
    let length = u16::try_from(value.len()).expect("values are as long as they were read, or a host's name");
    bytes.extend_from_slice(&kind.to_le_bytes());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(value);
}
