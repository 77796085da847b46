//! The sign-in window's first page. It is the same for every visitor, reads nothing from the store, and has one script,
//! which asks the pane for a key and hands it in. Every message that the script may show is already in the page, in the
//! reader's language, and hidden until then.

use axum::response::Response;
use latchkey_copy::{Label, Language, Sentences};
use latchkey_wire::{AuthorizationId, ProblemCode, openings_path};
use maud::{Markup, html};

use super::leave::leave_path;
use super::window::window_path;
use super::{PageParts, page as frame, policy};
use crate::app::App;
use crate::problem;
use crate::web::pane_files::HostPage;

/// Asks for the key and hands it in.
pub(super) const SCRIPT: (&str, &str) = ("/pages/start.js", include_str!("start.js"));

/// The problems that a window can show. Any other is shown as the last one.
const REFUSALS: [ProblemCode; 9] = [
    ProblemCode::AuthorizationNotFound,
    ProblemCode::AuthorizationOver,
    ProblemCode::KeyRefused,
    ProblemCode::SidebarMustAsk,
    ProblemCode::WindowOpenElsewhere,
    ProblemCode::KeylessNotAllowed,
    ProblemCode::OtherNetwork,
    ProblemCode::TooManyRequests,
    ProblemCode::Unavailable,
];

/// The page for a window, at the address of its host.
pub(crate) fn page(app: &App, id: &AuthorizationId, host_page: &HostPage, language: Language) -> Response {
    let installation = &app.policy().installation;
    let title = latchkey_copy::start_title(language);
    let dialog = host_page.window_script.map(|(path, _)| path);
    let panes: Vec<_> = app.settings.extension_origins.iter().filter_map(|origin| origin.to_str().ok()).collect();
    let panes = panes.join(" ");
    let body = html! {
        div #start data-authorization=(id) data-openings=(openings_path(id))
            data-leave=(leave_path(id)) data-window=(window_path(id)) data-panes=(panes) {
            section #asking { h1 tabindex="-1" { (title) } }
            (press(language, &installation.short_name))
            @for code in REFUSALS { (refusal(language, code)) }
            section data-problem="needs_storage" hidden { (super::needs_storage(language)) }
        }
        @if let Some((host_script, path)) = host_page.host_script.zip(dialog) {
            script src=(path) data-host-script=(host_script) defer {}
        }
        noscript { p { (latchkey_copy::needs_script(language)) } }
    };
    let parts = PageParts {
        title,
        heading: None,
        scripts: &[super::OPENING.0, SCRIPT.0],
        body: &body,
        policy: policy(host_page.scripts, host_page.styles),
    };
    frame(language, &installation.product_name, &parts)
}

fn press(language: Language, product: &str) -> Markup {
    let said = latchkey_copy::press_page(language, product);
    html! {
        section #press hidden {
            h1 tabindex="-1" { (said.title) }
            p #elsewhere .warning hidden { (said.elsewhere) }
            p { (said.what) }
            p { (said.own) }
            button #go .main type="button" { (latchkey_copy::label(Sentences::of(language), Label::Continue)) }
        }
    }
}

fn refusal(language: Language, code: ProblemCode) -> Markup {
    let sentences = Sentences::of(language);
    html! {
        section data-problem=(problem::code_text(code)) hidden {
            h1 tabindex="-1" { (latchkey_copy::problem_title(sentences, code)) }
            p { (latchkey_copy::problem_detail(sentences, code)) }
        }
    }
}
