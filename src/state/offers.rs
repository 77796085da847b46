//! The questions before a sign-in window can open: which way to connect, and, if the way needs one, an address.
//!
//! The click that chooses a way also opens the window, unless the way needs an address first.

use latchkey_copy::Label;
use latchkey_wire::{Intent, Lookup, LookupRefusal, LookupRequest, Offer, OfferId, Phase, ProblemCode, Purpose};
use leptos::task::spawn_local;

use super::{
    Pane,
    password_form::{ADVANCED, MAILBOX, SERVER},
    screen::{self, Screen},
    sign_in,
};
use crate::{api::RequestError, host::dom};

/// Id of the heading of Change's question.
pub const QUESTION: &str = "question";

/// Id of the field. There is never more than one on a screen.
pub const FIELD: &str = "field";

/// Id of the button that continues with the result of a look-up.
pub const FOUND: &str = "field-found";

/// An input field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InputField {
    /// The address to sign in at, for this offer.
    Site(&'static Offer),
    /// The e-mail address of a person who does not know which service has their mailbox.
    MailAddress,
    /// A password, and what goes with it.
    Password {
        /// For this offer.
        offer: &'static Offer,
        /// Whether the existing connection is renewed.
        is_refresh: bool,
    },
}

impl InputField {
    /// What is being connected.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Site(offer) | Self::Password { offer, .. } => offer.purpose,
            Self::MailAddress => Purpose::Mailbox,
        }
    }
}

