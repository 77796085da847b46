//! Runs jobs in parallel and shows progress: which have finished, and what the others are doing.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use crate::interrupt::{self, Interrupted};
use crate::log::{Log, Progress, Share, Show};
use crate::stopwatch::{Stopwatch, Took};
use crate::ui;

/// How often the status line of a terminal is updated.
const TICK: Duration = Duration::from_millis(200);

/// How often a line reports progress where the output is not a terminal.
const HEARTBEAT_TICKS: u32 = 100;

type JobBody = Box<dyn FnOnce(&mut Log) -> anyhow::Result<()> + Send>;

/// One job. It stops early if the run is interrupted, because an interruption ends its programs.
pub struct Job {
    title: String,
    log: Log,
    work: JobBody,
}

impl Job {
    /// `title` says what is being done (“building the endpoint”); the log is named `name`.
    pub fn new(
        name: &str,
        title: &str,
        work: impl FnOnce(&mut Log) -> anyhow::Result<()> + Send + 'static,
    ) -> anyhow::Result<Self> {
        Ok(Self { title: title.to_owned(), log: Log::create(name, Show::OnFailure)?, work: Box::new(work) })
    }
}

/// Runs all jobs at once. The first failure ends the others: all jobs are builds, which continue next time where they
/// stopped.
pub fn side_by_side(jobs: Vec<Job>) -> anyhow::Result<()> {
    let watch = Stopwatch::start();
    let (finished, results) = mpsc::channel();
    let mut all: Vec<WatchedJob> = Vec::new();
    let mut first_failure = None;
    thread::scope(|scope| {
        for Job { title, mut log, work } in jobs {
            all.push(WatchedJob { title: title.clone(), progress: log.progress(), is_done: false });
            let finished = finished.clone();
            scope.spawn(move || {
                let since = Stopwatch::start();
                let result = work(&mut log);
                // The receiver waits for every job, so the channel is open.
                let _ = finished.send((title, since.elapsed(), result));
            });
        }
        let mut ticks = 0;
        while all.iter().any(|job| !job.is_done) {
            match results.recv_timeout(TICK) {
                Ok((title, took, result)) => {
                    all.iter_mut().filter(|job| job.title == title).for_each(|job| job.is_done = true);
                    ui::clear_status();
                    match result {
                        Ok(()) => ui::say(format!("  done: {title} ({})", Took(took))),
                        // Only the first failure is reported: it has ended the other jobs.
                        Err(error) if first_failure.is_none() => {
                            if !error.is::<Interrupted>() {
                                ui::say(format!("  FAILED: {title} ({})", Took(took)));
                            }
                            first_failure = Some(error);
                            interrupt::end_everything();
                        }
                        Err(_) => {}
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    ticks += 1;
                    show_progress(&all, watch, ticks);
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    first_failure.map_or(Ok(()), Err)
}

/// A job as the watching thread sees it.
struct WatchedJob {
    title: String,
    progress: Progress,
    is_done: bool,
}

fn show_progress(all: &[WatchedJob], watch: Stopwatch, ticks: u32) {
    let open: Vec<_> = all.iter().filter(|job| !job.is_done).collect();
    let Some(first) = open.first() else { return };
    let more = if open.len() > 1 { format!(" and {} more", open.len() - 1) } else { String::new() };
    let share = share_of(all).map(|share| format!(" {} %,", share.percent())).unwrap_or_default();
    let line = first.progress.line();
    let colon = if line.is_empty() { "" } else { ": " };
    let text = format!("  {},{share} {}{more}{colon}{line}", Took(watch.elapsed()), first.title);
    if ui::is_terminal() {
        ui::status(&text);
    } else if ticks.is_multiple_of(HEARTBEAT_TICKS) {
        ui::say(text);
    }
}

/// The share of all jobs together, by the units that cargo compiles. A job that has counted nothing yet is left out.
fn share_of(all: &[WatchedJob]) -> Option<Share> {
    let shares = all.iter().filter_map(|job| {
        let share = job.progress.share()?;
        Some(if job.is_done { share.complete() } else { share })
    });
    shares.reduce(|sum, share| sum + share)
}
