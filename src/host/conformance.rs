//! What every host must do. A host runs through all of it by one line in its tests:
//! `host_conformance!(BrowserHost::default)`.

use std::{cell::Cell, rc::Rc};

use super::{DateStyle, Host, WindowRequirement};

/// Generates the tests for the host that an expression creates. Each test gets a new host.
#[macro_export]
macro_rules! host_conformance {
    ($make:expr) => {
        mod conformance {
            use wasm_bindgen_test::wasm_bindgen_test;

            use super::*;
            use $crate::host::conformance;

            #[wasm_bindgen_test]
            fn a_session_is_kept_and_forgotten() {
                conformance::a_session_is_kept_and_forgotten(&$make());
            }

            #[wasm_bindgen_test]
            fn dismissed_notices_are_kept_and_forgotten() {
                conformance::dismissed_notices_are_kept_and_forgotten(&$make());
            }

            #[wasm_bindgen_test]
            async fn a_window_can_be_asked_for_again_and_closed_at_any_time() {
                conformance::a_window_can_be_asked_for_again_and_closed_at_any_time(&$make()).await;
            }

            #[wasm_bindgen_test]
            fn every_id_is_a_version_4_uuid() {
                conformance::every_id_is_a_version_4_uuid(&$make());
            }

            #[wasm_bindgen_test]
            async fn what_may_be_forbidden_says_so_and_does_not_throw() {
                conformance::what_may_be_forbidden_says_so_and_does_not_throw(&$make()).await;
            }

            #[wasm_bindgen_test]
            fn language_dates_and_addresses_are_there_at_once() {
                conformance::language_dates_and_addresses_are_there_at_once(&$make());
            }

            #[wasm_bindgen_test]
            fn no_callback_runs_before_listening_has_begun() {
                conformance::no_callback_runs_before_listening_has_begun(&$make());
            }
        }
    };
}

/// The session token is what was kept last.
pub fn a_session_is_kept_and_forgotten(host: &dyn Host) {
    host.keep_session_token(None);
    assert_eq!(host.session_token(), None);
    host.keep_session_token(Some("first"));
    host.keep_session_token(Some("second"));
    assert_eq!(host.session_token().as_deref(), Some("second"));
    host.keep_session_token(None);
    assert_eq!(host.session_token(), None);
}

/// The dismissed notices are what was kept last, and a session has nothing to do with them.
pub fn dismissed_notices_are_kept_and_forgotten(host: &dyn Host) {
    host.keep_session_token(None);
    host.keep_dismissed(Some("first"));
    host.keep_dismissed(Some("second"));
    assert_eq!((host.dismissed().as_deref(), host.session_token()), (Some("second"), None));
    host.keep_dismissed(None);
    assert_eq!(host.dismissed(), None);
}

/// Windows open and close without an error, and the host always reports the outcome.
pub async fn a_window_can_be_asked_for_again_and_closed_at_any_time(host: &dyn Host) {
    host.close_sign_in();
    for requirement in [WindowRequirement::Any, WindowRequirement::Browser, WindowRequirement::Any] {
        host.open_sign_in("/authorizations/x/start", requirement).await;
    }
    host.close_sign_in();
    host.close_sign_in();
    let _ = host.is_back_without_window();
}

/// RFC 9562, section 5.4.
pub fn every_id_is_a_version_4_uuid(host: &dyn Host) {
    let id = host.random_uuid();
    let parts: Vec<_> = id.split('-').collect();
    assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
    assert!(parts[2].starts_with('4') && parts[3].starts_with(['8', '9', 'a', 'b']), "{id}");
    assert!(id.chars().all(|c| c == '-' || c.is_ascii_hexdigit()), "{id}");
}

/// Clipboard, mailbox and single sign-on answer also where the host forbids them.
pub async fn what_may_be_forbidden_says_so_and_does_not_throw(host: &dyn Host) {
    let _ = host.copy("text").await;
    assert_ne!(host.mailbox().as_deref(), Some(""), "no mailbox is none, and not an empty one");
    if let Some(asking) = host.sso_token() {
        assert_ne!(asking.await.as_deref(), Some(""), "no token is none, and not an empty one");
    }
}

/// The first screen needs them.
pub fn language_dates_and_addresses_are_there_at_once(host: &dyn Host) {
    for language in host.languages() {
        assert!(language.chars().all(|c| c == '-' || c.is_ascii_alphanumeric()), "{language} is no BCP 47 tag");
    }
    for style in [DateStyle::Day, DateStyle::Moment, DateStyle::Time] {
        assert!(!host.date(host.now(), style, "en").is_empty());
    }
    let address = host.address("/authorizations/x/start");
    assert!(address.contains("://") && address.ends_with("/authorizations/x/start"), "{address}");
}

/// The host calls nothing of a pane that is still being created.
pub fn no_callback_runs_before_listening_has_begun(host: &dyn Host) {
    let (called, begun) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    let (was_called, may) = (Rc::clone(&called), Rc::clone(&begun));
    host.on_change(Box::new(move || {
        assert!(may.get(), "called before listening had begun");
        was_called.set(true);
    }));
    begun.set(true);
    assert!(!called.get());
}
