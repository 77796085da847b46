//! The notice that the host shows another mailbox.

use super::*;

const BEN: &str = "ben@contoso.example";

fn is_noticed() -> bool {
    test_dom::sees("but the connected mailbox is")
}

/// A pane on Home with Ann's connection, in a host that shows another mailbox.
async fn beside(host: &Rc<FakeHost>, shown: &str) -> Pane {
    let pane = open_in(Rc::clone(host), false);
    pane.apply_overview(overview(vec![connection()]));
    pane.show(Screen::Home);
    host.show_mailbox(shown);
    settle().await;
    pane
}

#[wasm_bindgen_test]
async fn another_mailbox_beside_the_pane_is_named_with_the_connected_one_until_it_is_that_again() {
    let host = Rc::<FakeHost>::default();
    beside(&host, BEN).await;
    let connected = connection().account.address;
    assert!(test_dom::sees(&format!("{BEN}, but the connected mailbox is {connected}")));
    host.show_mailbox(&connected);
    settle().await;
    assert!(!is_noticed());
}

#[wasm_bindgen_test]
async fn a_mailbox_that_turns_out_to_be_an_alias_is_another_one_no_more() {
    let pane = beside(&Rc::default(), BEN).await;
    assert!(is_noticed());
    pane.apply_overview(overview(vec![Connection { aliases: vec![BEN.into()], ..connection() }]));
    settle().await;
    assert!(!is_noticed());
}

#[wasm_bindgen_test]
async fn a_dismissed_notice_is_gone_after_a_reload_too_and_another_mailbox_has_its_own() {
    let host = Rc::<FakeHost>::default();
    beside(&host, BEN).await;
    press("Close").await;
    assert!(!is_noticed());
    beside(&host, "Ben@Contoso.example").await;
    assert!(!is_noticed());
    host.show_mailbox("eve@contoso.example");
    settle().await;
    assert!(is_noticed());
}

#[wasm_bindgen_test]
async fn logging_out_leaves_no_address_in_the_browser() {
    let host = Rc::<FakeHost>::default();
    let pane = beside(&host, BEN).await;
    press("Close").await;
    assert!(host.dismissed().is_some_and(|dismissed| dismissed.contains(BEN)));
    pane.log_out();
    assert_eq!(host.dismissed(), None);
}
