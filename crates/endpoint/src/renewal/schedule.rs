//! When a grant is renewed next.

use latchkey_domain::renewal as rules;
use latchkey_wire::{OfferId, UnixSeconds};

use crate::app::App;

/// A random byte, with which the rules spread renewals over time.
pub(crate) fn random_spread(app: &App) -> u8 {
    let mut byte = [0];
    app.entropy.fill(&mut byte);
    byte[0]
}

/// When a grant that was just issued is renewed next, in Unix seconds.
pub(crate) fn due_at(app: &App, offer: &OfferId, now: UnixSeconds, life_s: i64) -> UnixSeconds {
    rules::due_at(now, life_s, app.registry.rules(offer), app.settings.keep, random_spread(app))
}
