//! One practice provider as seen from outside: its switches and its numbers, the same for every kind. What a provider
//! answers is decided in its own module.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::consents::Consents;
use crate::context::PracticeContext;
use crate::counters::Counters;
use crate::faults::{Condition, Coop, Faults, Quirk};
use crate::grants::{GrantRegistry, IssuedRefreshToken};
use crate::people::{PracticePerson, PracticePersonId};
use crate::records::Records;
use crate::start_error::PracticeStartError;

/// The handle on one practice provider.
///
/// Methods that name a person by an address panic if nobody has it: a rehearsal with nobody in it proves nothing.
pub struct PracticeProvider {
    name: &'static str,
    slug: &'static str,
    context: Arc<PracticeContext>,
    people: Vec<PracticePerson>,
    conditions: &'static [Condition],
    quirks: &'static [Quirk],
    consent_behind_grants: bool,
    records: Mutex<Records>,
}

/// What outlives the process.
#[derive(Deserialize)]
struct StoredRecords {
    grants: GrantRegistry,
    consents: Consents,
}

/// The same, borrowed for writing.
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
        Ok(Self { name, slug, context, people, conditions: &[], quirks: &[], consent_behind_grants: false, records })
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

    /// As one where a person's consent and the tokens that it led to are one thing: who takes back the consent ends
    /// the tokens, and who ends the tokens takes back the consent.
    pub(crate) fn with_consent_behind_grants(self) -> Self {
        Self { consent_behind_grants: true, ..self }
    }

    /// What people call it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where its addresses begin, without a slash at the end: what to configure in place of the real one's origin.
    pub fn url(&self) -> String {
        format!("{}/{}", self.context.origin(), self.slug)
    }

    /// Ends every grant of a person: the next renewal is refused. Where an administrator does that, it also signs the
    /// person out of every browser, and access tokens live on until they expire; where only consent stands behind a
    /// grant ([`Self::with_consent_behind_grants`]), consent and access tokens end with it.
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

    /// Takes back what a person allowed: the next renewal is refused until the person allows it again. Where consent
    /// stands behind grants, those that there are end for good.
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

    /// Brings a condition about.
    pub fn impose(&self, email: &str, condition: Condition) {
        let person = self.expect_person(email);
        self.records().conditions.impose(&person, condition);
    }

    /// Ends a condition.
    pub fn lift(&self, email: &str, condition: Condition) {
        let person = self.expect_person(email);
        self.records().conditions.lift(&person, condition);
    }

    /// Whether a condition holds.
    pub fn holds(&self, email: &str, condition: Condition) -> bool {
        let person = self.expect_person(email);
        self.records().conditions.holds(&person, condition)
    }

    /// Whether consent and grants are one thing here.
    pub(crate) fn has_consent_behind_grants(&self) -> bool {
        self.consent_behind_grants
    }

    /// What can be the matter with somebody here.
    pub fn conditions(&self) -> &'static [Condition] {
        self.conditions
    }

    /// The ways of behaving that can be switched on here.
    pub fn quirks(&self) -> &'static [Quirk] {
        self.quirks
    }

    /// Makes it behave so, or no longer.
    pub fn set_quirk(&self, quirk: Quirk, on: bool) {
        let mut records = self.records();
        if on {
            records.quirks.insert(quirk)
        } else {
            records.quirks.remove(&quirk)
        };
    }

    /// Whether it behaves so.
    pub fn has_quirk(&self, quirk: Quirk) -> bool {
        self.records().quirks.contains(&quirk)
    }

    /// Signs everybody out of every browser. Grants are not touched.
    pub fn sign_everyone_out(&self) {
        self.records().browsers.forget_all();
    }

    /// How it misbehaves.
    pub fn faults(&self) -> Faults {
        self.records().faults
    }

    /// Makes it misbehave; `Faults::default()` ends that.
    pub fn set_faults(&self, faults: Faults) {
        self.records().faults = faults;
    }

    /// What the sign-in pages say about their opener.
    pub fn coop(&self) -> Coop {
        self.records().coop
    }

    /// Changes what the sign-in pages say about their opener.
    pub fn set_coop(&self, coop: Coop) {
        self.records().coop = coop;
    }

    /// What happened since the start.
    pub fn counters(&self) -> Counters {
        self.records().counters
    }

    /// Who can sign in.
    pub fn people(&self) -> &[PracticePerson] {
        &self.people
    }

    pub(crate) fn slug(&self) -> &'static str {
        self.slug
    }

    pub(crate) fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what must outlive the process. Practice goes on if that fails, but says so.
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

    fn expect_person(&self, email: &str) -> PracticePersonId {
        let person =
            self.people.iter().find(|person| person.email.eq_ignore_ascii_case(email)).map(PracticePerson::key);
        person.unwrap_or_else(|| panic!("there is no practice person with the address {email}"))
    }
}
