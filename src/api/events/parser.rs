//! Splits the text of an event stream into events (HTML Standard, section 9.2.6). It reads only what the endpoint sends:
//! `data` lines and comments. Every event of the endpoint is an overview.

/// The largest event that is accepted, far above any overview. A longer one does not come from the endpoint.
const LONGEST_EVENT_BYTES: usize = 256 * 1024;

/// Buffers the beginning of an incomplete event.
#[derive(Default)]
pub(super) struct EventParser {
    line: Vec<u8>,
    data: String,
}

impl EventParser {
    /// Takes the next bytes and returns the data of every event that they complete. `None` if the stream does not come from
    /// the endpoint.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Option<Vec<String>> {
        let mut complete = Vec::new();
        for byte in bytes {
            if *byte != b'\n' {
                self.line.push(*byte);
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let line = std::str::from_utf8(&line).ok()?;
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.is_empty() {
                if !self.data.is_empty() {
                    complete.push(std::mem::take(&mut self.data));
                }
            } else if let Some(data) = line.strip_prefix("data:") {
                self.data.push_str(data.strip_prefix(' ').unwrap_or(data));
            }
        }
        (self.line.len() + self.data.len() <= LONGEST_EVENT_BYTES).then_some(complete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_complete_with_its_empty_line() {
        let mut parser = EventParser::default();
        assert_eq!(parser.push(b"event: overview\ndata: {\"now\":1}\n").unwrap(), Vec::<String>::new());
        assert_eq!(parser.push(b"\n").unwrap(), ["{\"now\":1}"]);
    }

    #[test]
    fn events_may_be_cut_anywhere_even_inside_a_letter() {
        let whole = "data: {\"name\":\"Zoë\"}\r\n\r\ndata: 2\n\n".as_bytes();
        for at in 0..whole.len() {
            let mut parser = EventParser::default();
            let mut seen = parser.push(&whole[..at]).unwrap();
            seen.extend(parser.push(&whole[at..]).unwrap());
            assert_eq!(seen, ["{\"name\":\"Zoë\"}", "2"], "cut at byte {at}");
        }
    }

    #[test]
    fn heartbeats_are_no_events() {
        assert_eq!(EventParser::default().push(b":\n\n:\n\n").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_stream_that_never_ends_an_event_is_given_up() {
        let mut parser = EventParser::default();
        assert_eq!(parser.push(&vec![b'x'; LONGEST_EVENT_BYTES + 1]), None);
    }
}
