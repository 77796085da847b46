//! What an administrator may have to do before a sign-in can succeed, and the note that asks for it.
//!
//! # To add a step
//! Add it to [`AdminStep`], decide in [`admin_step`] when it may be missing, and give it a note and a button
//! (`views::sign_in`).

use latchkey_copy::ApprovalPlace;
use latchkey_wire::{Offer, OfferId, Phase, ReasonCode};

use super::Pane;

/// What an administrator does once for the whole organisation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AdminStep {
    /// Installs the app.
    Install,
    /// Approves the app.
    Approve,
}

/// The step that may be missing at this phase of a sign-in.
///
/// Some providers say so on a page of their own that does not lead back. The window then stays open, or the person leaves
/// it by the provider's Cancel. So the pane can only ask.
pub fn admin_step(offer: &Offer, phase: &Phase) -> Option<AdminStep> {
    match phase {
        Phase::Waiting if offer.may_need_installing => Some(AdminStep::Install),
        Phase::Waiting if offer.may_need_approval => Some(AdminStep::Approve),
        Phase::Failed { reason, .. } => match reason.code {
            ReasonCode::AppNotInstalled => Some(AdminStep::Install),
            ReasonCode::AdminApproval => Some(AdminStep::Approve),
            ReasonCode::CancelledAtProvider if offer.may_need_approval => Some(AdminStep::Approve),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the sentence of the phase already says that the step is missing.
fn is_known(phase: &Phase) -> bool {
    matches!(phase, Phase::Failed { reason, .. } if reason.code != ReasonCode::CancelledAtProvider)
}

fn approval_place(offer: Option<&Offer>) -> ApprovalPlace<'_> {
    offer.map_or(ApprovalPlace::Unknown, |offer| {
        ApprovalPlace::of(offer.approval_url.as_deref(), offer.may_need_approval)
    })
}

impl Pane {
    /// The step that may be missing at this phase of a sign-in.
    pub fn admin_step(self, offer: &OfferId, phase: &Phase) -> Option<AdminStep> {
        admin_step(self.offer(offer)?, phase)
    }

    /// Asks the person whether the step is missing; `None` where nothing is to be asked.
    pub(super) fn admin_question(self, offer: &OfferId, provider: &str, phase: &Phase) -> Option<String> {
        let (sentences, names) = (self.text.sentences, self.text.names(provider));
        let step = self.admin_step(offer, phase).filter(|_| !is_known(phase))?;
        Some(match step {
            AdminStep::Install => latchkey_copy::stuck_not_installed(sentences, names),
            AdminStep::Approve => latchkey_copy::stuck_not_approved(sentences, names),
        })
    }

    /// Copies a note that asks an administrator for the step.
    pub fn copy_step_note(self, step: AdminStep, offer: &OfferId, provider: &str) {
        let (sentences, names) = (self.text.sentences, self.text.names(provider));
        self.copy_text(match step {
            AdminStep::Install => latchkey_copy::note_to_install(sentences, names),
            AdminStep::Approve => latchkey_copy::note_to_approve(sentences, names, self.approval_place(offer)),
        });
    }

    /// Where an administrator approves the app of this offer.
    pub(super) fn approval_place(self, offer: &OfferId) -> ApprovalPlace<'static> {
        approval_place(self.offer(offer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::installation;

    fn offer(may_need_installing: bool, may_need_approval: bool) -> Offer {
        Offer { may_need_installing, may_need_approval, ..installation(&["microsoft"]).offers.remove(0) }
    }

    fn failed(code: ReasonCode) -> Phase {
        Phase::Failed { reason: code.into(), signed_in_as: None, expected: None }
    }

    #[test]
    fn while_the_window_is_open_the_provider_decides_what_may_be_missing() {
        assert_eq!(admin_step(&offer(true, false), &Phase::Waiting), Some(AdminStep::Install));
        assert_eq!(admin_step(&offer(false, true), &Phase::Waiting), Some(AdminStep::Approve));
        assert_eq!(admin_step(&offer(false, false), &Phase::Waiting), None);
    }

    #[test]
    fn a_sign_in_that_was_cancelled_at_the_provider_may_have_met_its_page_about_approval() {
        let cancelled = failed(ReasonCode::CancelledAtProvider);
        assert_eq!(admin_step(&offer(false, true), &cancelled), Some(AdminStep::Approve));
        assert!(!is_known(&cancelled), "so the person is asked");
        assert_eq!(admin_step(&offer(true, false), &cancelled), None);
        assert_eq!(admin_step(&offer(false, true), &Phase::Cancelled), None, "the person has cancelled here");
    }

    #[test]
    fn what_the_provider_says_itself_is_not_asked_and_still_has_its_note() {
        for (code, step) in
            [(ReasonCode::AdminApproval, AdminStep::Approve), (ReasonCode::AppNotInstalled, AdminStep::Install)]
        {
            assert_eq!(admin_step(&offer(false, false), &failed(code)), Some(step));
            assert!(is_known(&failed(code)));
        }
    }

    #[test]
    fn nothing_else_is_for_an_administrator_to_approve_or_install() {
        let own = [ReasonCode::AdminApproval, ReasonCode::AppNotInstalled, ReasonCode::CancelledAtProvider];
        for code in ReasonCode::ALL.into_iter().filter(|code| !own.contains(code)) {
            assert_eq!(admin_step(&offer(true, true), &failed(code)), None, "{code:?}");
        }
        for phase in [Phase::Finishing, Phase::AwaitingProof, Phase::Expired] {
            assert_eq!(admin_step(&offer(true, true), &phase), None, "{phase:?}");
        }
    }

    #[test]
    fn an_administrator_is_sent_to_the_link_or_else_to_the_console_of_a_provider_that_approves_apps() {
        let link = "https://login.example/organizations/v2.0/adminconsent?client_id=x";
        let with_link = Offer { approval_url: Some(link.into()), ..offer(false, true) };
        assert_eq!(approval_place(Some(&with_link)), ApprovalPlace::Link(link));
        assert_eq!(approval_place(Some(&offer(false, true))), ApprovalPlace::Console);
        assert_eq!(approval_place(Some(&offer(false, false))), ApprovalPlace::Unknown);
        assert_eq!(approval_place(None), ApprovalPlace::Unknown);
    }
}
