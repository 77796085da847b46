//! About: which product and version this is.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::{BackButton, Icon, IconName, ScreenHeading};
use crate::state::expect_pane;

/// Name and version.
#[component]
pub fn About() -> impl IntoView {
    let pane = expect_pane();
    let installation = pane.words.installation();
    view! {
        <BackButton />
        <div class="about">
            <Icon name=IconName::Latchkey />
            <ScreenHeading text=latchkey_copy::about(pane.words.language, &installation.product_name) />
            <p>{latchkey_copy::version(pane.words.language, &installation.version)}</p>
            <p>
                <a href=installation.help_url.as_str() target="_blank" rel="noopener noreferrer">
                    {pane.words.label(Label::Help)}
                </a>
            </p>
        </div>
    }
}
