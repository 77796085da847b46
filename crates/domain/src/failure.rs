//! What a provider's refusal means. `crates/providers` decides it once, because it knows the most about the refusal. All
//! other code relies on the class alone.

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
    /// The claims that the provider requires at the next sign-in (OpenID Connect Core 5.5, `claims`). Not a secret.
    pub challenge: Option<Box<str>>,
    /// What the log says beyond the reason. Not a secret, and not for people: it may repeat what the provider sent.
    pub cause: Option<Box<str>>,
}

/// The most characters of a cause.
const MAX_CAUSE_CHARS: usize = 500;

/// What a refusal asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FailureClass {
    /// Try again later; the grant is still valid.
    Transient,
    /// Only the person can help, by signing in.
    NeedsPerson,
    /// Only an administrator of the person's organisation can help.
    NeedsAdmin,
    /// The administrator of the person's organisation has blocked this client for the whole organisation. All its grants
    /// work again when the block is lifted.
    Organisation,
    /// The installation is registered wrongly at the provider; no grant is to blame.
    Operator,
    /// Something else than the grant is at fault, for this account alone as far as is known: the registration's settings, or the
    /// servers of the account's organisation. The grant is tried again.
    KeepTrying,
    /// The provider says that only the person can help, in a way that is sometimes wrong. It is believed when it comes again.
    Doubtful,
    /// The provider gave no known reason. By itself this never ends a grant.
    Unexplained,
}

impl Failure {
    /// A failure whose class follows from its reason: the reason tells who has to act.
    pub fn of(code: ReasonCode) -> Self {
        let class = match code.actor() {
            Actor::You => FailureClass::NeedsPerson,
            Actor::Admin => FailureClass::NeedsAdmin,
            Actor::Operator => FailureClass::Operator,
            Actor::NoOne => FailureClass::Transient,
        };
        Self { class, reason: code.into(), retry_after_s: None, challenge: None, cause: None }
    }

    /// A refusal without a known reason.
    pub fn unexplained() -> Self {
        Self { class: FailureClass::Unexplained, ..Self::of(ReasonCode::RefusedUnexplained) }
    }

    /// The same failure, of another class.
    #[must_use]
    pub fn of_class(self, class: FailureClass) -> Self {
        Self { class, ..self }
    }

    /// Adds what the log says beyond the reason.
    #[must_use]
    pub fn because(self, cause: impl Into<String>) -> Self {
        let cause: String = cause.into().chars().take(MAX_CAUSE_CHARS).collect();
        Self { cause: Some(cause.into()), ..self }
    }

    /// Adds the provider's own number or correlation id.
    #[must_use]
    pub fn with_reference(mut self, reference: impl Into<String>) -> Self {
        self.reason.reference = Some(reference.into());
        self
    }
}
