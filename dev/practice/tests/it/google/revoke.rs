use super::program::{Program, over, refusal};
use crate::rehearsal::{ANN, BEN, text};
use latchkey_testkit::TestBrowser;

#[tokio::test]
async fn one_token_given_back_ends_all_that_the_person_allowed() {
    let program = Program::start().await;
    for kind in ["access_token", "refresh_token"] {
        let (first, second, bens) =
            (program.connect(ANN).await, program.connect(ANN).await, program.connect(BEN).await);
        let answer = program.revoke(text(&first, kind)).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "{}"), "{kind}");
        for tokens in [&first, &second] {
            assert_eq!(refusal(&program.refresh(text(tokens, "refresh_token"), &[]).await), over(), "{kind}");
            assert_eq!(program.mailbox(text(tokens, "access_token")).await.status, 401, "{kind}");
        }
        assert_eq!(program.refresh(text(&bens, "refresh_token"), &[]).await.status, 200, "Ben has not asked for it");
        let page = program.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
        assert!(page.has_button("Continue"), "consent has ended too");
    }
    assert_eq!(program.google().counters().revocations, 2);
}

#[tokio::test]
async fn a_token_that_is_over_or_invented_cannot_be_given_back() {
    let program = Program::start().await;
    let tokens = program.connect(ANN).await;
    program.revoke(text(&tokens, "refresh_token")).await;
    for token in ["invented", text(&tokens, "refresh_token"), text(&tokens, "access_token")] {
        let (status, error, _) = refusal(&program.revoke(token).await);
        assert_eq!((status, error.as_str()), (400, "invalid_token"));
    }
    assert_eq!(refusal(&program.revoke("").await).1, "invalid_request");
    assert_eq!(program.google().counters().revocations, 1);
}