/// The outcome of what was typed in the field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FieldOutcome {
    /// It cannot be used, for this reason.
    Refused(ProblemCode),
    /// It is no e-mail address.
    NotAnAddress,
    /// It is longer than anything that belongs in the field with this id.
    TooLong(&'static str),
    /// The endpoint is looking it up.
    LookingUp,
    /// The look-up found the mailbox at this offer.
    Found(&'static Offer),
    /// The address does not tell which service has the mailbox.
    NotFoundOut,
    /// The address is of a personal account, and this installation takes those of organisations only.
    PersonalAccount,
    /// A try has ended with this outcome, and the person can try again.
    Ended(Phase),
}

/// Whether this can be an e-mail address: one @ with something on both sides.
fn can_be_address(typed: &str) -> bool {
    typed.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

/// The outcome of a look-up: the offer that it found, if the person may use that offer, or else why there is none.
fn outcome_of(lookup: &Lookup, offers: &[&'static Offer]) -> FieldOutcome {
    let is_found = |offer: &&&Offer| lookup.offer.as_ref() == Some(&offer.id);
    match (offers.iter().find(is_found), lookup.refusal) {
        (Some(offer), _) => FieldOutcome::Found(offer),
        (None, Some(LookupRefusal::PersonalAccount)) => FieldOutcome::PersonalAccount,
        (None, None) => FieldOutcome::NotFoundOut,
    }
}

/// Whether the endpoint refuses the request itself, so that a retry would be refused, too.
pub(super) fn is_refused_for_good(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::SiteMalformed | ProblemCode::SiteNotAllowed | ProblemCode::OfferNotAllowed)
}

impl Pane {
    /// Starts Change: another account, or another way to reach it. Call it in the click itself: if there is only one way and
    /// no address to type, the sign-in starts without a question.
    pub fn start_change(self, purpose: Purpose) {
        let offers = self.permissions.peek().offers(purpose);
        if let [offer] = offers[..] {
            if offer.address_example.is_some() {
                self.show(Screen::Change(purpose));
            }
            return self.choose_offer(offer);
        }
        self.show(Screen::Change(purpose));
        Self::focus(QUESTION);
    }

    /// Uses an offer: asks for its address, or signs in. To be called in the click itself.
    pub fn choose_offer(self, offer: &'static Offer) {
        if offer.address_example.is_some() {
            self.open_field(InputField::Site(offer));
        } else {
            self.sign_in_through(offer, None);
        }
    }

    /// Asks for an address.
    pub fn open_field(self, field: InputField) {
        self.field_outcome.set(None);
        self.field.set(Some(field));
        Self::focus(FIELD);
    }

    /// Submits what was typed. To be called in the click itself.
    pub fn submit(self, field: InputField) {
        let typed = dom::value(FIELD).trim().to_owned();
        self.typed.set(typed.clone());
        match field {
            InputField::Site(_) if typed.is_empty() => self.reject_input(ProblemCode::SiteMalformed),
            InputField::Site(offer) => self.sign_in_through(offer, Some(typed)),
            InputField::MailAddress if !can_be_address(&typed) => self.reject_address(),
            InputField::MailAddress => self.look_up(typed, None),
            InputField::Password { .. } => self.submit_password(),
        }
    }

    /// One step back: from the field to the choice, and from there to the connection.
    pub fn cancel_question(self, purpose: Purpose) {
        self.cancel_form_attempt();
        let is_refresh = *self.screen.peek() == Screen::Refresh(purpose);
        let has_choice = !is_refresh && self.permissions.peek().offers(purpose).len() > 1;
        let is_change = is_refresh || *self.screen.peek() == Screen::Change(purpose);
        let was_open = self.close_field();
        match (is_change, was_open && has_choice) {
            (true, true) => Self::focus(QUESTION),
            (true, false) => self.show(Screen::Settings(purpose)),
            (false, _) => Self::focus(screen::HEADING),
        }
    }

    /// Closes the field and clears what was typed. Returns whether a field was open.
    pub fn close_field(self) -> bool {
        let was_open = self.field.peek().is_some();
        self.typed.set(String::new());
        self.field_outcome.set(None);
        if was_open {
            self.field.set(None);
        }
        was_open
    }

    /// Closes the question once the endpoint knows of the sign-in, and leads to the sign-in.
    pub(super) fn close_question(self) {
        let was_open = self.close_field();
        let screen = *self.screen.peek();
        if let Screen::Change(purpose) | Screen::Refresh(purpose) = screen {
            self.screen.set(Screen::Settings(purpose));
        } else if !was_open {
            return;
        }
        Self::focus(sign_in::TITLE);
    }

    /// Shows at the field why what was typed cannot be used, and moves the focus there. Returns `false` if no field is
    /// open.
    pub(super) fn reject_in_field(self, code: ProblemCode) -> bool {
        let is_open = self.field.peek().is_some() && code != ProblemCode::OfferNotAllowed;
        if is_open {
            self.reject_input(code);
        }
        is_open
    }

    fn reject_input(self, code: ProblemCode) {
        self.field_outcome.set(Some(FieldOutcome::Refused(code)));
        self.announce(self.problem(code));
        if matches!(*self.field.peek(), Some(InputField::Password { .. })) {
            dom::disclose(ADVANCED);
            return Self::focus(SERVER);
        }
        Self::focus(FIELD);
    }

    /// Says at the field that what was typed is no e-mail address.
    pub(super) fn reject_address(self) {
        self.field_outcome.set(Some(FieldOutcome::NotAnAddress));
        self.announce(self.not_an_address());
        self.focus_address();
    }

    /// What is wrong with what was typed in the field with this id.
    pub fn field_trouble(self, id: &'static str) -> Option<String> {
        let is_server = id == SERVER || id == FIELD;
        let is_mailbox = id == MAILBOX || id == FIELD;
        Some(match self.field_outcome.get()? {
            FieldOutcome::Refused(code) if is_server => self.problem(code),
            FieldOutcome::NotAnAddress if is_mailbox => self.not_an_address().to_owned(),
            FieldOutcome::PersonalAccount if is_mailbox => self.text.label(Label::PersonalAccount).to_owned(),
            FieldOutcome::TooLong(wrong) if wrong == id => self.text.label(Label::TooLong).to_owned(),
            _ => return None,
        })
    }

    /// Moves the focus to the field for an e-mail address.
    fn focus_address(self) {
        let is_form = matches!(*self.field.peek(), Some(InputField::Password { .. }));
        Self::focus(if is_form { MAILBOX } else { FIELD });
    }

    /// Signs in through an offer, for a new connection or for the existing one. Call it in the click itself.
    pub fn sign_in_through(self, offer: &Offer, site: Option<String>) {
        let id = offer.id.clone();
        let intent = match self.peek_connection(offer.purpose) {
            Some(connection) => Intent::Change { connection: connection.id, offer: id, site, account: None },
            None => Intent::Connect { offer: id, site },
        };
        self.sign_in(intent, &offer.id, &offer.label);
    }

    /// Looks up which offer serves a mailbox. With an `offer`, looks up whether that offer does.
    pub(super) fn look_up(self, address: String, offer: Option<OfferId>) {
        let pane = self;
        self.notice.set(None);
        self.field_outcome.set(Some(FieldOutcome::LookingUp));
        spawn_local(async move {
            let asked = match pane.ensure_session().await {
                Ok(endpoint) => endpoint.look_up(&LookupRequest { address, offer }).await,
                Err(error) => Err(error),
            };
            // The person may have gone elsewhere meanwhile.
            if *pane.field_outcome.peek() != Some(FieldOutcome::LookingUp) {
                return;
            }
            match asked {
                Ok(lookup) => pane.show_lookup(&lookup),
                // All that the endpoint can refuse in the request is the address, such as one that is too long.
                Err(RequestError::Refused(ProblemCode::MalformedBody)) => pane.reject_address(),
                Err(error) => {
                    pane.field_outcome.set(None);
                    pane.show_problem(&error);
                }
            }
        });
    }

    fn show_lookup(self, lookup: &Lookup) {
        let answer = outcome_of(lookup, &self.permissions.peek().offers(Purpose::Mailbox));
        if self.show_lookup_in_form(lookup, &answer) {
            return;
        }
        self.field_outcome.set(Some(answer.clone()));
        match answer {
            FieldOutcome::Found(_) => {
                // The button says what was found, and no longer that a look-up is under way.
                self.announce("");
                Self::focus(FOUND);
            }
            FieldOutcome::PersonalAccount => {
                self.announce(self.text.label(Label::PersonalAccount));
                self.focus_address();
            }
            _ => self.announce(self.text.label(Label::NotFoundOut)),
        }
    }

    /// Ends a sign-in that the endpoint refused before it began, if a retry would be refused as well. Returns whether
    /// it did.
    pub(super) fn end_if_refused_for_good(self, error: &RequestError) -> bool {
        let RequestError::Refused(code) = error else { return false };
        if !is_refused_for_good(*code) {
            return false;
        }
        self.host().close_sign_in();
        self.attempt.set(None);
        if !self.reject_in_field(*code) {
            self.show_problem(error);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::installation;

    fn lookup(offer: Option<&str>, refusal: Option<LookupRefusal>) -> Lookup {
        Lookup { offer: offer.map(OfferId::new), server: None, refusal }
    }

    #[test]
    fn a_look_up_leads_only_to_what_may_be_chosen() {
        let offers: Vec<&'static Offer> = Box::leak(Box::new(installation(&["microsoft"]))).offers.iter().collect();
        let found = |offer: &str| outcome_of(&lookup(Some(offer), None), &offers);
        assert_eq!(found("microsoft"), FieldOutcome::Found(offers[0]));
        assert_eq!(found("google"), FieldOutcome::NotFoundOut);
        assert_eq!(outcome_of(&lookup(None, None), &offers), FieldOutcome::NotFoundOut);
    }

    #[test]
    fn a_personal_account_is_named_as_the_cause_unless_an_offer_takes_it() {
        let offers: Vec<&'static Offer> = Box::leak(Box::new(installation(&["microsoft"]))).offers.iter().collect();
        let personal = |offer| outcome_of(&lookup(offer, Some(LookupRefusal::PersonalAccount)), &offers);
        assert_eq!(personal(None), FieldOutcome::PersonalAccount);
        assert_eq!(personal(Some("microsoft")), FieldOutcome::Found(offers[0]));
    }

    #[test]
    fn an_address_has_one_at_sign_with_something_on_both_sides() {
        assert!(can_be_address("olga@contoso.example"));
        for typed in ["", "olga", "@", "olga@", "@contoso.example", "olga@contoso@example"] {
            assert!(!can_be_address(typed), "{typed}");
        }
    }

    #[test]
    fn only_refusals_of_the_request_itself_end_an_attempt() {
        assert!(is_refused_for_good(ProblemCode::SiteNotAllowed));
        assert!(!is_refused_for_good(ProblemCode::TooManyRequests));
        assert!(!is_refused_for_good(ProblemCode::Unavailable));
    }
}
