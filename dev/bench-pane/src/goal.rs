//! The pane's goals. Goals for times are ratios, because machines differ; those for bytes are absolute.
//!
//! # To change a goal
//! Change a constant. Tighten a goal that has been met for long.

use std::collections::BTreeMap;
use std::fmt;

use crate::condition::VisitCondition;
use crate::variant::VariantKind;

/// First useful control, against the static page, in every column.
const FIRST_TO_STATIC: f64 = 1.25;

/// Usable, against Preact, on first visits by a good link.
const USABLE_TO_PREACT: f64 = 1.1;

/// Usable, against React, Fluent UI and MSAL, on the slow link.
const USABLE_TO_REACT: f64 = 0.45;

/// Everything that the pane loads, in brotli.
const BROTLI_BYTES: usize = 90_000;

/// Medians in milliseconds.
pub type MedianTimes = BTreeMap<(VariantKind, VisitCondition), f64>;

/// A goal and what was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct PaneGoal {
    title: String,
    measured: String,
    met: bool,
}

/// All goals that can be judged by what was measured.
pub fn judge(brotli_bytes: usize, first: &MedianTimes, usable: &MedianTimes) -> Vec<PaneGoal> {
    let mut goals = vec![PaneGoal {
        title: format!("everything that is loaded: at most {BROTLI_BYTES} bytes of brotli"),
        measured: format!("{brotli_bytes}"),
        met: brotli_bytes <= BROTLI_BYTES,
    }];
    for condition in VisitCondition::ALL {
        goals.extend(ratio("first control", first, VariantKind::Static, condition, FIRST_TO_STATIC));
    }
    for condition in [VisitCondition::Cold, VisitCondition::ColdSlowCpu] {
        goals.extend(ratio("usable", usable, VariantKind::Preact, condition, USABLE_TO_PREACT));
    }
    goals.extend(ratio("usable", usable, VariantKind::React, VisitCondition::ColdSlowLink, USABLE_TO_REACT));
    goals
}

fn ratio(
    what: &str,
    medians: &MedianTimes,
    rival: VariantKind,
    condition: VisitCondition,
    at_most: f64,
) -> Option<PaneGoal> {
    let ratio = medians.get(&(VariantKind::Latchkey, condition))? / medians.get(&(rival, condition))?;
    Some(PaneGoal {
        title: format!("{what}, {condition}: at most {at_most} x {rival}"),
        measured: format!("{ratio:.2}"),
        met: ratio <= at_most,
    })
}

impl fmt::Display for PaneGoal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}  {:>7}  {}", if self.met { "met   " } else { "MISSED" }, self.measured, self.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn medians(latchkey: f64, rival: VariantKind, theirs: f64) -> MedianTimes {
        BTreeMap::from([
            ((VariantKind::Latchkey, VisitCondition::Cold), latchkey),
            ((rival, VisitCondition::Cold), theirs),
        ])
    }

    #[test]
    fn a_goal_is_met_up_to_its_ratio_and_not_beyond() {
        let at =
            judge(90_000, &medians(125.0, VariantKind::Static, 100.0), &medians(110.0, VariantKind::Preact, 100.0));
        assert!(at.iter().all(|goal| goal.met), "{at:?}");
        let beyond =
            judge(90_001, &medians(126.0, VariantKind::Static, 100.0), &medians(111.0, VariantKind::Preact, 100.0));
        assert!(beyond.iter().all(|goal| !goal.met), "{beyond:?}");
    }

    #[test]
    fn without_rivals_only_bytes_are_judged() {
        assert_eq!(judge(1, &MedianTimes::new(), &MedianTimes::new()).len(), 1);
    }
}
