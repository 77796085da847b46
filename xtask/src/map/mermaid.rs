//! Writes graphs in Mermaid's syntax.

use std::fmt::Write as _;

use crate::rust_code::UseGraph;

/// A graph with one box for each layer.
pub fn in_layers(graph: &UseGraph<'_>) -> String {
    let layers = graph.layers();
    let groups: Vec<_> = layers.iter().map(|layer| (" ", layer.clone())).collect();
    in_groups(graph, &groups)
}

/// A graph with its names in groups, each with its title.
pub fn in_groups(graph: &UseGraph<'_>, groups: &[(&str, Vec<&str>)]) -> String {
    let mut text = "```mermaid\nflowchart TD\n".to_owned();
    for (number, (title, names)) in groups.iter().enumerate() {
        let _ = writeln!(text, "    subgraph g{number}[\"{title}\"]");
        for name in names {
            let _ = writeln!(text, "        {}[\"{name}\"]", id(name));
        }
        text.push_str("    end\n");
    }
    for (from, used) in graph.reduced() {
        if !used.is_empty() {
            let used: Vec<_> = used.into_iter().map(id).collect();
            let _ = writeln!(text, "    {} --> {}", id(from), used.join(" & "));
        }
    }
    text.push_str("```\n");
    text
}

/// Adds a prefix, because a name may be a keyword of Mermaid, such as `end`.
fn id(name: &str) -> String {
    format!("n_{}", name.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_is_drawn_in_layers_with_the_edges_that_are_needed() {
        let mut graph = UseGraph::default();
        for (from, to) in [("web", "end"), ("web", "sign-in"), ("sign-in", "end")] {
            graph.connect(from, to);
        }
        let expected = "```mermaid
flowchart TD
    subgraph g0[\" \"]
        n_web[\"web\"]
    end
    subgraph g1[\" \"]
        n_sign_in[\"sign-in\"]
    end
    subgraph g2[\" \"]
        n_end[\"end\"]
    end
    n_sign_in --> n_end
    n_web --> n_sign_in
```
";
        assert_eq!(in_layers(&graph), expected);
    }
}
