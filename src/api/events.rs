//! Server-sent events. Read by `fetch`, because the browser's own `EventSource` cannot send the session's header.

mod parser;

use std::{collections::VecDeque, rc::Rc};

use latchkey_wire::Overview;

use super::{
    RequestError, refusal,
    transport::{self, Call, Stream, StreamResponse},
};
use crate::{host::Host, json};
use parser::EventParser;

/// The limit for the first event, which the endpoint sends at once. After this time a proxy is probably buffering the
/// stream, and polling works better.
const FIRST_EVENT_WITHIN_MS: u32 = 5_000;

/// The endpoint sends a heartbeat every 15 s; three missed ones mean that the connection was lost without notice.
const SILENT_AT_MOST_MS: u32 = 45_000;

/// A stream of overviews.
pub struct OverviewEvents {
    stream: Stream,
    parser: EventParser,
    ready: VecDeque<String>,
    has_any: bool,
    host: Rc<dyn Host>,
}

impl OverviewEvents {
    pub(super) async fn open(call: Call, host: Rc<dyn Host>) -> Result<Self, RequestError> {
        match transport::open(call, host.pause(FIRST_EVENT_WITHIN_MS)).await {
            Some(StreamResponse::Stream(stream)) => {
                Ok(Self { stream, parser: EventParser::default(), ready: VecDeque::new(), has_any: false, host })
            }
            Some(StreamResponse::Other(answer)) => Err(refusal(&answer).unwrap_or(RequestError::Unreachable)),
            None => Err(RequestError::Unreachable),
        }
    }

    /// The next overview; `None` when the stream has ended or is broken.
    pub async fn next(&mut self) -> Option<Overview> {
        loop {
            if let Some(data) = self.ready.pop_front() {
                self.has_any = true;
                return json::read(&data).ok();
            }
            let within = if self.has_any { SILENT_AT_MOST_MS } else { FIRST_EVENT_WITHIN_MS };
            let bytes = self.stream.next(self.host.pause(within)).await?;
            self.ready.extend(self.parser.push(&bytes)?);
        }
    }
}
