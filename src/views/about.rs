//! About: which product and version this is.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::{BackButton, Group, Icon, IconName, Link, ScreenHeading, Text};
use crate::state::expect_pane;

/// Name and version.
#[component]
pub fn About() -> AnyView {
    let words = expect_pane().words;
    let installation = words.installation();
    view! {
        <BackButton />
        <Group class="about">
            <Icon name=IconName::Latchkey />
            <ScreenHeading text=latchkey_copy::about(words.sentences, &installation.product_name) />
            <Text text=latchkey_copy::version(words.sentences, &installation.version) />
            <Link href=installation.help_url.as_str() rel="noopener noreferrer" text=words.label(Label::Help) />
        </Group>
    }
    .into_any()
}
