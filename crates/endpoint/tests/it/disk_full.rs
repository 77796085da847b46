//! A full disk: the endpoint as a process with a limit on the size of its files.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;
use tempfile::TempDir;

/// In blocks of 512 bytes: some more than an empty store takes.
const LIMIT_BLOCKS: u32 = 1400;
/// How long the program may take to start.
const PATIENCE: Duration = Duration::from_secs(20);
/// More sessions than fit below the limit.
const MOST: usize = 20_000;

struct DiskLimitedEndpoint {
    child: Child,
    url: String,
    _folder: TempDir,
}

impl DiskLimitedEndpoint {
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("http://127.0.0.1:{port}");
        let file = folder.path().join("latchkey.toml");
        let store = folder.path().join("latchkey.db");
        let text = format!(
            "listen = \"127.0.0.1:{port}\"\npublic_url = \"{url}\"\n[store]\nurl = \"sqlite://{}\"\n[encryption]\n\
             keys = [{{ id = \"k1\", key = \"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\" }}]\n[providers]\n",
            store.display()
        );
        std::fs::write(&file, text).unwrap();
        // The soft limit alone, so that it can be lifted again; without the signal a write fails as on a full disk.
        let script = format!("trap '' XFSZ; ulimit -S -f {LIMIT_BLOCKS}; exec \"$0\" serve --config \"$1\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_latchkey-endpoint")]).arg(&file);
        let child = command.env_clear().stderr(Stdio::null()).spawn().unwrap();
        let endpoint = Self { child, url, _folder: folder };
        let ready = async {
            // Real time: the program runs in it, and announces nothing.
            while endpoint.status("/readyz").await != Some(StatusCode::NO_CONTENT) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, ready).await.expect("the program starts");
        endpoint
    }

    async fn status(&self, path: &str) -> Option<StatusCode> {
        reqwest::get(format!("{}{path}", self.url)).await.ok().map(|answer| answer.status())
    }

    async fn create_session(&self, http: &reqwest::Client) -> (StatusCode, Value) {
        let answer = http.post(format!("{}/v1/sessions", self.url)).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    fn lift_limit(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited:"]).status().unwrap().success());
    }
}

impl Drop for DiskLimitedEndpoint {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn a_full_disk_is_reported_loses_nothing_and_recovers() {
    let endpoint = DiskLimitedEndpoint::start().await;
    #[expect(clippy::disallowed_methods, reason = "a client of the program, not a part of it")]
    let http = reqwest::Client::new();
    let (mut good, mut refused) = (Vec::new(), None);
    for _ in 0..MOST {
        match endpoint.create_session(&http).await {
            (status, session) if status.is_success() => good.push(session["token"].as_str().unwrap().to_owned()),
            (status, problem) => {
                refused = Some((status, problem["code"].as_str().unwrap().to_owned()));
                break;
            }
        }
    }
    assert_eq!(refused, Some((StatusCode::SERVICE_UNAVAILABLE, "unavailable".to_owned())), "after {}", good.len());
    assert_eq!(endpoint.status("/readyz").await, Some(StatusCode::SERVICE_UNAVAILABLE));
    endpoint.lift_limit();
    let (status, _) = endpoint.create_session(&http).await;
    assert!(status.is_success(), "{status}");
    assert_eq!(endpoint.status("/readyz").await, Some(StatusCode::NO_CONTENT));
    for token in [good.first().unwrap(), good.last().unwrap()] {
        let answer = http.get(format!("{}/v1/overview", endpoint.url)).bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "what was said to be written is there");
    }
}
