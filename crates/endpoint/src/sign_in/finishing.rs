//! A sign-in on its last step. It is either saved ([`super::save`]) or fails here.

use latchkey_domain::Failure;
use latchkey_store::{AuthorizationRecord, PendingSignIn};
use latchkey_wire::{Account, Phase, Reason, ReasonCode};

use super::revoke;
use crate::app::App;
use crate::problem::ApiError;

/// A sign-in that is about to end. The store writes its outcome only while the attempt is in the phase `from`.
pub(super) struct Finishing<'a> {
    pub(super) app: &'a App,
    pub(super) record: &'a AuthorizationRecord,
    pub(super) from: Phase,
}

impl<'a> Finishing<'a> {
    pub(super) fn new(app: &'a App, record: &'a AuthorizationRecord, from: Phase) -> Self {
        Self { app, record, from }
    }

    /// Ends the attempt because of what the provider or a mail server said, and logs the cause.
    pub(super) async fn refuse(&self, failure: Failure) -> Result<(), ApiError> {
        if let Some(cause) = &failure.cause {
            let reason = failure.reason.code;
            tracing::warn!(authorization = %self.record.id, offer = %self.record.offer, ?reason, cause, "a sign-in is refused");
        }
        self.fail(failure.reason, None).await
    }

    /// Ends the attempt without success. Existing connections stay as they are, and an unused grant is revoked.
    pub(super) async fn fail(&self, reason: Reason, granted: Option<PendingSignIn>) -> Result<(), ApiError> {
        let signed_in_as = granted.as_ref().map(|granted| granted.account.clone());
        self.end_as(Phase::Failed { reason, signed_in_as, expected: None }, granted).await
    }

    /// The same, where the pane must not learn who signed in.
    pub(super) async fn fail_unseen(&self, reason: Reason, granted: PendingSignIn) -> Result<(), ApiError> {
        self.end_as(Phase::Failed { reason, signed_in_as: None, expected: None }, Some(granted)).await
    }

    /// The same, where the pane shows which account was expected.
    pub(super) async fn fail_between(
        &self,
        code: ReasonCode,
        expected: Account,
        granted: PendingSignIn,
    ) -> Result<(), ApiError> {
        let signed_in_as = Some(granted.account.clone());
        self.end_as(Phase::Failed { reason: code.into(), signed_in_as, expected: Some(expected) }, Some(granted)).await
    }

    /// Leaves the attempt open in this phase, until the person proves or confirms something.
    pub(super) async fn wait_for_person(&self, phase: &Phase, pending: &PendingSignIn) -> Result<(), ApiError> {
        self.app.store.advance_phase(&self.record.id, &self.from, phase, Some(pending)).await?;
        super::notify_watchers(self.app, self.record);
        Ok(())
    }

    async fn end_as(&self, phase: Phase, granted: Option<PendingSignIn>) -> Result<(), ApiError> {
        let Self { app, record, ref from } = *self;
        if let Phase::Failed { reason, .. } = &phase {
            if reason.code == ReasonCode::AnswerUnusable {
                let (offer, field) = (&record.offer, reason.reference.as_deref());
                tracing::error!(%offer, field, "a provider's successful response can't be used: this field is missing, malformed, or belongs to another account");
            }
            if let (ReasonCode::Misconfigured, Some(reference)) = (reason.code, reason.reference.as_deref()) {
                tracing::error!(offer = %record.offer, reference, "a sign-in failed because of the configuration or the registration; see this setting or code");
            }
            tracing::info!(authorization = %record.id, reason = ?reason.code, "sign-in failed");
        }
        super::advance(app, record, from, &phase).await?;
        if let Some(granted) = granted {
            revoke::revoke_unused(app, record, granted).await?;
        }
        Ok(())
    }
}
