//! Process groups. Each program that xtask starts has its own group, so that xtask can end it with everything that it started.

use std::process::Command;

/// Asks every process of a group to end (SIGTERM).
pub fn ask_to_end(group: u32) {
    signal(group, Signal::End);
}

/// Ends every process of a group at once (SIGKILL).
pub fn kill(group: u32) {
    signal(group, Signal::Kill);
}

#[derive(Clone, Copy)]
enum Signal {
    End,
    Kill,
}

#[cfg(unix)]
pub fn in_own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(unix)]
fn signal(group: u32, signal: Signal) {
    use nix::sys::signal::{Signal as Unix, killpg};
    let Ok(group) = i32::try_from(group) else { return };
    let signal = match signal {
        Signal::End => Unix::SIGTERM,
        Signal::Kill => Unix::SIGKILL,
    };
    // The group may have ended already, which is no failure.
    let _ = killpg(nix::unistd::Pid::from_raw(group), signal);
}

#[cfg(not(unix))]
pub fn in_own_group(_: &mut Command) {}

/// Without process groups only the program itself can be ended, which [`RunningProgram::end`] does.
#[cfg(not(unix))]
fn signal(_: u32, _: Signal) {}
