//! Limits how many accounts of one provider are learned of at the same time ([`crate::renewal::upkeep`]). Each provider has slots of
//! its own, so that one that answers slowly keeps no other waiting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use latchkey_wire::OfferId;
use tokio::sync::Semaphore;

/// How many accounts of a provider are learned of at the same time.
const MAX_AT_ONCE: usize = 16;

/// The slots of each provider.
#[derive(Default)]
pub struct LearningSlots(Mutex<HashMap<OfferId, Arc<Semaphore>>>);

impl LearningSlots {
    /// The slots of this offer's provider.
    pub(crate) fn of(&self, offer: &OfferId) -> Arc<Semaphore> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(slots.entry(offer.clone()).or_insert_with(|| Arc::new(Semaphore::new(MAX_AT_ONCE))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_whose_slots_are_taken_leaves_those_of_others_free() {
        let slots = LearningSlots::default();
        let (slow, other) = (OfferId::new("slow"), OfferId::new("other"));
        let taken: Vec<_> = (0..MAX_AT_ONCE).map(|_| slots.of(&slow).try_acquire_owned().unwrap()).collect();
        assert!(slots.of(&slow).try_acquire_owned().is_err());
        assert!(slots.of(&other).try_acquire_owned().is_ok());
        drop(taken);
        assert!(slots.of(&slow).try_acquire_owned().is_ok());
    }
}
