//! The pane's state and its actions. Views read the state and call actions; they decide nothing.
//!
//! [`PaneState`] holds the state. Each part is a [`Live`] value that views follow. Views get it from [`expect_pane`].
//!
//! Each module has one part of the job:
//! * `session`: opens and ends the session; single sign-on
//! * `sync`: follows the endpoint
//! * `host_state`: follows the host: its colours, its mailbox, choices about this browser; `another_mailbox`: when that
//!   mailbox is not the connected one
//! * `sign_in`: one sign-in, its window, its proof; `admin_step`: what an administrator may have to do first
//! * `password_form`: the form for a password
//! * `offers`: the choice of a way to connect; `permissions`: which ways the person may choose
//! * `connections`: refreshes and checks connections; `primary_action`: the one button that helps most
//! * `loss_dialog`: announces a lost connection; `problems`: shows a refused request
//! * `screen`, `navigation`, `menu`, `set_up`: which screen is shown, and what leads there
//! * `text`: sentences and names; `clipboard`: copies them
//! * `live`: values that views follow
//!
//! Decisions are plain functions that tests call without a browser; methods of [`Pane`] carry them out.
//!
//! # To add an action
//! Write the decision as a function with a test. Then write a method of [`Pane`] in the module that the action belongs to:
//! it asks the endpoint or the host and puts the result into a [`Live`] value. Announce the outcome with [`Pane::announce`].

pub mod admin_step;
mod another_mailbox;
mod clipboard;
mod connections;
mod host_state;
mod live;
pub mod loss_dialog;
pub mod menu;
mod navigation;
pub mod offers;
pub mod password_form;
pub mod permissions;
pub mod primary_action;
mod problems;
#[cfg(test)]
pub(crate) mod samples;
pub mod screen;
mod session;
pub mod set_up;
pub mod sign_in;
mod sync;
mod text;

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    rc::Rc,
};

use futures::future::AbortHandle;
use latchkey_copy::Sentences;
use latchkey_wire::{
    AuthorizationId, Connection, ConnectionId, Installation, LetIn, Offer, OfferId, Purpose, UnixSeconds,
};
use leptos::prelude::*;

use crate::host::{DateStyle, Host, HostProblem, dom::Control};
pub use another_mailbox::other_sign_in_name;
pub use connections::reference;
use live::Live;
use loss_dialog::KnownLosses;
use offers::{FieldOutcome, InputField};
use permissions::Permissions;
use problems::ProblemNotice;
use screen::Screen;
use set_up::SetUpStep;
use sign_in::SignInAttempt;
pub use text::{PaneText, language_for};

