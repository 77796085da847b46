//! The endpoint's goals. Goals for speed are ratios, because machines differ; those for memory are absolute.
//!
//! # To change a goal
//! Change a constant. Tighten a goal that has been met for long.

use std::collections::BTreeMap;
use std::fmt;

use crate::case::{Case, ClientLibrary, MeasuredProgram, Workload};
use crate::round::Measured;

/// Handing out, against fastify.
const HAND_OUT_TO_NODE: f64 = 6.0;
/// Handing out, against a constant answer of the same length.
const HAND_OUT_TO_LIMIT: f64 = 0.6;
/// Exchange and refresh, against simple-oauth2 with connections that are kept.
const TO_SIMPLE_KEEP_ALIVE: f64 = 5.0;
/// Exchange and refresh, against what can be written by hand for Node.
const TO_UNDICI: f64 = 3.0;
/// Exchange and refresh, against one POST.
const TO_ONE_POST: f64 = 0.4;
/// Exchange and refresh where rivals, too, write to the disk before they answer.
const TO_NODE_SYNCED: f64 = 3.0;
/// Peak memory under load.
const PEAK_MIB: f64 = 24.0;
/// Memory before the first request.
const IDLE_MIB: f64 = 12.0;
/// The 99th percentile of the latency, against the median.
const P99_TO_P50: f64 = 3.0;

/// The median figures of each case.
pub type MedianFigures = BTreeMap<Case, Measured>;

/// A goal and what was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointGoal {
    title: String,
    measured: String,
    met: bool,
}

/// All goals that can be judged by what was measured.
pub fn judge(medians: &MedianFigures) -> Vec<EndpointGoal> {
    let mut goals = Vec::new();
    let limit = |work| Case { work, program: MeasuredProgram::Limit };
    let node = |work, library, synced| Case { work, program: MeasuredProgram::Node { library, synced } };
    let simple = ClientLibrary::SimpleKeepAlive;
    goals.extend(speed(medians, Workload::HandOut, node(Workload::HandOut, simple, false), HAND_OUT_TO_NODE));
    goals.extend(speed(medians, Workload::HandOut, limit(Workload::ConstantToken), HAND_OUT_TO_LIMIT));
    for work in [Workload::Exchange, Workload::Refresh] {
        goals.extend(speed(medians, work, node(work, simple, false), TO_SIMPLE_KEEP_ALIVE));
        goals.extend(speed(medians, work, node(work, ClientLibrary::Undici, false), TO_UNDICI));
        goals.extend(speed(medians, work, node(work, simple, true), TO_NODE_SYNCED));
        goals.extend(speed(medians, work, limit(Workload::OnePost), TO_ONE_POST));
    }
    let ours = medians.iter().filter(|(case, _)| case.program == MeasuredProgram::Latchkey);
    goals.extend(ours.flat_map(|(case, measured)| {
        [
            at_most(&format!("{case}: peak memory, MiB"), measured.peak_mib, PEAK_MIB),
            at_most(&format!("{case}: idle memory, MiB"), measured.idle_mib, IDLE_MIB),
            at_most(&format!("{case}: p99 against p50"), measured.p99_ms / measured.p50_ms, P99_TO_P50),
        ]
    }));
    goals
}

/// Requests a second; beside it the ratio by processor time, which other work on the machine disturbs less.
fn speed(medians: &MedianFigures, work: Workload, other: Case, at_least: f64) -> Option<EndpointGoal> {
    let ours = medians.get(&Case { work, program: MeasuredProgram::Latchkey })?;
    let theirs = medians.get(&other)?;
    let (ratio, by_processor) = (ours.per_second / theirs.per_second, theirs.processor_us / ours.processor_us);
    Some(EndpointGoal {
        title: format!("{work}: at least {at_least} x {other} (by processor time {by_processor:.2})"),
        measured: format!("{ratio:.2}"),
        met: ratio >= at_least,
    })
}

fn at_most(title: &str, measured: f64, most: f64) -> EndpointGoal {
    EndpointGoal {
        title: format!("{title}: at most {most}"),
        measured: format!("{measured:.1}"),
        met: measured <= most,
    }
}

impl fmt::Display for EndpointGoal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}  {:>7}  {}", if self.met { "met   " } else { "MISSED" }, self.measured, self.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(per_second: f64) -> Measured {
        let processor_us = 1e6 / per_second;
        Measured { per_second, processor_us, p50_ms: 1.0, p99_ms: 2.0, idle_mib: 8.0, peak_mib: 20.0, others: 0.0 }
    }

    #[test]
    fn a_goal_is_met_from_its_ratio_on_and_not_below() {
        let limit = Case { work: Workload::ConstantToken, program: MeasuredProgram::Limit };
        let ours = Case { work: Workload::HandOut, program: MeasuredProgram::Latchkey };
        let at = judge(&BTreeMap::from([(limit, measured(1000.0)), (ours, measured(600.0))]));
        assert!(at.iter().all(|goal| goal.met), "{at:?}");
        let below = judge(&BTreeMap::from([(limit, measured(1000.0)), (ours, measured(599.0))]));
        assert_eq!(below.iter().filter(|goal| !goal.met).count(), 1, "{below:?}");
    }
}
