//! One connection on Home: whether it works, whose it is, what happens next, and the one thing that helps most.

use latchkey_copy::Label;
use latchkey_wire::{Connection, ConnectionState};
use leptos::prelude::*;

use super::components::{Button, Kind, StateMark};
use crate::{
    host::DateStyle,
    state::{
        Pane, expect_pane, reference,
        useful::{Useful, most_useful},
    },
};

/// One connection.
#[component]
pub fn ConnectionCard(connection: Connection) -> impl IntoView {
    let pane = expect_pane();
    let words = pane.words;
    let host = pane.host();
    let sentence = words.state(&*host, &connection);
    let last =
        latchkey_copy::last_working(words.language, &words.date(&*host, connection.last_working_at, DateStyle::Moment));
    let next = what_next(pane, &connection);
    let reference = reference(&connection.state).map(|reference| latchkey_copy::reference(words.language, reference));
    let title_id = format!("connection-{}", connection.id);
    let labelled_by = title_id.clone();
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <div class="card__head">
                <h3 class="card__title" id=title_id>
                    {connection.provider_label.clone()}
                </h3>
                <StateMark state=connection.state.clone() />
            </div>
            <p class="account">{connection.account.address.clone()}</p>
            <p>{sentence}</p>
            {reference.map(|text| view! { <p class="quiet">{text}</p> })}
            <ul class="facts">
                <li>{last}</li>
                {next.map(|text| view! { <li>{text}</li> })}
            </ul>
            <div class="actions">{actions(pane, connection)}</div>
        </section>
    }
}

fn what_next(pane: Pane, connection: &Connection) -> Option<String> {
    matches!(connection.state, ConnectionState::Working).then(|| {
        let until = connection.works_until.map(|at| pane.words.date(&*pane.host(), at, DateStyle::Day));
        latchkey_copy::what_next(pane.words.language, until.as_deref())
    })
}

fn actions(pane: Pane, connection: Connection) -> AnyView {
    let label = move |label| pane.words.label(label);
    let id = connection.id.clone();
    let is_checking = Signal::derive({
        let id = id.clone();
        move || pane.checking.read().as_ref() == Some(&id)
    });
    let check = view! {
        <Button
            kind=Kind::Plain
            busy=is_checking
            text=label(Label::CheckNow)
            on_press=move || pane.check(id.clone())
        />
    };
    let help = match most_useful(pane.words.language, &connection) {
        Useful::CheckNow => None,
        Useful::SignIn(text) => {
            Some(view! { <Button kind=Kind::Primary text on_press=move || pane.refresh(&connection) /> })
        }
        Useful::CopyForAdmin => {
            let text = label(Label::CopyForAdmin);
            Some(view! { <Button kind=Kind::Primary text on_press=move || pane.copy_for_admin(&connection) /> })
        }
    };
    view! {
        {help}
        {check}
    }
    .into_any()
}
