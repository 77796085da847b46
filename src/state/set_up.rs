//! Set up Sync: the steps through everything that is offered, one for each purpose. The connections alone determine the
//! current step, so a person can leave and resume at any point, in any pane.

use latchkey_wire::{Connection, ConnectionState, Offer, Purpose};

/// The purposes, in the order in which they are connected and shown.
pub const PURPOSES: [Purpose; 2] = [Purpose::Mailbox, Purpose::Crm];

/// One step of Set up Sync.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SetUpStep {
    /// The purpose that the step connects.
    pub purpose: Purpose,
    /// Whether the purpose is connected.
    pub is_connected: bool,
}

/// The steps. A connected purpose is a step even if it is no longer offered.
pub fn steps(offers: &[&Offer], connections: &[Connection]) -> Vec<SetUpStep> {
    let step = |purpose| SetUpStep { purpose, is_connected: connections.iter().any(|one| one.purpose == purpose) };
    let is_step = |step: &SetUpStep| step.is_connected || offers.iter().any(|offer| offer.purpose == step.purpose);
    PURPOSES.map(step).into_iter().filter(is_step).collect()
}

/// How many steps, from the first, are done.
pub fn count_done(steps: &[SetUpStep]) -> usize {
    steps.iter().take_while(|step| step.is_connected).count()
}

/// Whether every connection gives access now, so that the person has nothing to attend to.
pub fn do_all_work(connections: &[Connection]) -> bool {
    let works = |one: &Connection| matches!(one.state, ConnectionState::Working | ConnectionState::ExpiresSoon { .. });
    connections.iter().all(works)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::{connection, installation};

    fn progress(offers: &[&str], connections: &[Connection]) -> (usize, usize) {
        let installation = installation(offers);
        let steps = steps(&installation.offers.iter().collect::<Vec<_>>(), connections);
        (count_done(&steps), steps.len())
    }

    fn crm() -> Connection {
        Connection { purpose: Purpose::Crm, ..connection() }
    }

    #[test]
    fn the_path_begins_with_the_mailbox_and_goes_on_to_the_crm() {
        let both = ["salesforce", "microsoft", "google"];
        assert_eq!(progress(&both, &[]), (0, 2));
        assert_eq!(progress(&both, &[connection()]), (1, 2));
        assert_eq!(progress(&both, &[connection(), crm()]), (2, 2));
    }

    #[test]
    fn what_was_connected_out_of_turn_is_not_asked_for_again() {
        assert_eq!(progress(&["microsoft", "salesforce"], &[crm()]), (0, 2));
    }

    #[test]
    fn what_is_not_offered_is_no_step_unless_it_is_connected_already() {
        assert_eq!(progress(&["microsoft"], &[]), (0, 1));
        assert_eq!(progress(&["salesforce"], &[connection()]), (1, 2));
        assert_eq!(progress(&[], &[]), (0, 0));
    }

    #[test]
    fn a_connection_that_is_lost_or_tried_again_does_not_work() {
        let reason = || latchkey_wire::ReasonCode::BlockedByPolicy.into();
        let with = |state| [connection(), Connection { state, ..crm() }];
        assert!(do_all_work(&with(ConnectionState::Working)));
        assert!(do_all_work(&with(ConnectionState::ExpiresSoon { at: 0 })));
        assert!(!do_all_work(&with(ConnectionState::NeedsAdmin { since: 0, reason: reason() })));
        assert!(!do_all_work(&with(ConnectionState::Retrying { since: 0, reason: reason() })));
    }
}
