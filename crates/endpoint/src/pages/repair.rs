//! The page that an e-mail's link leads to: one button, or where else to go.

use axum::response::Response;
use latchkey_copy::{Language, Names};
use latchkey_store::ConnectionRecord;
use maud::html;

use super::frame;
use crate::app::App;
use crate::repair;

/// What may be mended, or that nothing is left to mend.
pub(crate) fn page(app: &App, connection: Option<&ConnectionRecord>, token: &str, language: Language) -> Response {
    let policy = app.policy();
    let installation = &policy.installation;
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
    frame(language, &installation.product_name, &latchkey_copy::repair_title(language, names), &body)
}
