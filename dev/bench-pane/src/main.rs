//! `latchkey-bench-pane`: how much the pane loads, and how soon it can be used, in headless Chromium. It is called by
//! `cargo xtask bench pane`, which builds the pane first.
//!
//! All variants are measured in one run, in mixed order, each visit in a fresh browser. Other load on the machine then
//! affects all of them alike, so ratios are reliable where milliseconds are not.

mod browser;
mod condition;
mod goal;
mod quiet;
mod report;
mod rivals;
mod server;
mod stats;
mod variant;

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Parser;

use browser::{ChromeDriver, PageTimes};
use condition::VisitCondition;
use report::PaneResults;
use server::VariantServer;
use variant::{PaneVariant, VariantKind};

/// The order of visits is random, but the same in each run.
const SEED: u64 = 4870;

/// Measures the pane beside its rivals.
#[derive(Parser)]
struct BenchPaneArguments {
    /// The built pane
    #[arg(long)]
    pane: PathBuf,
    /// The rivals' sources; without them only the pane is measured
    #[arg(long)]
    rivals: Option<PathBuf>,
    /// Where rivals are built
    #[arg(long)]
    scratch: PathBuf,
    /// Visits of each variant under each condition
    #[arg(long, default_value_t = 15)]
    runs: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = BenchPaneArguments::parse();
    let mut variants = vec![PaneVariant { kind: VariantKind::Latchkey, folder: arguments.pane }];
    if let Some(source) = &arguments.rivals {
        variants.extend(rivals::build(source, &arguments.scratch)?);
    }
    let site = Arc::new(VariantServer::load(&variants)?);
    let address = Arc::clone(&site).serve().await?;
    let driver = ChromeDriver::start().await?;

    let mut results = PaneResults::default();
    for PaneVariant { kind, .. } in &variants {
        // The first visit of all warms the machine's own caches; it counts bytes and nothing else.
        site.forget();
        driver.visit(&address, &url(&address, *kind), VisitCondition::Cold, done(*kind)).await?;
        results.bytes.insert(*kind, site.asked_for()?);
    }
    let mut order = fastrand::Rng::with_seed(SEED);
    for round in 1..=arguments.runs {
        let mut visits: Vec<(VariantKind, VisitCondition)> =
            variants.iter().flat_map(|it| VisitCondition::ALL.map(|condition| (it.kind, condition))).collect();
        order.shuffle(&mut visits);
        for (kind, condition) in visits {
            let visit = driver.visit(&address, &url(&address, kind), condition, done(kind)).await?;
            results.visits += 1;
            results.loud += usize::from(!visit.quiet);
            results.first.entry((kind, condition)).or_default().push(visit.times.first);
            if let Some(usable) = usable(kind, &visit.times) {
                results.usable.entry((kind, condition)).or_default().push(usable);
            }
        }
        eprintln!("round {round} of {}", arguments.runs);
    }
    io::stdout().write_all(report::render(&results).as_bytes()).context("can't print the report")
}

fn url(address: &str, kind: VariantKind) -> String {
    format!("{address}/{}/", kind.slug())
}

/// Whether a page has reported all its milestones.
fn done(kind: VariantKind) -> fn(&PageTimes) -> bool {
    match kind {
        VariantKind::Latchkey => |times| times.marked.is_some(),
        VariantKind::Static | VariantKind::Preact | VariantKind::React => |_| true,
    }
}

/// The pane reports itself when its handlers are attached. The others attach handlers when they draw the button, so it is
/// usable as soon as the script that drew it has run.
fn usable(kind: VariantKind, times: &PageTimes) -> Option<f64> {
    match kind {
        VariantKind::Latchkey => times.marked,
        VariantKind::Static => None,
        VariantKind::Preact | VariantKind::React => Some(times.scripted),
    }
}
