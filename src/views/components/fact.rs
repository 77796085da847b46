//! A name and its value.

use leptos::prelude::*;

use super::{
    breakable::breakable,
    element::{attr, element},
};

#[component]
pub fn Fact(
    /// The name.
    name: &'static str,
    /// The value.
    value: String,
) -> AnyView {
    let name = element("DT", vec![], vec![name.to_owned().into_any()]);
    // The value may run in the other direction than the page, such as an address on an Arabic page.
    let value = element("BDI", vec![], breakable(value));
    let value = element("DD", vec![], vec![value]);
    element("DL", vec![attr("class", "fact")], vec![name, value])
}
