//! The notices above the screen.

use latchkey_wire::LetIn;

use super::*;

/// Presses **Close** of the only notice by keyboard, and asserts where the focus is then.
async fn assert_close_leads_to_heading() {
    test_dom::focus_text("button", "Close");
    press("Close").await;
    assert!(test_dom::texts(".notice").is_empty());
    assert_eq!(test_dom::focused(), "Your connections");
}

fn open_home(host: &Rc<FakeHost>, overview: Overview) -> Pane {
    let pane = open_in(Rc::clone(host), false);
    pane.apply_overview(overview);
    pane.show(Screen::Home);
    pane
}

#[wasm_bindgen_test]
async fn after_close_of_a_notice_the_focus_is_on_the_heading() {
    let host = Rc::<FakeHost>::default();
    open_home(&host, overview(vec![connection()]));
    host.fall_silent();
    settle().await;
    assert_close_leads_to_heading().await;

    let host = Rc::<FakeHost>::default();
    open_home(&host, overview(vec![connection()]));
    host.show_mailbox("ben@contoso.example");
    settle().await;
    assert_close_leads_to_heading().await;

    let let_in = vec![LetIn { id: "s-1".into(), connection: connection().id, at: 5 }];
    open_home(&Rc::default(), Overview { let_in, ..overview(vec![connection()]) });
    settle().await;
    assert_close_leads_to_heading().await;
}
