use insta::assert_json_snapshot;

use super::program::{CALENDAR, Program};
use crate::rehearsal::{ANN, text};

#[tokio::test]
async fn a_live_access_token_says_whose_mailbox_it_is() {
    let program = Program::start().await;
    let tokens = program.connect(ANN).await;
    let mailbox = program.mailbox(text(&tokens, "access_token")).await.json();
    assert_eq!(mailbox["emailAddress"], ANN);
    let person = program.get("/v1/userinfo", text(&tokens, "access_token")).await.json();
    assert_json_snapshot!(person);
    assert_eq!(program.google().counters().api_calls, 2);
}

#[tokio::test]
async fn any_other_token_is_refused() {
    let program = Program::start().await;
    let tokens = program.connect(ANN).await;
    for token in ["", "invented", text(&tokens, "refresh_token"), text(&tokens, "id_token")] {
        let answer = program.mailbox(token).await;
        assert_eq!(answer.status, 401);
        assert!(answer.header("www-authenticate").unwrap().starts_with("Bearer "));
        assert_eq!(answer.json()["error"]["status"], "UNAUTHENTICATED");
    }
    assert_eq!(program.rehearsal.get("/google/v1/userinfo").await.status, 401);
}

#[tokio::test]
async fn an_access_token_ends_with_its_time_or_on_command() {
    let program = Program::start().await;
    let tokens = program.connect(ANN).await;
    program.rehearsal.clock.advance_s(3600);
    assert_eq!(program.mailbox(text(&tokens, "access_token")).await.status, 401);
    let renewed = program.refresh(text(&tokens, "refresh_token"), &[]).await.json();
    assert_eq!(program.mailbox(text(&renewed, "access_token")).await.status, 200);
    program.google().expire_access_tokens(ANN);
    assert_eq!(program.mailbox(text(&renewed, "access_token")).await.status, 401);
    assert_eq!(program.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
}

#[tokio::test]
async fn a_token_without_the_scope_may_not_ask() {
    let program = Program::start().await;
    let tokens = program.connect_with(ANN, &[("scope", CALENDAR)]).await;
    assert!(tokens.get("id_token").is_none(), "nobody asked who signed in");
    for path in ["/gmail/v1/users/me/profile", "/v1/userinfo"] {
        let answer = program.get(path, text(&tokens, "access_token")).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]["status"]), (403, &"PERMISSION_DENIED".into()));
    }
}
