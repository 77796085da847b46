//! The handle on one practice provider: its switches and its counters, the same for every kind. What a provider answers
//! is decided in its own module.

mod speaking;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::consents::Consents;
use crate::context::PracticeContext;
use crate::counters::Counters;
use crate::faults::{Condition, Coop, Faults, Quirk};
use crate::grants::{GrantRegistry, IssuedRefreshToken};
use crate::people::{PracticePerson, PracticePersonId};
use crate::records::Records;
use crate::speaks_like::{ContentTypes, SpeaksLike};
use crate::start_error::PracticeStartError;

/// The handle on one practice provider.
///
/// Methods that take a person's address panic if it is unknown, so that a misspelt address fails the test.
pub struct PracticeProvider {
    name: &'static str,
    slug: &'static str,
    context: Arc<PracticeContext>,
    people: Vec<PracticePerson>,
    conditions: &'static [Condition],
    quirks: &'static [Quirk],
    refusal_numbers: &'static [u32],
    ways: &'static [SpeaksLike],
    consent_behind_grants: bool,
    records: Mutex<Records>,
    way: Mutex<WayOfSpeaking>,
}

/// How it speaks. A lock of its own: handlers ask for it while they hold the records.
#[derive(Clone, Copy, Default)]
struct WayOfSpeaking {
    like: SpeaksLike,
    content_types: ContentTypes,
}

/// The records that the state file keeps.
#[derive(Deserialize)]
struct StoredRecords {
    grants: GrantRegistry,
    consents: Consents,
}

/// [`StoredRecords`], borrowed for writing.
#[derive(Serialize)]
struct StoredRecordsRef<'a> {
    grants: &'a GrantRegistry,
    consents: &'a Consents,
}

impl PracticeProvider {
    /// `slug` is the first part of its addresses and its section in the state file.
    pub(crate) fn new(
        name: &'static str,
        slug: &'static str,
        context: Arc<PracticeContext>,
    ) -> Result<Self, PracticeStartError> {
        let records = match context.state_file.section::<StoredRecords>(slug)? {
            Some(StoredRecords { grants, consents }) => Records { consents, grants, ..Records::default() },
            None => Records::default(),
        };
        let people = context.people.all().to_vec();
        let records = Mutex::new(records);
        Ok(Self {
            name,
            slug,
            context,
            people,
            conditions: &[],
            quirks: &[],
            refusal_numbers: &[],
            ways: &[],
            consent_behind_grants: false,
            records,
            way: Mutex::default(),
        })
    }

    /// With people of its own instead of those who can sign in everywhere.
    pub(crate) fn with_people(self, people: Vec<PracticePerson>) -> Self {
        Self { people, ..self }
    }

    /// With these conditions, in the order of the control page.
    pub(crate) fn with_conditions(self, conditions: &'static [Condition]) -> Self {
        Self { conditions, ..self }
    }

    /// With these quirks, in the order of the control page.
    pub(crate) fn with_quirks(self, quirks: &'static [Quirk]) -> Self {
        Self { quirks, ..self }
    }

    /// With refusals by these numbers, the usual one first.
    pub(crate) fn with_refusal_numbers(self, refusal_numbers: &'static [u32]) -> Self {
        Self { refusal_numbers, ..self }
    }

    /// With these servers that it can speak like, the default first.
    pub(crate) fn with_ways(self, ways: &'static [SpeaksLike]) -> Self {
        Self { ways, ..self }
    }

    /// With consent and grants tied together: withdrawing the consent revokes the tokens, and revoking the tokens withdraws
    /// the consent.
    pub(crate) fn with_consent_behind_grants(self) -> Self {
        Self { consent_behind_grants: true, ..self }
    }

    /// The name that people know.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where its addresses begin, without a slash at the end: what to configure in place of the real one's origin.
    pub fn url(&self) -> String {
        format!("{}/{}", self.context.origin(), self.slug)
    }

    /// Ends every grant of a person: the next renewal is refused.
    ///
    /// With [`Self::with_consent_behind_grants`] the person's consent and access tokens end, too. Otherwise it acts as an
    /// administrator does: the person is signed out of every browser, and access tokens live on until they expire.
    pub fn revoke(&self, email: &str) {
        let person = self.expect_person(email);
        let mut records = self.records();
        if self.consent_behind_grants {
            records.withdraw_consent(&person, self.context.now());
        } else {
            records.grants.revoke(&person, self.context.now());
            records.browsers.sign_out(&person);
        }
        self.save(&records);
    }

