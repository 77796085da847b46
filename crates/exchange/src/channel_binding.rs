//! `tls-server-end-point` (RFC 5929, 4.1): a hash of the server's certificate. A server with Extended Protection compares
//! it, to make sure that no one in the middle relayed the response to its challenge.

use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// DER's tags of SEQUENCE, OBJECT IDENTIFIER, and the first field of RSASSA-PSS's parameters.
const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;
const FIRST_FIELD: u8 = 0xa0;

/// 1.2.840.113549.1.1, the signatures of RSA.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
/// 1.2.840.10045.4.3, ECDSA with SHA-2.
const ECDSA_SHA2: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03];
/// 1.2.840.10045.4.1, ECDSA with SHA-1.
const ECDSA_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01];
/// 2.16.840.1.101.3.4.2, SHA-2 itself.
const SHA2: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02];

/// The binding of a certificate (DER), computed with the hash of its signature, or with SHA-256 if that is MD5 or SHA-1.
/// A certificate whose signature uses no known hash (Ed25519) has no binding.
pub fn of_certificate(certificate: &[u8]) -> Option<Vec<u8>> {
    Some(match signature_hash(certificate)? {
        Hash::Sha256 => Sha256::digest(certificate).to_vec(),
        Hash::Sha384 => Sha384::digest(certificate).to_vec(),
        Hash::Sha512 => Sha512::digest(certificate).to_vec(),
    })
}

enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// RFC 5280, 4.1: `Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }`.
fn signature_hash(certificate: &[u8]) -> Option<Hash> {
    let (body, _) = take(certificate, SEQUENCE)?;
    let (_, after_tbs) = take(body, SEQUENCE)?;
    let (algorithm, _) = take(after_tbs, SEQUENCE)?;
    let (identifier, parameters) = take(algorithm, OBJECT_IDENTIFIER)?;
    match identifier.split_last()? {
        // RFC 8017, A.2.4: RSASSA-PSS names its hash in its parameters.
        (10, RSA) => pss_hash(parameters),
        // RFC 8017, A.2.4 (2 is MD2, 4 MD5, 5 SHA-1); RFC 5758, 3.2.
        (2 | 4 | 5 | 11, RSA) | (2, ECDSA_SHA2) => Some(Hash::Sha256),
        (12, RSA) | (3, ECDSA_SHA2) => Some(Hash::Sha384),
        (13, RSA) | (4, ECDSA_SHA2) => Some(Hash::Sha512),
        _ if identifier == ECDSA_SHA1 => Some(Hash::Sha256),
        _ => None,
    }
}

/// RFC 8017, A.2.3: the hash is the first field. If the field is absent, the hash is SHA-1.
fn pss_hash(parameters: &[u8]) -> Option<Hash> {
    let (fields, _) = take(parameters, SEQUENCE)?;
    let Some((first, _)) = take(fields, FIRST_FIELD) else { return Some(Hash::Sha256) };
    let (algorithm, _) = take(first, SEQUENCE)?;
    let (identifier, _) = take(algorithm, OBJECT_IDENTIFIER)?;
    match identifier.split_last()? {
        (2, SHA2) => Some(Hash::Sha384),
        (3, SHA2) => Some(Hash::Sha512),
        _ => Some(Hash::Sha256),
    }
}

/// The content of one DER value with this tag, and the bytes that follow the value.
fn take(bytes: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    if found != kind {
        return None;
    }
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        // A length has at most four bytes, because no certificate is larger.
        let count = usize::from(first & 0x7f);
        let digits = rest.get(..count).filter(|digits| (1..=4).contains(&digits.len()))?;
        let length = digits.iter().fold(0_usize, |length, digit| length << 8 | usize::from(*digit));
        (length, &rest[count..])
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The part of a certificate that is parsed.
    fn certificate(algorithm: &[u8]) -> Vec<u8> {
        let wrap = |kind: u8, content: &[u8]| {
            let mut bytes = vec![kind, u8::try_from(content.len()).unwrap()];
            bytes.extend_from_slice(content);
            bytes
        };
        let body = [wrap(SEQUENCE, b"what is signed"), wrap(SEQUENCE, algorithm), vec![3, 1, 0]].concat();
        wrap(SEQUENCE, &body)
    }

    fn identifier(prefix: &[u8], last: u8) -> Vec<u8> {
        let mut bytes = vec![OBJECT_IDENTIFIER, u8::try_from(prefix.len() + 1).unwrap()];
        bytes.extend_from_slice(prefix);
        bytes.push(last);
        bytes
    }

    #[test]
    fn the_hash_is_the_signatures_own_and_never_an_outdated_one() {
        for (prefix, last, bytes) in [
            (RSA, 4, 32),
            (RSA, 5, 32),
            (RSA, 11, 32),
            (RSA, 12, 48),
            (RSA, 13, 64),
            (ECDSA_SHA2, 2, 32),
            (ECDSA_SHA2, 3, 48),
            (ECDSA_SHA2, 4, 64),
        ] {
            let certificate = certificate(&identifier(prefix, last));
            assert_eq!(of_certificate(&certificate).unwrap().len(), bytes, "{prefix:?} {last}");
        }
        let sha1 = [&[OBJECT_IDENTIFIER, 7], ECDSA_SHA1].concat();
        assert_eq!(of_certificate(&certificate(&sha1)).unwrap().len(), 32);
    }

    #[test]
    fn the_newer_rsa_names_its_hash_in_its_parameters() {
        let pss = |hash: &[u8]| {
            let field = [
                &[FIRST_FIELD, u8::try_from(hash.len() + 2).unwrap(), SEQUENCE, u8::try_from(hash.len()).unwrap()],
                hash,
            ];
            let field = field.concat();
            [identifier(RSA, 10), vec![SEQUENCE, u8::try_from(field.len()).unwrap()], field].concat()
        };
        assert_eq!(of_certificate(&certificate(&pss(&identifier(SHA2, 2)))).unwrap().len(), 48);
        assert_eq!(of_certificate(&certificate(&pss(&identifier(SHA2, 3)))).unwrap().len(), 64);
        let left_out = [identifier(RSA, 10), vec![SEQUENCE, 0]].concat();
        assert_eq!(of_certificate(&certificate(&left_out)).unwrap().len(), 32);
    }

    #[test]
    fn a_signature_without_a_hash_has_no_binding() {
        assert_eq!(of_certificate(&certificate(&[OBJECT_IDENTIFIER, 3, 0x2b, 0x65, 0x70])), None);
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = of_certificate(&bytes);
            let _ = of_certificate(&certificate(&bytes));
        }
    }
}
