//! One measurement: all programs are started, warmed up, measured and stopped.

use std::path::Path;

use anyhow::bail;

use crate::case::{Case, MeasuredProgram, Workload};
use crate::data::{Data, MEASURED_FROM};
use crate::load::{Load, Questions};
use crate::machine::{self, MemoryFigure};
use crate::rivals::Rivals;
use crate::server::{ServerProcess, free_port};

/// How long each program is warmed up.
const WARM_UP_S: u32 = 3;

/// One in this number of requests to a rival may fail. No request to the endpoint may.
const BEARABLE: u64 = 50;

/// The figures of one measurement.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Requests a second.
    pub per_second: f64,
    /// Processor time of the server for each request, in microseconds.
    pub processor_us: f64,
    /// The median latency, in milliseconds.
    pub p50_ms: f64,
    /// The 99th percentile of the latency, in milliseconds.
    pub p99_ms: f64,
    /// Memory before the first request, in MiB.
    pub idle_mib: f64,
    /// The most memory, in MiB.
    pub peak_mib: f64,
    /// How many cores other programs kept busy just before.
    pub others: f64,
}

/// What every measurement uses.
pub struct Benchmark<'a> {
    /// The built endpoint.
    pub endpoint: &'a Path,
    /// The rivals, if there are any.
    pub rivals: Option<Rivals>,
    /// The stub's port.
    pub stub: u16,
    /// The endpoint's databases.
    pub data: Data,
    pub load: Load,
    /// How long each case is measured, in seconds.
    pub seconds: u32,
}

impl Benchmark<'_> {
    /// Measures a case once.
    pub async fn measure(&self, case: Case) -> anyhow::Result<Measured> {
        let port = free_port()?;
        let token_url = format!("http://127.0.0.1:{}/token", self.stub);
        let _stub = ServerProcess::stub(self.stub).await?;
        let mut config = None;
        let (server, questions) = match case.program {
            MeasuredProgram::Limit => {
                (ServerProcess::limit(port, &token_url).await?, questions(case.work, 0, 1, String::new()))
            }
            MeasuredProgram::Latchkey => {
                let ready = self.data.ready(case.work, port).await?;
                let server = ServerProcess::endpoint(self.endpoint, &ready.config, port).await?;
                config = Some(ready.config);
                (server, questions(case.work, 0, Data::count(case.work), ready.key))
            }
            MeasuredProgram::Node { library, synced } => {
                let Some(rivals) = &self.rivals else { bail!("there are no rivals") };
                let server = ServerProcess::start(rivals.serve(library, synced, port, &token_url)?, port).await?;
                let asked = questions(case.work, 0, Rivals::rows(), Rivals::key());
                (server, Questions { work: node_word(case.work), ..asked })
            }
        };
        let others = machine::quiet().await;
        let idle_mib = machine::memory_mib(server.process(), MemoryFigure::Resident)?;
        self.load.run(port, WARM_UP_S, &questions)?;
        let taken_once = config.is_some() && matches!(case.work, Workload::Exchange | Workload::Refresh);
        let first = if taken_once { MEASURED_FROM } else { 0 };
        let before = machine::processor_s(server.process())?;
        let answers = self.load.run(port, self.seconds, &Questions { first, ..questions })?;
        let processor_s = machine::processor_s(server.process())? - before;
        let peak_mib = machine::memory_mib(server.process(), MemoryFigure::Peak)?;
        drop(server);
        let bearable =
            if matches!(case.program, MeasuredProgram::Node { .. }) { answers.requests / BEARABLE } else { 0 };
        if answers.broken + answers.refused > bearable || answers.requests == 0 {
            bail!(
                "{case}: of {} requests {} broke and {} were refused",
                answers.requests,
                answers.broken,
                answers.refused
            );
        }
        if let (Some(config), Workload::Exchange) = (config, case.work) {
            let finished = self.data.finished(&config, first, answers.requests).await?;
            if finished < answers.requests {
                bail!("{case}: {} sign-ins were answered, and {finished} brought a connection", answers.requests);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds are far below 2^52")]
        let (requests, duration_us) = (answers.requests as f64, answers.duration_us as f64);
        Ok(Measured {
            per_second: requests / duration_us * 1e6,
            processor_us: processor_s / requests * 1e6,
            p50_ms: answers.p50_us / 1e3,
            p99_ms: answers.p99_us / 1e3,
            idle_mib,
            peak_mib,
            others,
        })
    }
}

fn questions(work: Workload, first: usize, count: usize, key: String) -> Questions {
    Questions { work: word(work), first, count, key }
}

fn word(work: Workload) -> &'static str {
    match work {
        Workload::Constant => "constant",
        Workload::ConstantToken => "constant-token",
        Workload::OnePost => "one-post",
        Workload::HandOut => "hand-out",
        Workload::Exchange => "exchange",
        Workload::Refresh => "refresh",
    }
}

fn node_word(work: Workload) -> &'static str {
    match work {
        Workload::HandOut => "node-hand-out",
        Workload::Exchange => "node-exchange",
        Workload::Refresh => "node-refresh",
        Workload::Constant | Workload::ConstantToken | Workload::OnePost => word(work),
    }
}
