//! `bench endpoint`: rounds over everything that can be measured, and the report.

use std::io::{self, Write as _};

use anyhow::Context;

use crate::EndpointArguments;
use crate::case::Case;
use crate::data::Data;
use crate::load::Load;
use crate::report::{self, EndpointResults};
use crate::rivals::Rivals;
use crate::round::Benchmark;
use crate::server::free_port;

/// The order is random, but the same in each run.
const SEED: u64 = 4870;

/// Measures and reports.
pub async fn run(arguments: &EndpointArguments) -> anyhow::Result<()> {
    let rivals = arguments.rivals.as_deref().map(|source| Rivals::prepare(source, &arguments.scratch)).transpose()?;
    let stub = free_port()?;
    let mut cases = Case::all(rivals.is_some());
    if let Some(only) = &arguments.only {
        cases.retain(|case| case.to_string().contains(only));
    }
    let data = Data::new(&arguments.scratch.join("bench-endpoint"), stub)?;
    let load = Load::new(&arguments.wrk, &arguments.scratch)?;
    let bench = Benchmark { endpoint: &arguments.endpoint, rivals, stub, data, load, seconds: arguments.seconds.get() };
    let mut results = EndpointResults::new();
    let mut order = fastrand::Rng::with_seed(SEED);
    for round in 1..=arguments.rounds.get() {
        order.shuffle(&mut cases);
        for case in &cases {
            let measured = bench.measure(*case).await?;
            eprintln!(
                "round {round} of {}: {case:34} {:>8.0} req/s {:>8.1} us",
                arguments.rounds, measured.per_second, measured.processor_us
            );
            results.entry(*case).or_default().push(measured);
        }
    }
    io::stdout().write_all(report::render(&results).as_bytes()).context("can't print the report")
}
