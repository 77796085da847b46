//! How a provider speaks: which server it speaks like, under which content types, and by which numbers it refuses renewals.

use std::sync::{MutexGuard, PoisonError};

use super::{PracticeProvider, WayOfSpeaking};
use crate::speaks_like::{ContentTypes, SpeaksLike};

impl PracticeProvider {
    /// The servers that it can speak like, the default first. Empty where it speaks in one way.
    pub fn ways(&self) -> &'static [SpeaksLike] {
        self.ways
    }

    /// The server that it speaks like.
    pub fn speaks_like(&self) -> SpeaksLike {
        self.way().like
    }

    /// Lets it speak like another server.
    ///
    /// # Panics
    /// If it can't, so that a test notices.
    pub fn set_speaks_like(&self, like: SpeaksLike) {
        assert!(self.ways.contains(&like), "{} can't speak like {like:?}", self.name);
        self.way().like = like;
    }

    /// Under which content types its JSON travels.
    pub fn content_types(&self) -> ContentTypes {
        self.way().content_types
    }

    /// Sets under which content types its JSON travels, as a proxy can.
    pub fn set_content_types(&self, content_types: ContentTypes) {
        self.way().content_types = content_types;
    }

    /// Numbers by which a renewal can be refused here, the usual one first. Empty where refusals have no numbers.
    pub fn refusal_numbers(&self) -> &'static [u32] {
        self.refusal_numbers
    }

    /// Refuses a person's renewals by a number, at Microsoft an AADSTS number, until [`Self::accept_renewals`]. Sign-ins succeed.
    pub fn refuse_renewals(&self, email: &str, number: u32) {
        let person = self.expect_person(email);
        self.records().refuse_renewals(person, number, false);
    }

    /// Refuses only the next renewal of a person by a number.
    pub fn refuse_one_renewal(&self, email: &str, number: u32) {
        let person = self.expect_person(email);
        self.records().refuse_renewals(person, number, true);
    }

    /// Ends the refusal by a number.
    pub fn accept_renewals(&self, email: &str) {
        let person = self.expect_person(email);
        self.records().accept_renewals(&person);
    }

    /// The number by which a person's renewals are refused.
    pub fn renewals_refused_by(&self, email: &str) -> Option<u32> {
        let person = self.expect_person(email);
        self.records().refusal(&person)
    }

    fn way(&self) -> MutexGuard<'_, WayOfSpeaking> {
        self.way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
