//! Everything that a secret could have got into.

use crate::recorder::Exchange;
use crate::view::View;

/// Where something stood.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// An address that was asked for or shown.
    Address,
    /// The headers of a request.
    RequestHeaders,
    /// The body of a request.
    RequestBody,
    /// The headers of an answer.
    ResponseHeaders,
    /// The body of an answer.
    ResponseBody,
    /// A page as it was.
    Page,
    /// What a page had kept.
    Storage,
    /// The console.
    Console,
    /// The log.
    Log,
}

/// A text, where it stood, and the exchange that it was part of.
struct Piece {
    place: Place,
    text: String,
    exchange: Option<usize>,
}

/// What was collected.
#[derive(Default)]
pub struct Evidence {
    pieces: Vec<Piece>,
    exchanges: Vec<Exchange>,
}

impl Evidence {
    /// Takes a page as it is now: its elements, its address, and what it has kept.
    pub async fn look(&mut self, view: &View) {
        let page = view.script("return document.documentElement.outerHTML").await;
        let kept = view.script("return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])").await;
        let entries = view.script("return JSON.stringify(performance.getEntries().map((entry) => entry.name))").await;
        let address = view.address().await;
        self.add(Place::Page, page.as_str().unwrap());
        self.add(Place::Storage, kept.as_str().unwrap());
        self.add(Place::Address, entries.as_str().unwrap());
        self.add(Place::Address, &address);
    }

    /// Takes what went over the wire.
    pub fn add_exchanges(&mut self, exchanges: &[Exchange]) {
        for exchange in exchanges {
            let part = Some(self.exchanges.len());
            self.exchanges.push(exchange.clone());
            for (place, text) in [
                (Place::Address, &exchange.address),
                (Place::RequestHeaders, &exchange.request_headers),
                (Place::RequestBody, &exchange.request_body),
                (Place::ResponseHeaders, &exchange.response_headers),
                (Place::ResponseBody, &exchange.response_body),
            ] {
                self.pieces.push(Piece { place, text: text.clone(), exchange: part });
            }
        }
    }

    /// Takes any text.
    pub fn add(&mut self, place: Place, text: &str) {
        self.pieces.push(Piece { place, text: text.to_owned(), exchange: None });
    }

    /// Whether there is something of everything, so that finding nothing means something.
    pub fn is_complete(&self) {
        for place in [
            Place::Address,
            Place::RequestHeaders,
            Place::RequestBody,
            Place::ResponseHeaders,
            Place::ResponseBody,
            Place::Page,
            Place::Storage,
            Place::Log,
        ] {
            assert!(self.pieces.iter().any(|piece| piece.place == place && !piece.text.is_empty()), "no {place:?}");
        }
    }

    /// Where a secret stands although it does not belong there: the place and the address of the exchange, if it was
    /// one, without its query.
    pub fn finds(&self, secret: &str, belongs: impl Fn(Place, Option<&Exchange>) -> bool) -> Vec<String> {
        assert!(secret.len() > 7, "too short to be searched for");
        let mut found = Vec::new();
        for piece in self.pieces.iter().filter(|piece| holds(&piece.text, secret)) {
            let exchange = piece.exchange.map(|index| &self.exchanges[index]);
            if !belongs(piece.place, exchange) {
                let address = exchange.map_or("", |exchange| exchange.address.split('?').next().unwrap());
                found.push(format!("{:?} {address}", piece.place));
            }
        }
        found
    }
}

/// As it is, or as it looks in an address or a form.
fn holds(text: &str, secret: &str) -> bool {
    let escaped: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    text.contains(secret) || text.contains(&escaped)
}
