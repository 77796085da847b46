//! What the extension costs Gmail's page: the main thread's time, as the browser's own profiler sees it. `cargo xtask bench
//! extension` prints it and compares it with its goal. Among other tests, timing proves nothing, so there the test only
//! asserts that the profiler measures something.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::installed_extension::ID;
use super::{ANNS, OPEN, gmail_session, launcher};
use crate::browser_session::BrowserSession;
use crate::view::View;
use crate::wait::until;

/// Set by the benchmark.
const MEASURES: &str = "LATCHKEY_MEASURES";
/// The most time that the extension may take of the page's main thread until the page has settled.
const MOST_MS: f64 = 20.0;
/// The profiler's sampling interval, in microseconds.
const INTERVAL_US: u32 = 100;
/// When the page has settled, in milliseconds. The extension checks the page each second.
const SETTLED_AFTER_MS: f64 = 5_500.0;
/// How often the cost is measured. A busy machine interrupts a page, so the best result counts.
const TRIES: usize = 3;
/// How often it is tried. On a busy machine the profiler's own thread may sleep for as long as the extension runs.
const MOST_TRIES: usize = 8;

/// Milliseconds in a profile (`Profiler.Profile`) for which a script of the extension was running, or something that it
/// called.
fn in_extension_ms(profile: &Value) -> f64 {
    let nodes = profile["nodes"].as_array().unwrap();
    let own = |node: &Value| node["callFrame"]["url"].as_str().unwrap_or_default().contains(ID);
    let mut counts: HashMap<i64, bool> = HashMap::new();
    // Parents stand before their children.
    for node in nodes {
        let id = node["id"].as_i64().unwrap();
        let is_below = counts.get(&id).copied().unwrap_or(false) || own(node);
        counts.insert(id, is_below);
        for child in node["children"].as_array().into_iter().flatten() {
            counts.insert(child.as_i64().unwrap(), is_below);
        }
    }
    let samples = profile["samples"].as_array().unwrap().iter();
    let deltas = profile["timeDeltas"].as_array().unwrap().iter();
    let in_extension = samples.zip(deltas).filter(|(node, _)| counts[&node.as_i64().unwrap()]);
    in_extension.map(|(_, delta)| delta.as_f64().unwrap() / 1000.0).sum()
}

async fn measure_ms(browser: &BrowserSession, mail: &View) -> f64 {
    mail.devtools("Profiler.start", json!({})).await;
    mail.go_to(ANNS).await;
    launcher::find_button(mail, OPEN).await;
    until("the page to settle", async || {
        let age = mail.script("return performance.now()").await.as_f64().unwrap();
        if age > SETTLED_AFTER_MS { Ok(()) } else { Err(age.to_string()) }
    })
    .await;
    assert!(browser.gmail().panel().is_none());
    let profiled = mail.devtools("Profiler.stop", json!({})).await;
    in_extension_ms(&profiled["profile"])
}

#[tokio::test]
async fn the_extension_uses_little_of_gmails_main_thread() {
    let browser = gmail_session().open().await;
    let mail = browser.mail();
    mail.devtools("Profiler.enable", json!({})).await;
    mail.devtools("Profiler.setSamplingInterval", json!({ "interval": INTERVAL_US })).await;
    let mut best = f64::INFINITY;
    let mut seen = 0;
    for _ in 0..MOST_TRIES {
        let cost = measure_ms(&browser, &mail).await;
        // Where no sample hit the extension, nothing was measured.
        if cost > 0.0 {
            best = best.min(cost);
            seen += 1;
        }
        if seen == TRIES {
            break;
        }
    }
    let is_measured = std::env::var_os(MEASURES).is_some();
    assert!(if is_measured { seen == TRIES } else { seen > 0 }, "the profiler sees the extension");
    println!("main-thread time in Gmail's page: {best:.1} ms (goal: below {MOST_MS} ms)");
    assert!(!is_measured || best < MOST_MS, "{best:.1} ms");
    browser.close().await;
}
