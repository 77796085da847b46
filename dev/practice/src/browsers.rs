//! The browsers that people signed in with, told apart by a cookie, and the sign-ins that are under way in them.

use std::collections::HashMap;

use latchkey_wire::UnixSeconds;

use crate::people::PracticePersonId;

/// Beyond this the browser that has been quiet for longest is forgotten.
const MAX_BROWSERS: usize = 1_000;
/// Beyond this the sign-in that was begun first is forgotten.
const MAX_ATTEMPTS: usize = 1_000;
/// A sign-in page that is a day old is abandoned.
const ATTEMPT_LIFE_S: UnixSeconds = 24 * 3600;

struct BrowserRecord {
    signed_in: Vec<PracticePersonId>,
    last_seen_at: UnixSeconds,
}

/// The signed-in people of each browser, by the cookie's value.
#[derive(Default)]
pub(crate) struct Browsers(HashMap<String, BrowserRecord>);

impl Browsers {
    /// The people who are signed in, in the order in which they first did.
    pub(crate) fn signed_in(&self, cookie: &str) -> &[PracticePersonId] {
        self.0.get(cookie).map_or(&[], |browser| &browser.signed_in)
    }

    pub(crate) fn sign_in(&mut self, cookie: &str, person: &PracticePersonId, now: UnixSeconds) {
        if self.0.len() >= MAX_BROWSERS && !self.0.contains_key(cookie) {
            let quietest = self.0.iter().min_by_key(|(_, browser)| browser.last_seen_at).map(|(key, _)| key.clone());
            self.0.remove(&quietest.unwrap_or_default());
        }
        let browser = self
            .0
            .entry(cookie.to_owned())
            .or_insert_with(|| BrowserRecord { signed_in: Vec::new(), last_seen_at: now });
        browser.last_seen_at = now;
        if !browser.signed_in.contains(person) {
            browser.signed_in.push(person.clone());
        }
    }

    /// Signs one person out of all browsers.
    pub(crate) fn sign_out(&mut self, person: &PracticePersonId) {
        for browser in self.0.values_mut() {
            browser.signed_in.retain(|signed_in| signed_in != person);
        }
    }

    /// Signs all people out of one browser.
    pub(crate) fn forget(&mut self, cookie: &str) {
        self.0.remove(cookie);
    }

    /// Signs all people out of all browsers.
    pub(crate) fn forget_all(&mut self) {
        self.0.clear();
    }
}

/// The sign-ins under way, by an id that the pages' forms carry. `T` is the provider's authorization request.
pub(crate) struct BrowserSignIns<T>(HashMap<String, BrowserSignIn<T>>);

/// One sign-in under way.
#[derive(Clone)]
pub(crate) struct BrowserSignIn<T> {
    /// The cookie of the browser that started it. Another browser can't continue it.
    pub(crate) browser: String,
    /// The authorization request that started it.
    pub(crate) request: T,
    /// The person, once one has signed in.
    pub(crate) person: Option<PracticePersonId>,
    /// Whether the consent page was answered in this attempt.
    pub(crate) consented: bool,
    begun_at: UnixSeconds,
}

impl<T> Default for BrowserSignIns<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Clone> BrowserSignIns<T> {
    pub(crate) fn begin(&mut self, id: String, browser: String, request: T, now: UnixSeconds) -> BrowserSignIn<T> {
        self.0.retain(|_, attempt| now - attempt.begun_at < ATTEMPT_LIFE_S);
        if self.0.len() >= MAX_ATTEMPTS {
            let first = self.0.iter().min_by_key(|(_, attempt)| attempt.begun_at).map(|(key, _)| key.clone());
            self.0.remove(&first.unwrap_or_default());
        }
        let attempt = BrowserSignIn { browser, request, person: None, consented: false, begun_at: now };
        self.0.insert(id, attempt.clone());
        attempt
    }

    /// The attempt with this id, if it was begun in this browser.
    pub(crate) fn find(&self, id: &str, browser: &str) -> Option<BrowserSignIn<T>> {
        self.0.get(id).filter(|attempt| attempt.browser == browser).cloned()
    }

    pub(crate) fn update(&mut self, id: &str, attempt: &BrowserSignIn<T>) {
        self.0.insert(id.to_owned(), attempt.clone());
    }

    pub(crate) fn end(&mut self, id: &str) {
        self.0.remove(id);
    }
}
