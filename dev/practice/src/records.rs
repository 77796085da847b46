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
    pub(crate) refusals: BTreeMap<PracticePersonId, NumberedRefusal>,
}

/// The refusal of a person's renewals by a number.
#[derive(Clone, Copy)]
pub(crate) struct NumberedRefusal {
    number: u32,
    once: bool,
}

impl Records {
    /// Refuses a person's renewals by a number, or only the next one.
    pub(crate) fn refuse_renewals(&mut self, person: PracticePersonId, number: u32, once: bool) {
        self.refusals.insert(person, NumberedRefusal { number, once });
    }

    pub(crate) fn accept_renewals(&mut self, person: &PracticePersonId) {
        self.refusals.remove(person);
    }

    /// The number by which a person's renewals are refused.
    pub(crate) fn refusal(&self, person: &PracticePersonId) -> Option<u32> {
        self.refusals.get(person).map(|refusal| refusal.number)
    }

    /// The number by which this renewal is refused.
    pub(crate) fn take_refusal(&mut self, person: &PracticePersonId) -> Option<u32> {
        let NumberedRefusal { number, once } = *self.refusals.get(person)?;
        if once {
            self.refusals.remove(person);
        }
        Some(number)
    }

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