    /// Withdraws a person's consent: the next renewal is refused until the person consents again. Where consent and grants
    /// are tied together, the grants end for good.
    pub fn remove_consent(&self, email: &str) {
        let person = self.expect_person(email);
        let mut records = self.records();
        if self.consent_behind_grants {
            records.withdraw_consent(&person, self.context.now());
        } else {
            records.consents.remove(&person);
        }
        self.save(&records);
    }

    /// Ends every access token of a person, as if its time were over.
    pub fn expire_access_tokens(&self, email: &str) {
        let person = self.expect_person(email);
        self.records().grants.expire_access_tokens(&person, self.context.now());
    }

    /// Imposes a condition on a person.
    pub fn impose(&self, email: &str, condition: Condition) {
        let person = self.expect_person(email);
        self.records().conditions.impose(&person, condition);
    }

    /// Lifts a condition from a person.
    pub fn lift(&self, email: &str, condition: Condition) {
        let person = self.expect_person(email);
        self.records().conditions.lift(&person, condition);
    }

    /// Whether a person is in a condition.
    pub fn holds(&self, email: &str, condition: Condition) -> bool {
        let person = self.expect_person(email);
        self.records().conditions.holds(&person, condition)
    }

    /// Whether consent and grants are tied together here.
    pub(crate) fn has_consent_behind_grants(&self) -> bool {
        self.consent_behind_grants
    }

    /// The conditions that a person can be in here.
    pub fn conditions(&self) -> &'static [Condition] {
        self.conditions
    }

    /// The quirks that can be switched on here.
    pub fn quirks(&self) -> &'static [Quirk] {
        self.quirks
    }

    /// Switches a quirk on or off.
    pub fn set_quirk(&self, quirk: Quirk, on: bool) {
        let mut records = self.records();
        if on {
            records.quirks.insert(quirk)
        } else {
            records.quirks.remove(&quirk)
        };
    }

    /// Whether a quirk is on.
    pub fn has_quirk(&self, quirk: Quirk) -> bool {
        self.records().quirks.contains(&quirk)
    }

    /// Signs all people out of all browsers. Grants are not touched.
    pub fn sign_everyone_out(&self) {
        self.records().browsers.forget_all();
    }

    /// Its current faults.
    pub fn faults(&self) -> Faults {
        self.records().faults
    }

    /// Sets its faults; `Faults::default()` ends all.
    pub fn set_faults(&self, faults: Faults) {
        self.records().faults = faults;
    }

    /// The opener policy of the sign-in pages.
    pub fn coop(&self) -> Coop {
        self.records().coop
    }

    /// Sets the opener policy of the sign-in pages.
    pub fn set_coop(&self, coop: Coop) {
        self.records().coop = coop;
    }

    /// The counts since the start.
    pub fn counters(&self) -> Counters {
        self.records().counters
    }

    /// The people who can sign in.
    pub fn people(&self) -> &[PracticePerson] {
        &self.people
    }

    pub(crate) fn slug(&self) -> &'static str {
        self.slug
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the records to the state file. A failure is logged, and the provider keeps running.
    pub(crate) fn save(&self, records: &Records) {
        let stored = StoredRecordsRef { grants: &records.grants, consents: &records.consents };
        if let Err(error) = self.context.state_file.put(self.slug, &stored) {
            tracing::error!(%error, "grants will be lost at the next start");
        }
    }

    /// The refresh tokens that were presented more than once, with their owners' addresses.
    pub(crate) fn presented_twice(&self) -> Vec<(String, IssuedRefreshToken)> {
        let records = self.records();
        let who = |id: &PracticePersonId| self.people.iter().find(|person| person.id == id.as_str());
        let address = |id: &PracticePersonId| who(id).map(|person| person.email.clone());
        let repeated = records.grants.presented_twice();
        repeated.filter_map(|(person, token)| Some((address(person)?, token.clone()))).collect()
    }

    pub(crate) fn expect_person(&self, email: &str) -> PracticePersonId {
        let person =
            self.people.iter().find(|person| person.email.eq_ignore_ascii_case(email)).map(PracticePerson::key);
        person.unwrap_or_else(|| panic!("there is no practice person with the address {email}"))
    }
}
