//! What a provider's refusal means. It is decided once, at the provider's border (`crates/providers`), where the most
//! is known; everything behind it goes by the class.

use latchkey_wire::{Actor, Reason, ReasonCode};

/// A classified refusal or outage of a provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Failure {
    /// What to do about it.
    pub class: FailureClass,
    /// What to tell people.
    pub reason: Reason,
    /// How long the provider asked to wait, in seconds.
    pub retry_after_s: Option<u32>,
    /// What the provider wants to see at the next sign-in (OpenID Connect Core 5.5, `claims`). Not a secret.
    pub challenge: Option<String>,
}

/// What a refusal asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FailureClass {
    /// Try again later; the grant is as good as before.
    Transient,
    /// Only the person can help, by signing in.
    NeedsPerson,
    /// Only an administrator of the person's organisation can help.
    NeedsAdmin,
    /// The administrator of the person's organisation has blocked this client for the whole organisation. No grant is
    /// to blame, and all work again when the block is lifted.
    Organisation,
    /// The installation is registered wrongly at the provider; no grant is to blame.
    Operator,
    /// Refused without a reason that is known. Never fatal by itself.
    Unexplained,
}

impl Failure {
    /// A failure whose class follows from who has to act on its reason.
    pub fn of(code: ReasonCode) -> Self {
        let class = match code.actor() {
            Actor::You => FailureClass::NeedsPerson,
            Actor::Admin => FailureClass::NeedsAdmin,
            Actor::Operator => FailureClass::Operator,
            Actor::NoOne => FailureClass::Transient,
        };
        Self { class, reason: code.into(), retry_after_s: None, challenge: None }
    }

    /// Refused without a known reason.
    pub fn unexplained() -> Self {
        Self { class: FailureClass::Unexplained, ..Self::of(ReasonCode::RefusedUnexplained) }
    }

    /// With the provider's own number or correlation id.
    #[must_use]
    pub fn with_reference(mut self, reference: impl Into<String>) -> Self {
        self.reason.reference = Some(reference.into());
        self
    }
}
