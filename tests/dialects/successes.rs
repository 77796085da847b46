//! Successes in every form in which they are seen: at a renewal and at a sign-in.

use latchkey_testkit::logged;
use latchkey_wire::{Phase, ReasonCode};

use crate::rows::{Answer, Kept, Success, Written};
use crate::scene::{ANN, BEN, DUE_AFTER_S, OPENID, Scene, cause};

const AFTER_S: i64 = 2 * 3600;

fn row(what: &'static str, read_at: &'static str, body: &'static str, becomes: Kept) -> Success {
    Success { what, read_at, answer: Answer { body, ..Answer::default() }, becomes }
}

fn written(what: &'static str, read_at: &'static str, answer: Answer, becomes: Kept) -> Success {
    Success { what, read_at, answer, becomes }
}

const WHOLE: &str =
    r#"{"access_token":"{a}","token_type":"Bearer","expires_in":3600,"refresh_token":"{r}","id_token":"{i}"}"#;
const EXPIRES_IN: &str = "ramosbugs/oauth2-rs #85, #151; kilork/openid PR #67";
const LARGEST: &str = "wso2/api-manager #114";
const TOKEN_TYPE: &str = "ramosbugs/oauth2-rs #136";
const CONTENT_TYPE: &str = "oauth2-rs PR #281; dart-lang/tools #306";
const UNREADABLE: &str = "kurrent-io/kcap-cli PR #947";
const SCOPE: &str = "RFC 6749, 3.3 and 5.1; NangoHQ/nango #327";
const MEMBERS: &str = "RFC 6749, 5.1: unknown members are ignored; RFC 8259, 4: names should be unique";
const ENCODING: &str = "RFC 8259, 8.1; RFC 4627, 3";
const CONFORMS: &str = "RFC 6749, 5.1";
const STATUS: &str = "RFC 9110, 15.3";

