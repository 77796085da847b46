//! Figures of processes from proc(5), and the cores to pin them to.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Context;

/// The server has this core to itself.
pub const SERVER_CORE: u32 = 0;
/// Load and stub share this one.
pub const LOAD_CORE: u32 = 1;

/// Linux counts processor time in hundredths of a second in `/proc`, independent of the kernel's own tick (`USER_HZ`).
const TICKS_A_SECOND: f64 = 100.0;
/// How long the machine is watched before a measurement, in real time: processor time is counted in it.
const WINDOW: Duration = Duration::from_millis(500);
/// Up to this number of busy cores, the machine counts as quiet.
const QUIET: f64 = 0.25;
/// After this number of busy windows the measurement starts anyway.
const MAX_WINDOWS: u32 = 40;

/// A program on one core.
pub fn pinned(core: u32, program: &Path) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string()]).arg(program);
    command
}

/// Processor time that a process has used, in seconds.
pub fn processor_s(process: u32) -> anyhow::Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).context("the server is gone")?;
    ticks(&stat).map(|ticks| ticks / TICKS_A_SECOND).with_context(|| format!("can't read {stat}"))
}

/// User and system time: the 14th and 15th field, counted behind the name, which may hold anything.
fn ticks(stat: &str) -> Option<f64> {
    let fields: Vec<_> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
}

/// Which figure of a process's memory is read.
#[derive(Clone, Copy, Debug)]
pub enum MemoryFigure {
    /// Memory in use now.
    Resident,
    /// The highest figure so far.
    Peak,
}

/// Memory of a process, in MiB.
pub fn memory_mib(process: u32, which: MemoryFigure) -> anyhow::Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).context("the server is gone")?;
    let name = match which {
        MemoryFigure::Resident => "VmRSS:",
        MemoryFigure::Peak => "VmHWM:",
    };
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.map(|kib| kib / 1024.0).with_context(|| format!("{name} is not told"))
}

/// Waits until nothing else keeps the machine busy. Returns how many cores were busy in the last window.
pub async fn quiet() -> f64 {
    let mut busy = 0.0;
    for _ in 0..MAX_WINDOWS {
        let before = busy_s();
        tokio::time::sleep(WINDOW).await;
        busy = (busy_s() - before) / WINDOW.as_secs_f64();
        if busy < QUIET {
            break;
        }
    }
    busy
}

/// Seconds that all cores have worked since the machine started: all but the fourth and fifth column, which are idle time.
pub fn busy_s() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = stat.lines().next().unwrap_or_default();
    let columns: Vec<f64> = line.split_whitespace().skip(1).take(8).flat_map(str::parse).collect();
    let idle: f64 = columns.iter().skip(3).take(2).sum();
    (columns.iter().sum::<f64>() - idle) / TICKS_A_SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_may_be_called_anything() {
        assert_eq!(ticks("42 (a) b) S 1 1 1 0 -1 0 0 0 0 0 30 12 0 0"), Some(42.0));
        assert_eq!(ticks("42"), None);
    }

    #[test]
    fn this_process_has_memory_and_has_worked() {
        let this = std::process::id();
        // The peak is read last: other tests of this process make it grow meanwhile.
        let resident = memory_mib(this, MemoryFigure::Resident).unwrap();
        assert!(memory_mib(this, MemoryFigure::Peak).unwrap() >= resident * 0.9, "{resident}");
        assert!(processor_s(this).unwrap() >= 0.0);
    }
}
