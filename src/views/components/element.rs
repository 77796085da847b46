//! Elements and their attributes, with their types erased.
//!
//! Leptos compiles separate code for each kind of element, attribute and event. Elements that are built here all have one
//! type, and so do their attributes, which makes the pane smaller (see the table of `crate`). Only components build elements.

use std::borrow::Cow;

use leptos::{
    attr::{
        any_attribute::{AnyAttribute, IntoAnyAttribute},
        custom::custom_attribute,
    },
    ev::{self, Event, EventDescriptor, KeyboardEvent},
    html::custom,
    prelude::*,
};
use wasm_bindgen::JsCast;

/// An element. `tag` must be in capitals, as browsers report it: Leptos compares the names to decide whether it can reuse
/// an element when its content is rebuilt.
pub fn element(tag: &'static str, attributes: Vec<AnyAttribute>, children: Vec<AnyView>) -> AnyView {
    custom(tag).add_any_attr(attributes).child(children).into_any()
}

/// An attribute.
pub fn attr(name: &'static str, value: impl Into<String>) -> AnyAttribute {
    set(name, Some(value.into()))
}

/// An attribute that may not be there.
pub fn attr_if(name: &'static str, value: Option<impl Into<String>>) -> AnyAttribute {
    set(name, value.map(Into::into))
}

fn set(name: &'static str, value: Option<String>) -> AnyAttribute {
    custom_attribute(name, value).into_any_attr()
}

/// An attribute that changes whenever a signal that it reads does.
pub fn attr_live(name: &'static str, value: impl FnMut() -> Option<&'static str> + Send + 'static) -> AnyAttribute {
    let value: Box<dyn FnMut() -> Option<&'static str> + Send> = Box::new(value);
    custom_attribute(name, value).into_any_attr()
}

/// Calls `act` on a click, within the click's own event handler, so that `act` may open windows.
pub fn click(act: impl Fn() + 'static) -> AnyAttribute {
    on("click", Box::new(move |_| act()))
}

/// Calls `act` when a key is pressed.
pub fn keydown(mut act: impl FnMut(KeyboardEvent) + 'static) -> AnyAttribute {
    on("keydown", Box::new(move |event| act(event.unchecked_into())))
}

/// Calls `act` on any other event.
pub fn on(event: &'static str, act: Box<dyn FnMut(Event)>) -> AnyAttribute {
    ev::on(NamedEvent(event), act).into_any_attr()
}

/// An event by its name.
#[derive(Clone)]
struct NamedEvent(&'static str);

impl EventDescriptor for NamedEvent {
    type EventType = Event;

    const BUBBLES: bool = false;

    fn name(&self) -> Cow<'static, str> {
        self.0.into()
    }

    fn event_delegation_key(&self) -> Cow<'static, str> {
        self.0.into()
    }
}
