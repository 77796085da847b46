use proptest::prelude::*;

use super::*;

/// MS-NLMP 4.2.1, the values that its examples share.
const USER: &str = "User";
const DOMAIN: &str = "Domain";
const PASSWORD: &str = "Password";
const SERVER_CHALLENGE: [u8; 8] = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef];
const CLIENT_CHALLENGE: [u8; 8] = [0xaa; 8];

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// A challenge as a server writes it.
pub(crate) fn challenge(pairs: &[(u16, Vec<u8>)], flags: u32) -> Vec<u8> {
    let mut list = Vec::new();
    for (kind, value) in pairs.iter().chain([&(0, Vec::new())]) {
        list.extend_from_slice(&kind.to_le_bytes());
        list.extend_from_slice(&u16::try_from(value.len()).unwrap().to_le_bytes());
        list.extend_from_slice(value);
    }
    let mut message = [&SIGNATURE[..], &2_u32.to_le_bytes()].concat();
    append_field(&mut message, 0, 56);
    message.extend_from_slice(&flags.to_le_bytes());
    message.extend_from_slice(&SERVER_CHALLENGE);
    message.extend_from_slice(&[0; 8]);
    append_field(&mut message, list.len(), 56);
    message.extend_from_slice(&VERSION);
    message.extend_from_slice(&list);
    message
}

fn usual_pairs() -> Vec<(u16, Vec<u8>)> {
    vec![(2, crypt::utf16("Domain")), (1, crypt::utf16("ServerAddress"))]
}

fn answering(binding: Option<&[u8]>) -> AuthenticateInput<'_> {
    AuthenticateInput {
        user: USER,
        domain: DOMAIN,
        password: PASSWORD,
        host: "mail.contoso.example",
        channel_binding: binding,
        client_challenge: CLIENT_CHALLENGE,
        now: 0,
    }
}

