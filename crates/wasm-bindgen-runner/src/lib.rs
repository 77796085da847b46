//! wasm-bindgen's command line, built from this workspace's own Cargo.lock.
