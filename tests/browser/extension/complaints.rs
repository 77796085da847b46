//! Every test ends with a look at what went wrong in the extension. That look must be able to see, wherever it runs.

use super::installed_extension::Variant;
use super::{in_gmail_with, launcher};
use crate::browser_session::Scene;
use crate::wait::until;

const FAULTS: [&str; 2] = ["a fault in the worker", "a fault in Gmail"];

/// Waits until the console has a line with this in it.
async fn is_in_console(scene: &Scene, complaint: &str) {
    until(&format!("“{complaint}” in the console"), async || {
        let complaints = scene.complaints().await;
        if complaints.iter().any(|one| one.contains(complaint)) { Ok(()) } else { Err(format!("{complaints:?}")) }
    })
    .await;
}

#[tokio::test]
async fn faults_in_worker_and_gmail_and_violations_in_the_panel_come_to_light() {
    let mut scene = in_gmail_with(Variant::Faulty).open().await;
    launcher::button(&scene.mail(), super::OPEN).await;
    for fault in FAULTS {
        until(&format!("“{fault}” on the error page"), async || {
            let errors = scene.errors_of_extension().await;
            if errors.iter().any(|error| error.contains(fault)) { Ok(()) } else { Err(format!("{errors:?}")) }
        })
        .await;
        is_in_console(&scene, fault).await;
    }
    scene.open_panel().await;
    let panel = scene.pane();
    panel.script("console.error('said in the panel')").await;
    is_in_console(&scene, "said in the panel").await;
    let style =
        "const it = document.createElement('style'); it.textContent = 'p { color: red }'; document.body.append(it)";
    panel.script(style).await;
    is_in_console(&scene, "Content Security Policy").await;
    panel.script("Promise.reject(new Error('a fault in the panel'))").await;
    is_in_console(&scene, "a fault in the panel").await;
    for expected in FAULTS {
        scene.expect_in_console(expected);
    }
    scene.expect_in_console("in the panel");
    scene.expect_in_console("Content Security Policy");
    scene.close().await;
}
