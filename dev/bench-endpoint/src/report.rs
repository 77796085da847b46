//! The report: a table and the goals.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::case::Case;
use crate::goal::{self, MedianFigures};
use crate::round::Measured;
use crate::stats::median;

/// Everything that was measured, one for each round.
pub type EndpointResults = BTreeMap<Case, Vec<Measured>>;

/// The whole report.
pub fn render(results: &EndpointResults) -> String {
    let mut text = format!(
        "\n{:34}{:>8}{:>16}{:>8}{:>8}{:>8}{:>7}{:>7}{:>8}\n",
        "", "req/s", "min-max", "p50 ms", "p99 ms", "cpu us", "idle", "peak", "others"
    );
    for (case, rounds) in results {
        let m = middle(rounds);
        let fewest = rounds.iter().map(|it| it.per_second).fold(f64::INFINITY, f64::min);
        let most = rounds.iter().map(|it| it.per_second).fold(0.0, f64::max);
        let range = format!("{fewest:.0}-{most:.0}");
        let _ = writeln!(
            text,
            "{case:34}{:>8.0}{range:>16}{:>8.2}{:>8.2}{:>8.1}{:>7.1}{:>7.1}{:>8.2}",
            m.per_second, m.p50_ms, m.p99_ms, m.processor_us, m.idle_mib, m.peak_mib, m.others
        );
    }
    text += "\nMedians. cpu: processor time of the server a request. idle, peak: its memory in MiB. others: cores that other work kept busy just before.\n\nGoals\n";
    let medians: MedianFigures = results.iter().map(|(case, rounds)| (*case, middle(rounds))).collect();
    for goal in goal::judge(&medians) {
        let _ = writeln!(text, "  {goal}");
    }
    text
}

fn middle(rounds: &[Measured]) -> Measured {
    let of = |figure: fn(&Measured) -> f64| median(rounds.iter().map(figure));
    Measured {
        per_second: of(|it| it.per_second),
        processor_us: of(|it| it.processor_us),
        p50_ms: of(|it| it.p50_ms),
        p99_ms: of(|it| it.p99_ms),
        idle_mib: of(|it| it.idle_mib),
        peak_mib: of(|it| it.peak_mib),
        others: of(|it| it.others),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{MeasuredProgram, Workload};

    #[test]
    fn the_middle_round_stands_in_the_table_with_the_range() {
        let measured = |per_second| Measured {
            per_second,
            processor_us: 10.0,
            p50_ms: 1.0,
            p99_ms: 2.0,
            idle_mib: 5.0,
            peak_mib: 6.0,
            others: 0.1,
        };
        let case = Case { work: Workload::Constant, program: MeasuredProgram::Limit };
        let text = render(&BTreeMap::from([(case, vec![measured(30.0), measured(10.0), measured(20.0)])]));
        assert!(text.contains("constant: axum") && text.contains("20           10-30"), "{text}");
    }
}
