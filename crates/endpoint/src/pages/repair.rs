//! The page that an e-mail's link leads to: one button, or one field and one button.

use axum::response::Response;
use latchkey_copy::{Label, Language, Names, Sentences};
use latchkey_store::ConnectionRecord;
use maud::html;

use super::frame;
use crate::app::App;
use crate::repair;

/// What may be mended, or that nothing is left to mend.
pub(crate) fn page(app: &App, connection: Option<&ConnectionRecord>, token: &str, language: Language) -> Response {
    let text = |label| latchkey_copy::label(Sentences::of(language), label);
    let policy = app.policy();
    let installation = &policy.installation;
    let Some(connection) = connection else {
        let title = latchkey_copy::repair_over_title(language);
        let body = html! { p { (latchkey_copy::repair_over(language, &installation.short_name)) } };
        return frame(language, &installation.product_name, title, &body);
    };
    let provider = app.registry.get(&connection.offer).map_or("", |service| service.label());
    let names = Names { provider, product: &installation.short_name };
    let by_password = app.registry.by_password(&connection.offer).is_some();
    let body = html! {
        p { (latchkey_copy::repair_account(language, &connection.account, names)) }
        form method="post" action=(repair::path(token)) {
            @if by_password {
                input type="hidden" autocomplete="username" value=(connection.account.address) {}
                label { (text(Label::Password))
                    input type="password" name="password" autocomplete="current-password" required;
                }
            }
            button .main { (latchkey_copy::repair_button(language, names)) }
        }
    };
    frame(language, &installation.product_name, &latchkey_copy::repair_title(language, names), &body)
}