#[rustfmt::skip]
fn rows() -> Vec<Success> {
    use Kept::{Lost, Salvaged, Works};
    let kind = |kind| Answer { kind, ..Answer::default() };
    let status = |status| Answer { status, ..Answer::default() };
    let as_written = |written, body| Answer { body, written, ..Answer::default() };
    let form = "access_token={a}&token_type=bearer&expires_in=3600&refresh_token={r}&id_token={i}";
    vec![
        row("as it should be", CONFORMS, WHOLE, Works),
        row("a life as text", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":"3600","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life as text with blanks and a point", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":" 3599.5 ","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life with a point", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":3600.0,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life in words", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":"never","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life of null", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":null,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life as an object", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":{"s":3600},"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life of true", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":true,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("no life", "RFC 6749, 5.1 only recommends it; NangoHQ/nango #327", r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life of zero", LARGEST, r#"{"access_token":"{a}","expires_in":0,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life of zero, as text", LARGEST, r#"{"access_token":"{a}","expires_in":"0","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life below zero", LARGEST, r#"{"access_token":"{a}","expires_in":-3600,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("the largest life", LARGEST, r#"{"access_token":"{a}","expires_in":9223372036854775807,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life beyond the largest integer", LARGEST, r#"{"access_token":"{a}","expires_in":99999999999999999999999,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a life in powers of ten", LARGEST, r#"{"access_token":"{a}","expires_in":1e300,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("the largest end of the refresh token", LARGEST, r#"{"access_token":"{a}","expires_in":3600,"refresh_token":"{r}","refresh_token_expires_in":9223372036854775807,"id_token":"{i}"}"#, Works),
        row("an end of the refresh token as text", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":3600,"refresh_token":"{r}","refresh_token_expires_in":"8640000","id_token":"{i}"}"#, Works),
        row("an end of the refresh token of zero", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":3600,"refresh_token":"{r}","refresh_token_expires_in":0,"id_token":"{i}"}"#, Works),
        row("no type", TOKEN_TYPE, r#"{"access_token":"{a}","expires_in":3600,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a type of null", TOKEN_TYPE, r#"{"access_token":"{a}","token_type":null,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a type in small letters", TOKEN_TYPE, r#"{"access_token":"{a}","token_type":"bearer","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a type of its own", TOKEN_TYPE, r#"{"access_token":"{a}","token_type":"BearerToken","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a type as a list", TOKEN_TYPE, r#"{"access_token":"{a}","token_type":["Bearer"],"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        written("JSON as a script", CONTENT_TYPE, kind("text/javascript"), Works),
        written("JSON as a page", CONTENT_TYPE, kind("text/html; charset=utf-8"), Works),
        written("JSON as text", CONTENT_TYPE, kind("text/plain"), Works),
        written("JSON as a form", CONTENT_TYPE, kind("application/x-www-form-urlencoded"), Works),
        written("JSON as bytes", CONTENT_TYPE, kind("application/octet-stream"), Works),
        written("JSON as nothing", CONTENT_TYPE, kind(""), Works),
        written("201", STATUS, status(201), Works),
        written("202", STATUS, status(202), Works),
        written("203", STATUS, status(203), Works),
        written("a byte-order mark", ENCODING, as_written(Written::Utf8WithMark, WHOLE), Works),
        written("UTF-16", ENCODING, as_written(Written::Utf16, WHOLE), Works),
        written("Latin-1 in another member", ENCODING, as_written(Written::Latin1, r#"{"name":"Zoé","access_token":"{a}","expires_in":3600,"refresh_token":"{r}","id_token":"{i}"}"#), Works),
        written("a form in place of JSON", "drafts of RFC 6749 before 10; github.com/login/oauth", Answer { kind: "application/x-www-form-urlencoded", body: form, ..Answer::default() }, Works),
        row("blank lines around", ENCODING, "\r\n\r\n{\"access_token\":\"{a}\",\"refresh_token\":\"{r}\",\"id_token\":\"{i}\"}\r\n", Works),
        row("text after the end", MEMBERS, r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}<!-- 3 ms -->"#, Works),
        row("doubled members", MEMBERS, r#"{"access_token":"x","access_token":"{a}","refresh_token":"x","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("an empty member after a good one", MEMBERS, r#"{"access_token":"{a}","refresh_token":"{r}","refresh_token":"","id_token":"{i}"}"#, Works),
        row("other capitals", MEMBERS, r#"{"Access_Token":"{a}","Refresh_Token":"{r}","Id_Token":"{i}"}"#, Works),
        row("members of no standard", MEMBERS, r#"{"x":{"y":[1,{"z":null}]},"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("an empty error beside tokens", MEMBERS, r#"{"error":"","error_description":null,"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        row("a scope as a list", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","scope":["mail"],"id_token":"{i}"}"#, Works),
        row("an empty scope", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","scope":"","id_token":"{i}"}"#, Works),
        row("a scope of null", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","scope":null,"id_token":"{i}"}"#, Works),
        row("a scope with commas", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","scope":"mail,calendar","id_token":"{i}"}"#, Works),
        row("an instance_url that is none", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","instance_url":"not an address","id_token":"{i}"}"#, Works),
        row("no end, after all tokens", UNREADABLE, r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}","expires_"#, Works),
        written("broken off after all tokens", UNREADABLE, as_written(Written::BreaksOff, r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}","exp"#), Works),
        row("no access token", UNREADABLE, r#"{"expires_in":3600,"refresh_token":"{r}"}"#, Salvaged("access_token")),
        row("an empty access token", UNREADABLE, r#"{"access_token":"","refresh_token":"{r}"}"#, Salvaged("access_token")),
        row("an access token that is an object", UNREADABLE, r#"{"access_token":{"value":"{a}"},"refresh_token":"{r}"}"#, Salvaged("access_token")),
        row("an error beside a refresh token", UNREADABLE, r#"{"error":"server_error","refresh_token":"{r}"}"#, Salvaged("access_token")),
        row("no end, in the access token", UNREADABLE, r#"{"refresh_token":"{r}","access_token":"{a}"#, Salvaged("access_token")),
        written("broken off in the access token", UNREADABLE, as_written(Written::BreaksOff, r#"{"refresh_token":"{r}","access_tok"#), Salvaged("access_token")),
        row("no end, before the refresh token", UNREADABLE, r#"{"access_token":"{a}","expires_in":3600,"refresh_"#, Lost),
        written("broken off before the refresh token", UNREADABLE, as_written(Written::BreaksOff, r#"{"access_token":"{a}","#), Lost),
        written("broken off at once", UNREADABLE, as_written(Written::BreaksOff, ""), Lost),
    ]
}

#[tokio::test]
async fn at_a_renewal_no_success_costs_the_grant() {
    for Success { what, read_at, answer, becomes } in rows() {
        let what = &format!("{what} ({read_at})");
        let (scene, ann, ben) = Scene::open(OPENID).await;
        scene.server.answers(ANN, Some(answer));
        scene.renews(DUE_AFTER_S).await;
        scene.works(what, BEN, &ben).await;
        match becomes {
            Kept::Works => scene.works(what, ANN, &ann).await,
            Kept::Salvaged(field) => {
                let state = ann.pane.connection().await.state;
                assert_eq!(cause(&state), Some((ReasonCode::AnswerUnusable, "retrying")), "{what}");
                let line = |line: &str| line.contains("ERROR") && line.contains(&format!("field=\"{field}\""));
                assert!(logged().lines().any(line), "{what}");
            }
            Kept::Lost => {
                let state = ann.pane.connection().await.state;
                assert_eq!(cause(&state), Some((ReasonCode::AnswerLost, "retrying")), "{what}");
            }
        }
        assert_eq!(scene.server.reused(), 0, "{what}");
        // Nothing is presented because of it, soon or later.
        scene.stage.clock.advance_s(60);
        if becomes != Kept::Lost {
            scene.stage.renew_due().await;
        }
        scene.server.answers(ANN, None);
        scene.stage.clock.advance_s(AFTER_S);
        scene.stage.renew_due().await;
        scene.works(what, BEN, &ben).await;
        if becomes == Kept::Lost {
            let state = ann.pane.connection().await.state;
            assert_eq!(cause(&state), Some((ReasonCode::SignInLost, "sign in")), "{what}");
        } else {
            scene.works(what, ANN, &ann).await;
            assert_eq!(scene.server.reused(), 0, "{what}");
        }
    }
}

#[tokio::test]
async fn at_a_sign_in_the_same_reader_reads_and_nothing_is_kept_of_what_lacks_something() {
    for Success { what, read_at, answer, becomes } in rows() {
        let what = &format!("{what} ({read_at})");
        let scene = Scene::empty(OPENID, "organizations").await;
        let ben = scene.connected(BEN).await;
        scene.server.answers(ANN, Some(answer));
        let pane = scene.stage.pane().with_session().await;
        let phase = scene.signs_in(&pane, ANN).await;
        if becomes == Kept::Works {
            assert!(matches!(phase, Phase::Succeeded { .. }), "{what}: {phase:?}");
            scene.server.answers(ANN, None);
            scene.stage.clock.advance_s(AFTER_S);
            scene.stage.renew_due().await;
            let ann = crate::scene::Person { connection: pane.connection().await, pane };
            scene.works(what, ANN, &ann).await;
            assert_eq!(scene.server.reused(), 0, "{what}");
        } else {
            let code = match &phase {
                Phase::Failed { reason, .. } => reason.code,
                other => panic!("{what}: {other:?}"),
            };
            let expected = match becomes {
                Kept::Salvaged(_) => ReasonCode::AnswerUnusable,
                Kept::Lost => ReasonCode::ProviderUnreachable,
                Kept::Works => unreachable!("it succeeded"),
            };
            assert_eq!(code, expected, "{what}");
            assert!(pane.overview().await.connections.is_empty(), "{what}");
        }
        scene.works(what, BEN, &ben).await;
    }
}

#[tokio::test]
async fn a_server_that_keeps_its_refresh_token_may_say_so_in_every_way() {
    // `refresh_token` absent, null or empty means that the old one goes on (RFC 6749, 6). The server here would have given
    // another one, so what is seen is that the old one is what is presented next.
    for refresh in ["", r#","refresh_token":null"#, r#","refresh_token":"""#, r#","refresh_token":[]"#] {
        let (scene, ann, _ben) = Scene::open(OPENID).await;
        let body: &'static str = format!(r#"{{"access_token":"{{a}}","expires_in":3600{refresh}}}"#).leak();
        scene.server.answers(ANN, Some(Answer { body, ..Answer::default() }));
        scene.renews(DUE_AFTER_S).await;
        scene.works(refresh, ANN, &ann).await;
        scene.stage.clock.advance_s(AFTER_S);
        scene.stage.renew_due().await;
        assert_eq!(scene.server.reused(), 1, "{refresh}");
    }
}
