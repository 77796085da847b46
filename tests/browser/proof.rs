//! That the window's person and the pane's are the same: wherever the window can still reach the pane, nobody is asked.

use crate::pages::CONNECTED;
use crate::people::ANN;
use crate::scene::{Scene, SceneBuilder};

/// Connects without answering anything in the window.
async fn connects_by_itself(scene: SceneBuilder) {
    let scene = scene.open().await;
    scene.pane().set_up_sync().await;
    let window = scene.window().await;
    window.sign_in_and_accept(ANN).await;
    scene.pane().says(CONNECTED).await;
    window.closes().await;
    scene.close().await;
}

#[tokio::test]
async fn a_window_that_knows_its_opener_hands_the_proof_over() {
    connects_by_itself(Scene::builder().without_coop()).await;
}

#[tokio::test]
async fn a_window_that_was_cut_off_hands_the_proof_over_by_broadcast() {
    connects_by_itself(Scene::builder()).await;
}

#[tokio::test]
async fn a_window_that_knows_its_opener_reaches_a_framed_pane_across_all_partitions() {
    connects_by_itself(Scene::builder().embedded().without_coop()).await;
}
