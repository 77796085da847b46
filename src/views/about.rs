//! About: which product and version this is.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::{BackButton, Group, Icon, IconName, Link, ScreenHeading, Text};
use crate::state::expect_pane;

/// Name and version.
#[component]
pub fn About() -> AnyView {
    let text = expect_pane().text;
    let installation = text.installation();
    view! {
        <BackButton />
        <Group class="about">
            <Icon name=IconName::Latchkey />
            <ScreenHeading text=latchkey_copy::about(text.sentences, &installation.product_name) />
            <Text text=latchkey_copy::version(text.sentences, &installation.version) />
            <Link href=installation.help_url.as_str() rel="noopener noreferrer" text=text.label(Label::Help) />
        </Group>
    }
    .into_any()
}
