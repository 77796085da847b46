//! Ctrl-C and similar signals (SIGTERM, SIGHUP) end everything that xtask has started.
//!
//! Each program is started in its own process group (`process.rs`), which is on the list here while the program runs. A
//! signal marks the run as interrupted and ends every group on the list. The thread that waits for a program then returns
//! [`Interrupted`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context;

use crate::process_group;
use crate::stopwatch::Stopwatch;

/// The time that a program has to end before it is killed.
pub const GRACE: Duration = Duration::from_secs(5);

const POLL: Duration = Duration::from_millis(20);

static REQUESTED: AtomicBool = AtomicBool::new(false);
static LIVING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// The person asked to stop. `main` turns it into the exit code of an interrupted program, without a message.
#[derive(Debug)]
pub struct Interrupted;

impl std::fmt::Display for Interrupted {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// Starts to listen for signals. Call this once, before anything else.
pub fn install() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        REQUESTED.store(true, Ordering::SeqCst);
        end_everything();
    })
    .context("can't listen for Ctrl-C")
}

/// Ends every program on the list. Returns when the list is empty, at the latest after [`GRACE`].
pub fn end_everything() {
    for group in living().clone() {
        process_group::ask_to_end(group);
    }
    // Meanwhile the thread that waits for a program reaps it and removes it from the list.
    let since = Stopwatch::start();
    while !living().is_empty() && since.elapsed() < GRACE {
        thread::sleep(POLL);
    }
    for group in living().clone() {
        process_group::kill(group);
    }
}

/// Fails with [`Interrupted`] once the person asked to stop.
pub fn check() -> anyhow::Result<()> {
    if REQUESTED.load(Ordering::SeqCst) { Err(Interrupted.into()) } else { Ok(()) }
}

/// Puts a process group on the list.
pub fn remember(group: u32) {
    living().push(group);
}

/// Removes a process group from the list, because its program has ended.
pub fn forget(group: u32) {
    living().retain(|it| *it != group);
}

fn living() -> MutexGuard<'static, Vec<u32>> {
    LIVING.lock().unwrap_or_else(PoisonError::into_inner)
}