/// One part of a third message.
fn part(message: &[u8], number: usize) -> &[u8] {
    let length = usize::from(u16_at(message, 12 + 8 * number).unwrap());
    let offset = u32_at(message, 16 + 8 * number).unwrap() as usize;
    &message[offset..offset + length]
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn keys_are_those_of_the_published_example() {
    let key = crypt::response_key(USER, DOMAIN, PASSWORD);
    assert_eq!(key.to_vec(), hex("0c868a403bfd7a93a3001ef22ef02e3f"), "MS-NLMP 4.2.4.1.1");
}

#[test]
fn responses_are_those_of_the_published_example() {
    let key = crypt::response_key(USER, DOMAIN, PASSWORD);
    let pairs = hex("02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000");
    let response = crypt::compute_response(&key, SERVER_CHALLENGE, CLIENT_CHALLENGE, [0; 8], &pairs);
    assert_eq!(response.bytes[..16], hex("68cd0ab851e51c96aabc927bebef6a1c"), "MS-NLMP 4.2.4.2.2");
    assert_eq!(response.session_key.to_vec(), hex("8de40ccadbc14a82f15cb0ad0de95ca3"), "MS-NLMP 4.2.4.1.2");
}

#[test]
fn the_first_message_says_nothing_about_the_person() {
    let message = negotiate_message();
    assert_eq!(message.len(), NEGOTIATE_BYTES);
    assert_eq!(u16_at(&message, 16), Some(0));
    assert_eq!(u16_at(&message, 24), Some(0));
}

#[test]
fn an_answer_names_the_service_binds_the_channel_and_covers_all_three_messages() {
    let theirs = challenge(&usual_pairs(), flags::ASKED);
    let message = authenticate_message(&NtlmChallenge::read(&theirs).unwrap(), &answering(Some(&[7; 32])));
    let response = part(&message, 1);
    assert!(contains(response, &crypt::utf16("HTTP/mail.contoso.example")));
    assert!(contains(response, &crypt::channel_binding_hash(&[7; 32])));
    assert!(contains(response, &[6, 0, 4, 0, 2, 0, 0, 0]), "the flag that promises an integrity code");
    assert_eq!(part(&message, 0), NO_LM_RESPONSE);
    assert_eq!(part(&message, 3), crypt::utf16(USER));
    assert_eq!(part(&message, 5), b"", "no key leaves");

    let key = crypt::response_key(USER, DOMAIN, PASSWORD);
    let session_key = crypt::hmac_md5(&key, &[&response[..16]]);
    let mut without = message.clone();
    without[MIC_OFFSET..MIC_OFFSET + 16].fill(0);
    let code = crypt::hmac_md5(&session_key, &[&negotiate_message(), &theirs, &without]);
    assert_eq!(message[MIC_OFFSET..MIC_OFFSET + 16], code);
}

#[test]
fn without_a_binding_sixteen_zeroes_say_so() {
    let theirs = NtlmChallenge::read(&challenge(&usual_pairs(), flags::ASKED)).unwrap();
    let message = authenticate_message(&theirs, &answering(None));
    assert!(contains(part(&message, 1), &[&[10, 0, 16, 0][..], &[0; 16]].concat()));
}

#[test]
fn a_binding_that_the_server_brings_along_is_not_believed() {
    let mut pairs = usual_pairs();
    pairs.push((10, vec![9; 16]));
    pairs.push((9, crypt::utf16("HTTP/another.example")));
    let theirs = NtlmChallenge::read(&challenge(&pairs, flags::ASKED)).unwrap();
    let response = authenticate_message(&theirs, &answering(Some(&[7; 32])));
    assert!(!contains(&response, &[9; 16]));
    assert!(!contains(&response, &crypt::utf16("another.example")));
}

#[test]
fn the_servers_clock_counts_where_it_shows_one() {
    let mut pairs = usual_pairs();
    pairs.push((7, vec![1, 2, 3, 4, 5, 6, 7, 8]));
    let theirs = NtlmChallenge::read(&challenge(&pairs, flags::ASKED)).unwrap();
    let message = authenticate_message(&theirs, &answering(None));
    assert_eq!(part(&message, 1)[24..32], [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(crypt::file_time(0), 116_444_736_000_000_000_i64.to_le_bytes());
}

#[test]
fn a_challenge_that_wants_an_old_dialect_is_not_answered() {
    for missing in [flags::UNICODE, flags::NTLM, flags::TARGET_INFO] {
        assert!(NtlmChallenge::read(&challenge(&usual_pairs(), flags::ASKED & !missing)).is_none());
    }
    let mut third = challenge(&usual_pairs(), flags::ASKED);
    third[8] = 3;
    assert!(NtlmChallenge::read(&third).is_none());
    let large = challenge(&[(3, vec![0; MAX_CHALLENGE_BYTES])], flags::ASKED);
    assert!(NtlmChallenge::read(&large).is_none());
}

#[test]
fn names_change_case_letter_for_letter() {
    assert_eq!(crypt::response_key("straße", "", "x"), crypt::response_key("STRAßE", "", "x"));
    assert_eq!(crypt::response_key("jörg", "", "x"), crypt::response_key("JÖRG", "", "x"));
    assert_ne!(crypt::response_key("a", "D", "x"), crypt::response_key("a", "d", "x"));
}

proptest! {
    #[test]
    fn no_challenge_is_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = NtlmChallenge::read(&bytes);
        let mut dressed = challenge(&usual_pairs(), flags::ASKED);
        for (at, byte) in bytes.iter().enumerate().filter(|(at, _)| *at < 44) {
            dressed[12 + at] ^= byte;
        }
        if let Some(read) = NtlmChallenge::read(&dressed) {
            authenticate_message(&read, &answering(None));
        }
    }

    #[test]
    fn a_cut_challenge_is_refused(cut in 0..84_usize) {
        let whole = challenge(&usual_pairs(), flags::ASKED);
        prop_assert!(NtlmChallenge::read(&whole[..cut.min(whole.len() - 1)]).is_none());
    }
}
