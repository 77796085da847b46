//! The scopes that people have consented to.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::people::PracticePersonId;

/// The scopes that each person allowed, by client id.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Consents(BTreeMap<PracticePersonId, BTreeMap<String, BTreeSet<String>>>);

impl Consents {
    pub(crate) fn cover(&self, person: &PracticePersonId, client_id: &str, scopes: &[String]) -> bool {
        let allowed = self.0.get(person).and_then(|by_client| by_client.get(client_id));
        scopes.iter().all(|scope| allowed.is_some_and(|allowed| allowed.contains(scope)))
    }

    /// The scopes that a person allowed a program.
    pub(crate) fn given(&self, person: &PracticePersonId, client_id: &str) -> impl Iterator<Item = &String> {
        self.0.get(person).and_then(|by_client| by_client.get(client_id)).into_iter().flatten()
    }

    pub(crate) fn give(&mut self, person: &PracticePersonId, client_id: &str, scopes: &[String]) {
        let by_client = self.0.entry(person.clone()).or_default();
        by_client.entry(client_id.to_owned()).or_default().extend(scopes.iter().cloned());
    }

    pub(crate) fn remove(&mut self, person: &PracticePersonId) {
        self.0.remove(person);
    }
}
