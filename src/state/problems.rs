//! Refused requests, as sentences on the screen and for screen readers.

use latchkey_wire::ProblemCode;

use super::Pane;
use crate::api::RequestError;

/// A message above every screen, which the person reads once and dismisses.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ProblemNotice {
    /// What happened.
    pub title: String,
    /// What to do about it.
    pub detail: String,
}

impl Pane {
    pub(super) fn show_problem(self, error: &RequestError) {
        let code = match error {
            RequestError::SessionRefused => return self.end_refused_session(),
            RequestError::Unreachable => return self.show_unreachable(),
            RequestError::Refused(code) => *code,
        };
        let notice = ProblemNotice {
            title: latchkey_copy::problem_title(self.text.sentences, code).to_owned(),
            detail: latchkey_copy::problem_detail(self.text.sentences, code).to_owned(),
        };
        self.remember_focus();
        self.announce(format!("{} {}", notice.title, notice.detail));
        self.notice.set(Some(notice));
    }

    /// Puts the message about a refused request away, with its words for screen readers.
    pub fn dismiss_problem(self) {
        self.notice.set(None);
        self.announce("");
        self.return_focus();
    }

    pub(super) fn show_unreachable(self) {
        if !*self.is_cut_off.peek() {
            self.is_cut_off.set(true);
            self.announce(latchkey_copy::unreachable(self.text.sentences, self.text.names("")));
        }
    }

    /// What a person reads who typed something else than an e-mail address.
    pub fn not_an_address(self) -> &'static str {
        // What is said after it elsewhere is about an address to sign in at.
        latchkey_copy::problem_title(self.text.sentences, ProblemCode::SiteMalformed)
    }

    /// A refused request as sentences.
    pub fn problem(self, code: ProblemCode) -> String {
        let sentences = self.text.sentences;
        format!("{} {}", latchkey_copy::problem_title(sentences, code), latchkey_copy::problem_detail(sentences, code))
    }
}
