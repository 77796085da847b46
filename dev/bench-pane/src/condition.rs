//! The conditions under which a page is opened.
//!
//! # To add one
//! Add a variant, its place in [`VisitCondition::ALL`], and what it does in the methods below.

use std::fmt;

use serde_json::{Value, json};

/// 1.6 Mbit/s down and 750 kbit/s up, in bytes a second: a poor mobile connection.
const SLOW_DOWN: f64 = 1.6e6 / 8.0;
const SLOW_UP: f64 = 750e3 / 8.0;
const SLOW_LATENCY_MS: u32 = 150;

/// The condition of a visit: a column of the report.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum VisitCondition {
    /// First visit.
    Cold,
    /// First visit, processor slowed four times.
    ColdSlowCpu,
    /// First visit, processor slowed four times, on a slow link.
    ColdSlowLink,
    /// Third visit: files and compiled code are in the browser's caches.
    Warm,
    /// Third visit, processor slowed four times.
    WarmSlowCpu,
}

impl VisitCondition {
    /// All conditions, in the order of the report.
    pub const ALL: [Self; 5] = [Self::Cold, Self::ColdSlowCpu, Self::ColdSlowLink, Self::Warm, Self::WarmSlowCpu];

    /// How many times slower the processor is made.
    pub fn cpu_slowdown(self) -> u32 {
        match self {
            Self::Cold | Self::Warm => 1,
            Self::ColdSlowCpu | Self::ColdSlowLink | Self::WarmSlowCpu => 4,
        }
    }

    /// Visits before the one that is measured.
    pub fn earlier_visits(self) -> u32 {
        match self {
            Self::Cold | Self::ColdSlowCpu | Self::ColdSlowLink => 0,
            Self::Warm | Self::WarmSlowCpu => 2,
        }
    }

    /// Parameters of the browser command `Network.emulateNetworkConditions`, if the link is slowed.
    pub fn network(self) -> Option<Value> {
        (self == Self::ColdSlowLink).then(|| {
            json!({
                "offline": false,
                "latency": SLOW_LATENCY_MS,
                "downloadThroughput": SLOW_DOWN,
                "uploadThroughput": SLOW_UP,
            })
        })
    }
}

impl fmt::Display for VisitCondition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Cold => "cold 1x",
            Self::ColdSlowCpu => "cold 4x",
            Self::ColdSlowLink => "cold 4x, slow link",
            Self::Warm => "warm 1x",
            Self::WarmSlowCpu => "warm 4x",
        })
    }
}
