//! Collects everything that could contain a secret.

use crate::recorder::RecordedRequest;
use crate::view::View;

/// Where a text was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SecretLocation {
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
    /// A page's storage.
    Storage,
    /// The console.
    Console,
    /// The log.
    Log,
}

/// A text, its location, and the request that it belongs to.
struct EvidenceText {
    location: SecretLocation,
    text: String,
    request: Option<usize>,
}

/// The collected texts and requests.
#[derive(Default)]
pub struct Evidence {
    texts: Vec<EvidenceText>,
    requests: Vec<RecordedRequest>,
}

impl Evidence {
    /// Adds a page as it is now: its elements, its address and its storage.
    pub async fn collect_page(&mut self, view: &View) {
        let page = view.script("return document.documentElement.outerHTML").await;
        let kept = view.script("return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])").await;
        let entries = view.script("return JSON.stringify(performance.getEntries().map((entry) => entry.name))").await;
        let address = view.address().await;
        self.add(SecretLocation::Page, page.as_str().unwrap());
        self.add(SecretLocation::Storage, kept.as_str().unwrap());
        self.add(SecretLocation::Address, entries.as_str().unwrap());
        self.add(SecretLocation::Address, &address);
    }

    /// Adds recorded requests.
    pub fn add_requests(&mut self, requests: &[RecordedRequest]) {
        for request in requests {
            let part = Some(self.requests.len());
            self.requests.push(request.clone());
            for (location, text) in [
                (SecretLocation::Address, &request.address),
                (SecretLocation::RequestHeaders, &request.request_headers),
                (SecretLocation::RequestBody, &request.request_body),
                (SecretLocation::ResponseHeaders, &request.response_headers),
                (SecretLocation::ResponseBody, &request.response_body),
            ] {
                self.texts.push(EvidenceText { location, text: text.clone(), request: part });
            }
        }
    }

    /// Adds a text.
    pub fn add(&mut self, location: SecretLocation, text: &str) {
        self.texts.push(EvidenceText { location, text: text.to_owned(), request: None });
    }

    /// Asserts that there is a text of every location, so that an empty result is meaningful.
    pub fn assert_complete(&self) {
        for location in [
            SecretLocation::Address,
            SecretLocation::RequestHeaders,
            SecretLocation::RequestBody,
            SecretLocation::ResponseHeaders,
            SecretLocation::ResponseBody,
            SecretLocation::Page,
            SecretLocation::Storage,
            SecretLocation::Log,
        ] {
            assert!(
                self.texts.iter().any(|found_in| found_in.location == location && !found_in.text.is_empty()),
                "no {location:?}"
            );
        }
    }

    /// Every location of a secret at which it does not belong, with the address of the request without its query.
    pub fn find_misplaced(
        &self,
        secret: &str,
        belongs: impl Fn(SecretLocation, Option<&RecordedRequest>) -> bool,
    ) -> Vec<String> {
        assert!(secret.len() > 7, "too short to be searched for");
        let mut found = Vec::new();
        for found_in in self.texts.iter().filter(|found_in| contains_secret(&found_in.text, secret)) {
            let request = found_in.request.map(|index| &self.requests[index]);
            if !belongs(found_in.location, request) {
                let address = request.map_or("", |request| request.address.split('?').next().unwrap());
                found.push(format!("{:?} {address}", found_in.location));
            }
        }
        found
    }
}

/// Whether a text contains the secret, as it is or encoded as in an address or a form.
fn contains_secret(text: &str, secret: &str) -> bool {
    let escaped: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    text.contains(secret) || text.contains(&escaped)
}
