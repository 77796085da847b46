//! The report: tables and the goals.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::condition::VisitCondition;
use crate::goal::{self, MedianTimes};
use crate::server::Bytes;
use crate::stats::spread;
use crate::variant::VariantKind;

/// Everything that was measured.
#[derive(Clone, Debug, Default)]
pub struct PaneResults {
    /// The bytes that each variant loads.
    pub bytes: BTreeMap<VariantKind, Bytes>,
    /// Milliseconds to the first useful control, one for each visit.
    pub first: BTreeMap<(VariantKind, VisitCondition), Vec<f64>>,
    /// Milliseconds until it can be used. A page without script has no such moment.
    pub usable: BTreeMap<(VariantKind, VisitCondition), Vec<f64>>,
    /// All visits.
    pub visits: usize,
    /// Visits during which something else kept the machine busy.
    pub loud: usize,
}

/// Width of a column with a median and its spread.
const COLUMN: usize = 20;

/// The whole report.
pub fn render(results: &PaneResults) -> String {
    let mut text = bytes_table(&results.bytes);
    text += &times_table("First useful control, ms: median (p10-p90)", &results.first);
    text += &times_table("Usable, ms: median (p10-p90)", &results.usable);
    let _ = writeln!(
        text,
        "\n{} of {} visits began while something else kept the machine busy.\n\nGoals",
        results.loud, results.visits
    );
    let brotli = results.bytes.get(&VariantKind::Latchkey).map_or(0, |bytes| bytes.brotli);
    for goal in goal::judge(brotli, &medians(&results.first), &medians(&results.usable)) {
        let _ = writeln!(text, "  {goal}");
    }
    text
}

fn bytes_table(bytes: &BTreeMap<VariantKind, Bytes>) -> String {
    let mut text =
        format!("\nBytes of everything that is loaded\n{:20}{:>10}{:>10}{:>10}\n", "", "raw", "gzip", "brotli");
    for (kind, Bytes { raw, gzip, brotli }) in bytes {
        let _ = writeln!(text, "{kind:20}{raw:>10}{gzip:>10}{brotli:>10}");
    }
    text
}

fn times_table(title: &str, times: &BTreeMap<(VariantKind, VisitCondition), Vec<f64>>) -> String {
    let mut text = format!("\n{title}\n{:20}", "");
    for condition in VisitCondition::ALL {
        let _ = write!(text, "{condition:>COLUMN$}");
    }
    for kind in [VariantKind::Latchkey, VariantKind::Static, VariantKind::Preact, VariantKind::React] {
        let cells =
            VisitCondition::ALL.map(|condition| times.get(&(kind, condition)).and_then(|values| spread(values)));
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let _ = write!(text, "\n{kind:20}");
        for cell in cells {
            let cell = cell.map_or_else(String::new, |it| format!("{:.0} ({:.0}-{:.0})", it.median, it.p10, it.p90));
            let _ = write!(text, "{cell:>COLUMN$}");
        }
    }
    text + "\n"
}

fn medians(times: &BTreeMap<(VariantKind, VisitCondition), Vec<f64>>) -> MedianTimes {
    times.iter().filter_map(|(key, values)| Some((*key, spread(values)?.median))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_bytes_times_ratios_and_goals() {
        let key = |kind| (kind, VisitCondition::Cold);
        let results = PaneResults {
            bytes: BTreeMap::from([(VariantKind::Latchkey, Bytes { raw: 3, gzip: 2, brotli: 1 })]),
            first: BTreeMap::from([(key(VariantKind::Latchkey), vec![70.0]), (key(VariantKind::Static), vec![66.0])]),
            usable: BTreeMap::from([(key(VariantKind::Latchkey), vec![120.0]), (key(VariantKind::Preact), vec![99.0])]),
            visits: 4,
            loud: 1,
        };
        let text = render(&results);
        assert!(text.contains("70 (70-70)"), "{text}");
        assert!(text.contains("met        1.06  first control, cold 1x: at most 1.25 x static"), "{text}");
        assert!(text.contains("MISSED     1.21  usable, cold 1x: at most 1.1 x preact"), "{text}");
        assert!(text.contains("1 of 4 visits"), "{text}");
    }
}
