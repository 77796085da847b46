//! Everything that the process logs at level `trace`, so that a test can look for secrets in it. Only the libraries that
//! drive the browser are silent: they log what they type and read.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

const LEVELS: &str = "trace,thirtyfour=off,tungstenite=off,tokio_tungstenite=off";

#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Buffer {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn buffer() -> &'static Buffer {
    static BUFFER: OnceLock<Buffer> = OnceLock::new();
    BUFFER.get_or_init(|| {
        let buffer = Buffer::default();
        tracing_subscriber::fmt().with_env_filter(LEVELS).with_ansi(false).with_writer(buffer.clone()).init();
        buffer
    })
}

/// Starts to capture the log of this process.
pub(crate) fn capture() {
    buffer();
}

/// What has been logged in this process so far.
pub fn logged() -> String {
    String::from_utf8_lossy(&buffer().0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
}
