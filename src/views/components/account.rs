//! The account of a connection.

use leptos::prelude::*;

use super::{
    breakable::breakable,
    element::{attr, element},
};

/// An account's address. It keeps its own direction on a page that is read from right to left.
#[component]
pub fn AccountLine(address: String) -> AnyView {
    element("P", vec![attr("class", "account")], vec![element("BDI", vec![], breakable(address))])
}
