//! Waits until nothing else keeps the machine busy, because a compiler that runs beside a measurement spoils it.

use std::fs;
use std::time::Duration;

/// How long the processor is watched at a time.
const WINDOW: Duration = Duration::from_millis(300);

/// Busy ticks (hundredths of a second) in a window up to which the machine counts as quiet: a third of one core.
const QUIET_TICKS: u64 = 10;

/// After this number of busy windows the measurement starts anyway.
const MAX_WINDOWS: u32 = 60;

/// True if the machine became quiet; false if it stayed busy, or if its load is unknown.
pub async fn wait() -> bool {
    for _ in 0..MAX_WINDOWS {
        let Some(before) = busy_ticks() else { return false };
        tokio::time::sleep(WINDOW).await;
        let Some(after) = busy_ticks() else { return false };
        if after.saturating_sub(before) < QUIET_TICKS {
            return true;
        }
    }
    false
}

fn busy_ticks() -> Option<u64> {
    busy_in(&fs::read_to_string("/proc/stat").ok()?)
}

/// The first line of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal (proc(5)). All but idle and
/// iowait are work.
fn busy_in(stat: &str) -> Option<u64> {
    let numbers: Vec<u64> = stat.lines().next()?.split_whitespace().skip(1).take(8).flat_map(str::parse).collect();
    (numbers.len() == 8).then(|| numbers.iter().sum::<u64>() - numbers[3] - numbers[4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_is_not_work() {
        assert_eq!(busy_in("cpu  10 1 5 9000 300 2 3 4 0 0\ncpu0 …"), Some(25));
        assert_eq!(busy_in("intr 1 2"), None);
    }
}
