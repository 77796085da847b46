//! Modules of a crate must not use each other in a cycle, so that each can be read, tested and moved without the others.

use crate::rust_code::{CrateModules, UseGraph};

/// One problem for each circle, with the edges that make it up.
pub fn problems(crates: &[CrateModules]) -> Vec<String> {
    crates.iter().flat_map(problems_of).collect()
}

fn problems_of(found: &CrateModules) -> Vec<String> {
    let mut graph = UseGraph::default();
    for it in &found.uses {
        graph.connect(&it.from, &it.to);
    }
    let edge = |from: &str, to: &str| {
        let place = found.uses.iter().find(|it| it.from == from && it.to == to).map_or("", |it| &it.place);
        format!("{from} uses {to} ({place})")
    };
    let describe = |circle: &Vec<&str>| {
        let next = circle.iter().skip(1).chain(circle.first());
        let edges: Vec<_> = circle.iter().zip(next).map(|(from, to)| edge(from, to)).collect();
        format!(
            "{}: modules in a circle: {}: move what they share to a module of its own",
            found.name,
            edges.join(", ")
        )
    };
    graph.circles().iter().map(describe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust_code::crates;

    #[test]
    fn a_circle_is_refused_with_its_edges() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let a = file("crates/x/src/a.rs", "//! A.\nuse crate::b::B;");
        let b = file("crates/x/src/b/inner.rs", "use crate::a::A;");
        assert_eq!(problems(&crates(&[a.clone(), file("crates/x/src/b/inner.rs", "")])), Vec::<String>::new());
        let found = problems(&crates(&[a, b, file("crates/x/src/b.rs", "")]));
        let expected = "x: modules in a circle: a uses b (crates/x/src/a.rs:2), b uses a (crates/x/src/b/inner.rs:1): ";
        assert!(found.len() == 1 && found[0].starts_with(expected), "{found:?}");
    }
}
