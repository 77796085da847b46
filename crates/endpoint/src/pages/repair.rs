//! The page that an e-mail's link leads to: one button, or where else to go.

use axum::http::HeaderValue;
use axum::http::header::REFERRER_POLICY;
use axum::response::Response;
use latchkey_copy::{Language, Names};
use latchkey_store::ConnectionRecord;
use maud::html;

use super::{Parts, SCRIPT_PATH, TO_A_PROVIDER, frame, policy};
use crate::app::App;
use crate::repair;

/// What may be mended, or that nothing is left to mend.
pub(crate) fn page(app: &App, connection: Option<&ConnectionRecord>, token: &str, language: Language) -> Response {
    let installation = &app.policy().installation;
    let Some(connection) = connection else {
        let title = latchkey_copy::repair_over_title(language);
        let body = html! { p { (latchkey_copy::repair_over(language, &installation.short_name)) } };
        return frame(language, &installation.product_name, title, &body);
    };
    let provider = app.registry.get(&connection.offer).map_or("", |service| service.label());
    let names = Names { provider, product: &installation.short_name };
    let body = if app.registry.by_password(&connection.offer).is_some() {
        html! { p { (latchkey_copy::repair_in_sidebar(language, &connection.account, names)) } }
    } else {
        html! {
            p { (latchkey_copy::repair_account(language, &connection.account, names)) }
            form method="post" action=(repair::path(token)) {
                button .main { (latchkey_copy::repair_button(language, names)) }
            }
        }
    };
    let title = latchkey_copy::repair_title(language, names);
    let parts = Parts {
        title: &title,
        heading: Some(&title),
        scripts: &[SCRIPT_PATH],
        body: &body,
        policy: policy(&[], &[], TO_A_PROVIDER),
    };
    let mut page = super::page(language, &installation.product_name, &parts);
    // Without a referrer a form says that it comes from nowhere (`Origin: null`, fetch.spec.whatwg.org, 3.2). Others are told
    // nothing of this address all the same.
    page.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    page
}
