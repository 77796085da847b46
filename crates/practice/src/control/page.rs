//! How the control page looks.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde_json::Value;

use super::action::{Action, for_person, for_provider, restores};
use crate::counters::Counters;
use crate::html::respond;
use crate::people::Person;
use crate::provider::Provider;

pub(super) fn render(providers: &[Arc<Provider>]) -> Response {
    let body = html! {
        p.practice { strong { "Practice providers" } " – break them here and see what the product does about it." }
        main.control {
            h1 { "Control" }
            @for provider in providers { (section(provider)) }
        }
    };
    respond(StatusCode::OK, "Control – Practice providers", None, &body)
}

fn section(provider: &Provider) -> Markup {
    let last_change = provider.records().last_change.clone();
    html! {
        section aria-labelledby=(provider.slug()) {
            h2 id=(provider.slug()) { (provider.name()) }
            p.done role="status" { @if let Some(change) = last_change { "Done: " (change) } }
            (buttons(provider, &for_provider(provider)))
            @for person in provider.people() { (card(provider, person)) }
            h3 { "What happened since the start" }
            (numbers(&provider.counters()))
            (repeated(provider))
        }
    }
}

fn card(provider: &Provider, person: &Person) -> Markup {
    html! {
        article {
            h3 { (person.name) " " span.address { (person.email) ", " (person.organisation.name) } }
            (buttons(provider, &for_person(provider, person)))
        }
    }
}

fn buttons(provider: &Provider, actions: &[Action]) -> Markup {
    html! {
        div.switches {
            @for action in actions {
                form method="post" action={ "/control/" (provider.slug()) } {
                    @for (name, value) in fields(action) { input type="hidden" name=(name) value=(value); }
                    button type="submit" class=[restores(action).then_some("restores")] { (action.label(provider)) }
                }
            }
        }
    }
}

/// The form fields that become this action again.
fn fields(action: &Action) -> Vec<(String, String)> {
    let Ok(Value::Object(fields)) = serde_json::to_value(action) else { return Vec::new() };
    fields.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
}

fn numbers(counters: &Counters) -> Markup {
    let rows = [
        ("Sign-ins begun", counters.authorizations),
        ("Codes exchanged", counters.code_exchanges),
        ("Codes refused", counters.code_exchanges_refused),
        ("Refreshes", counters.refreshes),
        ("Refreshes refused", counters.refreshes_refused),
        ("Refresh tokens presented twice", counters.refresh_tokens_presented_twice),
        ("Revocations", counters.revocations),
        ("API calls", counters.api_calls),
    ];
    html! {
        table {
            tbody {
                @for (name, count) in rows { tr { th scope="row" { (name) } td { (count) } } }
            }
        }
    }
}

fn repeated(provider: &Provider) -> Markup {
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