/// The pane, for views and actions. There is one for as long as the page lives, so copying it copies a reference.
#[derive(Clone, Copy)]
pub struct Pane(&'static PaneState);

impl Deref for Pane {
    type Target = PaneState;

    fn deref(&self) -> &PaneState {
        self.0
    }
}

/// The state of the pane.
pub struct PaneState {
    /// Names, offers and language.
    pub text: PaneText,
    /// The screen that is shown.
    pub screen: Live<Screen>,
    /// The connections, as the endpoint said last. Kept while it cannot be reached.
    pub connections: Live<Vec<Connection>>,
    /// The person's permissions.
    pub permissions: Live<Permissions>,
    /// The steps of Set up Sync.
    pub steps: Live<Vec<SetUpStep>>,
    /// The endpoint does not answer. What is shown may be out of date; the pane keeps trying.
    pub is_cut_off: Live<bool>,
    /// The sign-in that is under way, or the outcome of the last one until the person dismisses it.
    pub attempt: Live<Option<SignInAttempt>>,
    /// The menu is open.
    pub is_menu_open: Live<bool>,
    /// The items of the menu.
    pub menu_items: Live<Vec<menu::Item>>,
    /// At least one connection is lost.
    pub is_anything_lost: Live<bool>,
    /// A sign-in has been waiting for so long that the pane offers help.
    pub is_stuck: Live<bool>,
    /// The input field that is open.
    pub field: Live<Option<InputField>>,
    /// What was typed there last.
    pub typed: Live<String>,
    /// The outcome of what was typed: an error, or what a look-up found.
    pub field_outcome: Live<Option<FieldOutcome>>,
    /// The connection whose loss the dialog announces.
    pub alert: Live<Option<ConnectionId>>,
    /// Sidebars that a code let in a short while ago.
    pub let_in: Live<Vec<LetIn>>,
    /// The connection that is being checked.
    pub checking: Live<Option<ConnectionId>>,
    /// A refused request, shown until the person dismisses it.
    pub notice: Live<Option<ProblemNotice>>,
    /// The mailbox that the host shows, if it shows one.
    pub mailbox: Live<Option<String>>,
    /// What is wrong with the host, if something is.
    pub host_problem: Live<Option<HostProblem>>,
    /// Notifies views when a choice about this browser was made, or a notice was dismissed in it. The host stores both.
    pub choices: Live<()>,
    /// A text that could not be copied and is shown to be copied by hand.
    pub copy_by_hand: Live<Option<String>>,
    /// The next text for the live region, which screen readers read aloud.
    pub announcement: Live<String>,
    private: StoredValue<Rc<Private>, LocalStorage>,
}

/// State that no view reads.
struct Private {
    host: Rc<dyn Host>,
    /// The endpoint's clock less the host's, in seconds.
    clock_offset: Cell<UnixSeconds>,
    /// The next overview is the first of this session.
    is_first: Cell<bool>,
    sync_task: RefCell<Option<AbortHandle>>,
    /// How often single sign-on may still be tried.
    single_sign_ons_left: Cell<u8>,
    /// The sign-in that the person gave up last, so that a late answer does not bring it back.
    given_up: RefCell<Option<AuthorizationId>>,
    /// The page of the sign-in window that asked for a key last, and the answer that it gets.
    answered_page: RefCell<(String, Option<String>)>,
    /// The losses that the person has been told of.
    known_losses: RefCell<KnownLosses>,
    /// The control that opened the panel or notice.
    opener: RefCell<Option<Control>>,
}

impl Pane {
    /// With a host, the names and offers of the installation, and the sentences in its reader's language.
    pub fn new(host: Rc<dyn Host>, installation: Installation, sentences: Sentences) -> Self {
        let text = PaneText::new(installation, sentences, &host.languages());
        let screen = screen::first(host.session_token().is_some());
        let permissions = Permissions::new(text.installation(), None);
        let steps = set_up::steps(&permissions.offers, &[]);
        let menu_items = menu::items(&permissions.offers, &[]);
        let state = PaneState {
            text,
            screen: Live::new(screen),
            connections: Live::new(Vec::new()),
            permissions: Live::new(permissions),
            steps: Live::new(steps),
            is_cut_off: Live::new(false),
            attempt: Live::new(None),
            is_menu_open: Live::new(false),
            menu_items: Live::new(menu_items),
            is_anything_lost: Live::new(false),
            is_stuck: Live::new(false),
            field: Live::new(None),
            typed: Live::new(String::new()),
            field_outcome: Live::new(None),
            alert: Live::new(None),
            let_in: Live::new(Vec::new()),
            checking: Live::new(None),
            notice: Live::new(None),
            mailbox: Live::new(None),
            host_problem: Live::new(None),
            choices: Live::new(()),
            copy_by_hand: Live::new(None),
            announcement: Live::new(String::new()),
            private: StoredValue::new_local(Rc::new(Private {
                host,
                clock_offset: Cell::new(0),
                is_first: Cell::new(true),
                sync_task: RefCell::new(None),
                single_sign_ons_left: Cell::new(session::TRIES),
                given_up: RefCell::new(None),
                answered_page: RefCell::default(),
                known_losses: RefCell::default(),
                opener: RefCell::new(None),
            })),
        };
        Self(Box::leak(Box::new(state)))
    }

    /// The host.
    pub fn host(self) -> Rc<dyn Host> {
        Rc::clone(&self.private().host)
    }

    fn private(self) -> Rc<Private> {
        self.private.get_value()
    }

    /// A time as the reader writes it.
    pub fn date(self, at: UnixSeconds, style: DateStyle) -> String {
        self.host().date(at, style, self.text.dates())
    }

    /// The endpoint's clock.
    pub fn now(self) -> UnixSeconds {
        self.host().now() + self.private().clock_offset.get()
    }

    /// The offers that the person may use for a purpose.
    pub fn offers(self, purpose: Purpose) -> Vec<&'static Offer> {
        self.permissions.read().offers(purpose)
    }

    /// The configured offer with this id.
    pub fn offer(self, id: &OfferId) -> Option<&'static Offer> {
        self.text.installation().offers.iter().find(|offer| offer.id == *id)
    }

    /// Puts a text into the live region, where a screen reader reads it aloud.
    pub fn announce(self, text: impl Into<String>) {
        self.announcement.set(text.into());
    }
}

/// Gives the pane to every view below.
pub fn provide_pane(pane: Pane) {
    provide_context(pane);
}

/// The pane of this page.
pub fn expect_pane() -> Pane {
    use_context().expect("start() provides the pane before any view is made")
}
