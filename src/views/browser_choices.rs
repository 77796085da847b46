//! The choices about this browser alone. They are shown only if the host supports at least one of them.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::{Checkbox, Dynamic, Group, all};
use crate::{
    host::Choice,
    state::{Pane, expect_pane},
};

const CHOICES: [(Choice, Label); 2] =
    [(Choice::StaySignedIn, Label::StaySignedIn), (Choice::Notify, Label::NotifyOfLoss)];

#[component]
pub fn BrowserChoices() -> AnyView {
    let pane = expect_pane();
    view! { <Dynamic content=move || boxes(pane) /> }.into_any()
}

fn boxes(pane: Pane) -> AnyView {
    let made = CHOICES.into_iter().filter_map(|(choice, label)| Some((choice, label, pane.choice(choice)?)));
    let made: Vec<_> = made.collect();
    if made.is_empty() {
        return ().into_any();
    }
    let boxes = all(made.into_iter().map(|(choice, label, checked)| {
        let choose = move |chosen| pane.set_choice(choice, chosen);
        view! { <Checkbox text=pane.text.label(label) checked on_change=Box::new(choose) /> }
    }));
    view! { <Group class="choices">{boxes}</Group> }.into_inner()
}
