//! Elements in a closed shadow tree on another site's page, which neither the page's scripts nor WebDriver can reach. They are
//! found in the browser's accessibility tree, as by a screen reader, and pressed with the mouse.

use serde_json::{Value, json};

use crate::view::View;
use crate::wait::until;

/// A node of the accessibility tree.
#[derive(Clone, Debug)]
pub struct AccessibleNode {
    name: String,
    node: i64,
}

/// All nodes with a role, in shadow trees too.
pub async fn nodes_with_role(view: &View, role: &str) -> Vec<AccessibleNode> {
    let tree = view.devtools("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().unwrap().iter().filter(|node| node["role"]["value"] == role);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    nodes
        .map(|node| AccessibleNode {
            name: text(&node["name"]["value"]),
            node: node["backendDOMNodeId"].as_i64().unwrap_or(0),
        })
        .collect()
}

/// Waits for the only button with this name.
pub async fn find_button(view: &View, name: &str) -> AccessibleNode {
    until(&format!("the button “{name}” in Gmail"), async || {
        let buttons = nodes_with_role(view, "button").await;
        let named: Vec<_> = buttons.iter().filter(|button| button.name == name).collect();
        if let [only] = named[..] { Ok(only.clone()) } else { Err(format!("{buttons:?}")) }
    })
    .await
}

/// Presses it with the mouse.
pub async fn press_button(view: &View, name: &str) {
    let button = find_button(view, name).await;
    click(view, middle_of(view, &button).await).await;
}

/// Clicks at a place of the window.
pub async fn click(view: &View, [x, y]: [f64; 2]) {
    for kind in ["mousePressed", "mouseReleased"] {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
        view.devtools("Input.dispatchMouseEvent", event).await;
    }
}

/// The centre of a node, in pixels of the window.
pub async fn middle_of(view: &View, seen: &AccessibleNode) -> [f64; 2] {
    let corners = view.devtools("DOM.getBoxModel", json!({ "backendNodeId": seen.node })).await;
    let corner = |index: usize| corners["model"]["border"][index].as_f64().unwrap();
    [f64::midpoint(corner(0), corner(4)), f64::midpoint(corner(1), corner(5))]
}

/// Waits until a region of the page, in shadow trees too, says this.
pub async fn wait_for_text(view: &View, text: &str) {
    until(&format!("“{text}” in Gmail"), async || {
        let texts = nodes_with_role(view, "StaticText").await;
        if texts.iter().any(|one| one.name == text) { Ok(()) } else { Err(format!("{texts:?}")) }
    })
    .await;
}
