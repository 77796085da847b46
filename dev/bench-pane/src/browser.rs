//! Chromium by its driver: one fresh browser, with an empty profile, for each measurement.

use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::json;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};
use tokio::process::{Child, Command};

use crate::condition::VisitCondition;
use crate::quiet;
use crate::server::BLANK;

const PROBE: &str = include_str!("probe.js");

/// No screen, no sandbox (root has none), and no network requests of the browser itself.
const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--window-size=350,600",
];

/// The pause between two tries to reach chromedriver. Real time: another program is waited for.
const POLL: Duration = Duration::from_millis(50);

/// How often driver and page are polled before giving up: for a minute.
const MAX_POLLS: u32 = 1200;

/// Between visits, for the browser to write its caches.
const REST: Duration = Duration::from_millis(300);

/// Milestones of a page load, in milliseconds since the navigation began.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct PageTimes {
    /// The menu button has a layout box.
    pub first: f64,
    /// The script that put it there has run.
    pub scripted: f64,
    /// The page set the performance mark `latchkey-usable`.
    pub marked: Option<f64>,
}

/// A running chromedriver; it ends when dropped.
pub struct ChromeDriver {
    address: String,
    _process: Child,
}

/// The figures of one visit.
#[derive(Clone, Copy, Debug)]
pub struct MeasuredVisit {
    pub times: PageTimes,
    /// Whether the machine was quiet at its start.
    pub quiet: bool,
}

impl ChromeDriver {
    /// Starts it on a free port.
    pub async fn start() -> anyhow::Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|it| it.local_addr()).context("no free port")?.port();
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("can't start chromedriver: is it in PATH?")?;
        for _ in 0..MAX_POLLS {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(Self { address: format!("http://127.0.0.1:{port}"), _process: process });
            }
            tokio::time::sleep(POLL).await;
        }
        bail!("chromedriver doesn't answer")
    }

    /// Opens `url` under `condition` in a fresh browser. The page counts as done when `done` says so.
    pub async fn visit(
        &self,
        site: &str,
        url: &str,
        condition: VisitCondition,
        done: fn(&PageTimes) -> bool,
    ) -> anyhow::Result<MeasuredVisit> {
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        let browser = WebDriver::new(&self.address, capabilities).await.context("can't start Chromium")?;
        let result = measure(&browser, site, url, condition, done).await;
        browser.quit().await?;
        result.with_context(|| format!("opening {url} ({condition})"))
    }
}

async fn measure(
    browser: &WebDriver,
    site: &str,
    url: &str,
    condition: VisitCondition,
    done: fn(&PageTimes) -> bool,
) -> anyhow::Result<MeasuredVisit> {
    let devtools = browser.cdp();
    devtools.send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": PROBE })).await?;
    browser.goto(format!("{site}{BLANK}")).await?;
    for _ in 0..condition.earlier_visits() {
        open(browser, url, done).await?;
        tokio::time::sleep(REST).await;
    }
    if let Some(network) = condition.network() {
        devtools.send_raw("Network.enable", json!({})).await?;
        devtools.send_raw("Network.emulateNetworkConditions", network).await?;
    }
    // Before the processor is slowed: slowing keeps a thread busy.
    let quiet = quiet::wait().await;
    if condition.cpu_slowdown() > 1 {
        let rate = json!({ "rate": condition.cpu_slowdown() });
        devtools.send_raw("Emulation.setCPUThrottlingRate", rate).await?;
    }
    Ok(MeasuredVisit { times: open(browser, url, done).await?, quiet })
}

async fn open(browser: &WebDriver, url: &str, done: fn(&PageTimes) -> bool) -> anyhow::Result<PageTimes> {
    browser.goto(url).await?;
    for _ in 0..MAX_POLLS {
        let times = browser.execute("return window.__bench", vec![]).await?;
        if let Ok(times) = times.convert::<PageTimes>()
            && done(&times)
        {
            return Ok(times);
        }
        tokio::time::sleep(POLL).await;
    }
    bail!("the page never became usable")
}
