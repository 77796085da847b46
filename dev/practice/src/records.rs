//! The mutable state of one practice provider, behind one lock, which is never held over an `await`.

use std::collections::{BTreeMap, BTreeSet};

use latchkey_wire::UnixSeconds;

use crate::browsers::Browsers;
use crate::consents::Consents;
use crate::counters::Counters;
use crate::faults::{Condition, Coop, Faults, Quirk};
use crate::grants::GrantRegistry;
use crate::people::PracticePersonId;

/// The mutable state of one provider.
#[derive(Default)]
pub(crate) struct Records {
    pub(crate) browsers: Browsers,
    pub(crate) conditions: Conditions,
    pub(crate) consents: Consents,
    pub(crate) coop: Coop,
    pub(crate) counters: Counters,
    pub(crate) faults: Faults,
    pub(crate) grants: GrantRegistry,
    /// The label of the last pressed button, for the control page.
    pub(crate) last_change: Option<String>,
    pub(crate) quirks: BTreeSet<Quirk>,
}

impl Records {
    /// Removes a person's consent and ends the grants and access tokens that it led to.
    pub(crate) fn withdraw_consent(&mut self, person: &PracticePersonId, now: UnixSeconds) {
        self.consents.remove(person);
        self.grants.revoke(person, now);
        self.grants.expire_access_tokens(person, now);
    }
}

/// The conditions of each person.
#[derive(Default)]
pub(crate) struct Conditions(BTreeMap<PracticePersonId, BTreeSet<Condition>>);

impl Conditions {
    pub(crate) fn holds(&self, person: &PracticePersonId, condition: Condition) -> bool {
        self.0.get(person).is_some_and(|conditions| conditions.contains(&condition))
    }

    pub(crate) fn impose(&mut self, person: &PracticePersonId, condition: Condition) {
        self.0.entry(person.clone()).or_default().insert(condition);
    }

    pub(crate) fn lift(&mut self, person: &PracticePersonId, condition: Condition) {
        self.0.entry(person.clone()).or_default().remove(&condition);
    }
}
