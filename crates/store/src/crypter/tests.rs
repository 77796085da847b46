use latchkey_domain::SystemEntropy;
use proptest::prelude::*;

use super::*;

const HERE: SealLocation<'_> = SealLocation { table: "grants", row: "one", column: "sealed" };

fn key(id: &str, byte: u8) -> SealingKey {
    SealingKey { id: id.to_owned(), bytes: Zeroizing::new([byte; 32]) }
}

fn crypter(keys: Vec<SealingKey>) -> Crypter {
    Crypter::new(keys, Arc::new(SystemEntropy)).unwrap()
}

proptest! {
    #[test]
    fn what_was_sealed_opens_in_its_own_place_and_nowhere_else(plain: Vec<u8>, row in "[a-z]{0,9}") {
        let crypter = crypter(vec![key("new", 1), key("old", 2)]);
        let (id, sealed) = crypter.seal(HERE, &plain);
        prop_assert_eq!(&*id, "new");
        let opened = crypter.open(HERE, &id, &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), plain.as_slice());
        prop_assert_eq!(crypter.open(SealLocation { row: &row, ..HERE }, &id, &sealed).is_ok(), row == HERE.row);
    }

    #[test]
    fn a_seal_with_any_byte_altered_does_not_open(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8_u32) {
        let crypter = crypter(vec![key("k", 1)]);
        let (id, mut sealed) = crypter.seal(HERE, &plain);
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert_eq!(crypter.open(HERE, &id, &sealed), Err(OpenError::Broken));
    }
}

#[test]
fn an_older_key_still_opens_and_a_key_that_is_gone_is_named() {
    let (before, after, without) =
        (crypter(vec![key("old", 2)]), crypter(vec![key("new", 1), key("old", 2)]), crypter(vec![key("new", 1)]));
    let (id, sealed) = before.seal(HERE, b"secret");
    assert_eq!(after.open(HERE, &id, &sealed).unwrap().as_slice(), b"secret");
    assert_eq!(without.open(HERE, &id, &sealed), Err(OpenError::KeyMissing));
}

#[test]
fn another_table_another_column_and_another_key_of_the_same_name_do_not_open() {
    let (right, wrong) = (crypter(vec![key("k", 1)]), crypter(vec![key("k", 9)]));
    let (id, sealed) = right.seal(HERE, b"secret");
    assert_eq!(right.open(SealLocation { table: "authorizations", ..HERE }, &id, &sealed), Err(OpenError::Broken));
    assert_eq!(right.open(SealLocation { column: "pending", ..HERE }, &id, &sealed), Err(OpenError::Broken));
    assert_eq!(wrong.open(HERE, &id, &sealed), Err(OpenError::Broken));
    assert_eq!(right.open(HERE, &id, &[0; 5]), Err(OpenError::Broken));
}

#[test]
fn parts_of_a_place_cannot_flow_into_each_other() {
    let crypter = crypter(vec![key("k", 1)]);
    let (id, sealed) = crypter.seal(SealLocation { table: "ab", row: "c", column: "d" }, b"secret");
    assert_eq!(crypter.open(SealLocation { table: "a", row: "bc", column: "d" }, &id, &sealed), Err(OpenError::Broken));
}

#[test]
fn a_list_without_keys_or_with_a_name_twice_is_refused() {
    assert!(matches!(Crypter::new(vec![], Arc::new(SystemEntropy)), Err(KeyError::None)));
    let twice = Crypter::new(vec![key("k", 1), key("k", 2)], Arc::new(SystemEntropy));
    assert!(matches!(twice, Err(KeyError::Twice(_))));
}
