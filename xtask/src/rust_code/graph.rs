//! A graph of names: what uses what.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Names, and those that each of them uses.
#[derive(Debug, Default)]
pub struct UseGraph<'a> {
    uses: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> UseGraph<'a> {
    /// Adds a name without edges.
    pub fn add(&mut self, name: &'a str) {
        self.uses.entry(name).or_default();
    }

    /// Adds that one name uses another.
    pub fn connect(&mut self, from: &'a str, to: &'a str) {
        self.add(to);
        if from != to {
            self.uses.entry(from).or_default().insert(to);
        }
    }

    /// Every name, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.uses.keys().copied()
    }

    /// One shortest cycle in each group of names that reach each other, as the names on it.
    pub fn circles(&self) -> Vec<Vec<&'a str>> {
        let mut seen = BTreeSet::new();
        let mut circles = Vec::new();
        for name in self.names() {
            if seen.contains(name) {
                continue;
            }
            let group: Vec<_> = self.reached_from(name).filter(|other| self.reaches(other, name)).collect();
            let shortest = group.iter().filter_map(|member| self.way(member, member)).min_by_key(Vec::len);
            circles.extend(shortest);
            seen.extend(group);
        }
        circles
    }

    /// The graph without the edges that a longer path already implies. Within a cycle every edge stays.
    pub fn reduced(&self) -> BTreeMap<&'a str, Vec<&'a str>> {
        let is_needed = |from: &str, to: &str| {
            let mut others = self.uses[from].iter().filter(|other| **other != to && !self.reaches(other, from));
            others.all(|other| !self.reaches(other, to)) || self.reaches(to, from)
        };
        let kept =
            |from: &'a str, to: &BTreeSet<&'a str>| to.iter().copied().filter(|to| is_needed(from, to)).collect();
        self.uses.iter().map(|(from, to)| (*from, kept(from, to))).collect()
    }

    /// The names in layers. The names of a layer use only names of lower layers. The first layer is the top.
    pub fn layers(&self) -> Vec<Vec<&'a str>> {
        let mut layers = Vec::new();
        let mut placed = BTreeSet::new();
        while placed.len() < self.uses.len() {
            let is_next = |name: &&str| {
                let mut uses = self.uses[name].iter();
                !placed.contains(name) && uses.all(|used| placed.contains(used) || self.reaches(used, name))
            };
            let layer: Vec<_> = self.names().filter(is_next).collect();
            // A cycle above another cycle leaves no name to place next. The remaining names form one layer.
            let layer =
                if layer.is_empty() { self.names().filter(|name| !placed.contains(name)).collect() } else { layer };
            placed.extend(layer.iter().copied());
            layers.push(layer);
        }
        layers.reverse();
        layers
    }

    fn reaches(&self, from: &str, to: &str) -> bool {
        self.way(from, to).is_some()
    }

    fn reached_from(&self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.names().filter(move |other| self.reaches(name, other))
    }

    /// The names on a shortest path, without the last one. A path has at least one edge.
    fn way(&self, from: &str, to: &str) -> Option<Vec<&'a str>> {
        let (from, _) = self.uses.get_key_value(from)?;
        let mut came_from = BTreeMap::new();
        let mut waiting = VecDeque::from([*from]);
        while let Some(name) = waiting.pop_front() {
            for used in &self.uses[name] {
                if *used == to {
                    let mut way = vec![name];
                    while let Some(before) =
                        way.last().filter(|name| *name != from).and_then(|name| came_from.get(name))
                    {
                        way.push(*before);
                    }
                    way.reverse();
                    return Some(way);
                }
                if *used != *from && !came_from.contains_key(used) {
                    came_from.insert(*used, name);
                    waiting.push_back(used);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(&'static str, &'static str)]) -> UseGraph<'static> {
        let mut graph = UseGraph::default();
        for (from, to) in edges {
            graph.connect(from, to);
        }
        graph
    }

    #[test]
    fn a_circle_is_found_by_its_shortest_way_once() {
        assert!(graph(&[("a", "b"), ("b", "c"), ("a", "c")]).circles().is_empty());
        assert_eq!(graph(&[("a", "b"), ("b", "a"), ("b", "c")]).circles(), [["a", "b"]]);
        assert_eq!(graph(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "b")]).circles(), [["b", "c"]]);
    }

    #[test]
    fn an_edge_that_a_longer_way_stands_for_is_left_out() {
        let reduced = graph(&[("a", "b"), ("b", "c"), ("a", "c")]).reduced();
        assert_eq!(reduced["a"], ["b"]);
        assert_eq!(reduced["b"], ["c"]);
    }

    #[test]
    fn a_circle_keeps_its_edges() {
        let reduced = graph(&[("a", "b"), ("b", "a"), ("b", "c")]).reduced();
        assert_eq!((&reduced["a"][..], &reduced["b"][..]), (&["b"][..], &["a", "c"][..]));
    }

    #[test]
    fn layers_go_from_what_uses_the_others_to_what_uses_none() {
        let mut graph = graph(&[("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")]);
        graph.add("e");
        assert_eq!(graph.layers(), [vec!["a"], vec!["b", "d"], vec!["c", "e"]]);
        assert_eq!(self::graph(&[("a", "b"), ("b", "a")]).layers(), [["a", "b"]]);
    }
}
