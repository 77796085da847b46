//! The control page's HTML.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Serialize;
use serde_json::Value;

use super::action::{ProviderAction, for_person, for_provider, restores};
use super::exchange;
use crate::counters::Counters;
use crate::exchange::PracticeExchange;
use crate::html::respond;
use crate::people::PracticePerson;
use crate::provider::PracticeProvider;

/// The field of an action that is typed.
const NUMBER: &str = "number";

/// A button as it is drawn.
pub(super) struct ControlButton {
    pub(super) label: String,
    /// The form fields that become its action again.
    pub(super) fields: Vec<(String, String)>,
    /// A field that is typed: its name, and what stands in it.
    pub(super) input: Option<(&'static str, String)>,
    /// Whether it ends a fault: the page draws such buttons differently.
    pub(super) restores: bool,
}

impl ControlButton {
    pub(super) fn new(label: String, action: &impl Serialize, restores: bool) -> Self {
        let fields = match serde_json::to_value(action) {
            Ok(Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        let text = |(name, value): (String, Value)| Some((name, value.as_str()?.to_owned()));
        Self { label, fields: fields.into_iter().filter_map(text).collect(), input: None, restores }
    }

    /// With a number that is typed, if its action has one.
    fn with_number(mut self) -> Self {
        let number = self.fields.iter().position(|(name, _)| name == NUMBER).map(|at| self.fields.remove(at));
        self.input = number.map(|(_, value)| (NUMBER, value));
        self
    }
}

pub(super) fn render(providers: &[Arc<PracticeProvider>], exchange: &PracticeExchange) -> Response {
    let body = html! {
        p.practice { strong { "Practice providers" } " – break them here and see what the product does about it." }
        main.control {
            h1 { "Control" }
            nav aria-label="Providers" {
                @for provider in providers { a href={ "#" (provider.slug()) } { (provider.name()) } }
                @if !exchange.url().is_empty() { a href={ "#" (exchange::SLUG) } { (exchange::NAME) } }
            }
            @for provider in providers { (section(provider)) }
            @if !exchange.url().is_empty() { (exchange::section(exchange)) }
        }
    };
    respond(StatusCode::OK, "Control – Practice providers", None, &body)
}

fn section(provider: &PracticeProvider) -> Markup {
    let last_change = provider.records().last_change.clone();
    html! {
        section aria-labelledby=(provider.slug()) {
            h2 id=(provider.slug()) { (provider.name()) }
            (done(last_change.as_deref()))
            (buttons(provider.slug(), &drawn(provider, &for_provider(provider))))
            @if !provider.refusal_numbers().is_empty() {
                datalist id={ (NUMBER) "-" (provider.slug()) } {
                    @for number in provider.refusal_numbers() { option value=(number) {} }
                }
            }
            @for person in provider.people() {
                (card(person, &buttons(provider.slug(), &drawn(provider, &for_person(provider, person)))))
            }
            h3 { "What happened since the start" }
            (numbers(&provider.counters()))
            (repeated(provider))
        }
    }
}

fn drawn(provider: &PracticeProvider, actions: &[ProviderAction]) -> Vec<ControlButton> {
    let button =
        |action: &ProviderAction| ControlButton::new(action.label(provider), action, restores(action)).with_number();
    actions.iter().map(button).collect()
}

/// The last change.
pub(super) fn done(last_change: Option<&str>) -> Markup {
    html! { p.done role="status" { @if let Some(change) = last_change { "Done: " (change) } } }
}

pub(super) fn card(person: &PracticePerson, content: &Markup) -> Markup {
    html! {
        article {
            h3 { (person.name) " " span.address { (person.email) ", " (person.organisation.name) } }
            (content)
        }
    }
}

pub(super) fn buttons(slug: &str, buttons: &[ControlButton]) -> Markup {
    html! {
        div.switches {
            @for button in buttons {
                form method="post" action={ "/control/" (slug) } {
                    @for (name, value) in &button.fields { input type="hidden" name=(name) value=(value); }
                    @if let Some((name, value)) = &button.input {
                        input type="text" inputmode="numeric" size="8" name=(name) value=(value) list={ (name) "-" (slug) }
                            aria-label={ "Number: " (button.label) };
                    }
                    button type="submit" class=[button.restores.then_some("restores")] { (button.label) }
                }
            }
        }
    }
}

fn numbers(counters: &Counters) -> Markup {
    table(&[
        ("Sign-ins begun", counters.authorizations),
        ("Codes exchanged", counters.code_exchanges),
        ("Codes refused", counters.code_exchanges_refused),
        ("Refreshes", counters.refreshes),
        ("Refreshes refused", counters.refreshes_refused),
        ("Refresh tokens presented twice", counters.refresh_tokens_presented_twice),
        ("Revocations", counters.revocations),
        ("API calls", counters.api_calls),
    ])
}

pub(super) fn table(rows: &[(&str, u64)]) -> Markup {
    html! {
        table {
            tbody {
                @for (name, count) in rows { tr { th scope="row" { (name) } td { (count) } } }
            }
        }
    }
}

fn repeated(provider: &PracticeProvider) -> Markup {
    let tokens = provider.presented_twice();
    html! {
        @if !tokens.is_empty() {
            ul {
                @for (address, token) in tokens {
                    li { "Refresh token " (token.number) " of " (address) " was presented " (token.presented) " times." }
                }
            }
        }
    }
}
