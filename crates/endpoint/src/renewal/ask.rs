//! Asking the provider, through the gate. A refusal that explains nothing is asked about: first whether the provider knows
//! us, with an invented code, then once more with the token itself. Only a provider that knows us and refuses twice has
//! ended the grant.

use std::time::Duration;

use latchkey_domain::pace::Hurry;
use latchkey_domain::{Failure, FailureClass, RefreshToken};
use latchkey_providers::Tokens;
use latchkey_wire::ReasonCode;

use super::outcome::Held;
use crate::app::App;
use crate::gate::{Admitted, NotNow};
use crate::outbound::{Before, Deadline};

/// The schedule does not hold a claim for longer than this while others are under way at the provider.
const SCHEDULED_PATIENCE_S: i64 = 10;

/// What came of asking.
pub(super) enum Answer {
    /// A new pair, and the place at the gate, which is left only when the pair is written: so no more pairs are in memory
    /// alone, at any moment, than may be under way.
    Renewed(Tokens, Admitted),
    /// The provider refused, or did not answer.
    Failed(Failure),
    /// The provider was not asked.
    NotNow(NotNow),
    /// Nor was it here: what comes back could not be written, and might be all that the provider honours from then on.
    Unwritable,
}

/// Asks for a new pair.
pub(super) async fn ask(app: &App, claim: &Held, token: &RefreshToken, hurry: Hurry) -> Answer {
    let connection = &claim.connection;
    let Some(Ok(provider)) = app.registry.at(&connection.offer, connection.site.as_deref()) else {
        // Taken out of the configuration. The grant is kept, in case it comes back.
        return Answer::Failed(Failure::of(ReasonCode::Misconfigured).with_reference(connection.offer.as_str()));
    };
    let place = app.registry.place(&connection.offer, provider.site());
    let mut before: Option<Failure> = None;
    loop {
        let left_s = claim.lease.until - app.clock.now() - app.settings.lease.needed_s;
        let most_s = if hurry == Hurry::Scheduled { SCHEDULED_PATIENCE_S } else { i64::MAX };
        let patience = Duration::from_secs(u64::try_from(left_s.min(most_s)).unwrap_or(0));
        let entered = app.gates.enter(&place, (&*provider, &*app.http, &app.clock), hurry, patience).await;
        let admitted = match (entered, before.take()) {
            (Ok(admitted), earlier) => {
                before = earlier;
                admitted
            }
            // It is not clear yet whose fault the refusal is: nobody's, for now.
            (Err(_), Some(unexplained)) => return Answer::Failed(unexplained),
            (Err(not_now), None) => return Answer::NotNow(not_now),
        };
        if claim.lease.until - app.clock.now() < app.settings.lease.needed_s {
            // Paused since it was claimed; somebody else may be about to present the same token.
            return Answer::NotNow(NotNow { until: app.clock.now() + 1, cause: None });
        }
        if !app.unwritten.may_present() {
            return Answer::Unwritable;
        }
        let deadline = Deadline::new(&app.clock, claim.lease.until - app.settings.lease.needed_s);
        let failure = match provider.refresh(&Before { http: &*app.http, deadline: &deadline }, token).await {
            Ok(tokens) => {
                return Answer::Renewed(tokens, admitted);
            }
            // Paused on the way to the network: nothing was sent, and the claim may be over.
            Err(_) if deadline.was_missed() => {
                return Answer::NotNow(NotNow { until: app.clock.now() + 1, cause: None });
            }
            Err(failure) => failure,
        };
        if failure.class != FailureClass::Unexplained {
            admitted.leave(Err(&failure));
            return Answer::Failed(failure);
        }
        if before.is_some() && admitted.knows_us() {
            let ended = Failure::of(ReasonCode::SignInEnded);
            admitted.leave(Err(&ended));
            return Answer::Failed(ended);
        }
        admitted.leave(Err(&failure));
        if before.is_some() {
            return Answer::Failed(failure);
        }
        before = Some(failure);
    }
}
