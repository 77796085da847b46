//! What the pane knows and what it does about it. Views read from here and call actions; they decide nothing.
//!
//! What is known stands in [`Known`], each part a [`Live`] value that views follow; [`Pane`], which views get by
//! [`expect_pane`], leads there.
//! Decisions are plain functions (`landing`, `menu`, `password`, `rules`, `set_up`, `sign_in`, `useful`, `rhythm`,
//! `window_key`) that tests call without a browser; the files named after verbs (`follow`, `authorize`, `act`, `ask`,
//! `alert`, `connect`) and `windows` carry them out.
//!
//! # To add an action
//! Write the decision as a function with a test, then a method on [`Pane`] in `act` that asks the endpoint or the
//! host and puts the result into a [`Live`] value. Say the outcome aloud with [`Pane::say`].

mod act;
pub mod alert;
pub mod ask;
mod authorize;
mod connect;
mod follow;
mod follow_host;
pub mod landing;
mod live;
pub mod menu;
pub mod password;
mod rhythm;
pub mod rules;
pub mod set_up;
pub mod sign_in;
mod sign_on;
pub mod useful;
mod window_key;
mod windows;
mod words;

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    rc::Rc,
};

use futures::future::AbortHandle;
use latchkey_copy::Sentences;
use latchkey_wire::{
    AuthorizationId, Connection, ConnectionId, ConnectionState, Installation, LetIn, Offer, Overview, ProblemCode,
    Purpose, UnixSeconds,
};
use leptos::{
    prelude::*,
    task::{spawn_local, tick},
};

use crate::{
    api::{ApiError, Authorized},
    host::{DateStyle, Host, Lack, page},
};
pub use act::reference;
use alert::Loss;
use ask::{Answer, Field};
use landing::Screen;
use live::Live;
use rules::Rules;
use set_up::Step;
use sign_in::Attempt;
use useful::Useful;
pub use words::{Words, language_for};

/// Something to read once, above everything else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    /// What happened.
    pub title: String,
    /// What to do about it.
    pub detail: String,
}

/// The pane, for views and actions. There is one for as long as the page lives, so copying it copies a reference.
#[derive(Clone, Copy)]
pub struct Pane(&'static Known);

impl Deref for Pane {
    type Target = Known;

    fn deref(&self) -> &Known {
        self.0
    }
}

/// Everything the pane knows.
pub struct Known {
    /// Names, offers and language.
    pub words: Words,
    /// What is on the screen.
    pub screen: Live<Screen>,
    /// The connections, as the endpoint said last. Kept while it cannot be reached.
    pub connections: Live<Vec<Connection>>,
    /// What may be done here.
    pub rules: Live<Rules>,
    /// The steps of Set up Sync.
    pub steps: Live<Vec<Step>>,
    /// The endpoint does not answer, and what is shown may be out of date; it is being tried again.
    pub is_cut_off: Live<bool>,
    /// The sign-in that is under way, or how the last one ended until somebody has read it.
    pub attempt: Live<Option<Attempt>>,
    /// The menu is open.
    pub is_menu_open: Live<bool>,
    /// Access to something is lost.
    pub is_anything_lost: Live<bool>,
    /// Somebody signs in and nothing has come of it for a while.
    pub is_stuck: Live<bool>,
    /// The field that is open.
    pub field: Live<Option<Field>>,
    /// What was typed there last.
    pub typed: Live<String>,
    /// What became of it.
    pub answer: Live<Option<Answer>>,
    /// The connection whose loss a dialog tells.
    pub alert: Live<Option<ConnectionId>>,
    /// Sidebars that a code let in a short while ago.
    pub let_in: Live<Vec<LetIn>>,
    /// The connection that is being checked.
    pub checking: Live<Option<ConnectionId>>,
    /// Something to read once.
    pub notice: Live<Option<Notice>>,
    /// The mailbox that the host shows, if it shows one.
    pub mailbox: Live<Option<String>>,
    /// Why the host gives less than it should, if it does.
    pub lack: Live<Option<Lack>>,
    /// Tells when a choice about this browser was made; the host knows them.
    pub choices: Live<()>,
    /// A text that could not be copied and is shown to be copied by hand.
    pub copy_by_hand: Live<Option<String>>,
    /// What a screen reader says next.
    pub spoken: Live<String>,
    behind: StoredValue<Rc<Behind>, LocalStorage>,
}

/// What no view reads.
struct Behind {
    host: Rc<dyn Host>,
    /// The endpoint's clock less the host's, in seconds.
    clock_offset: Cell<UnixSeconds>,
    /// The next overview is the first of this session.
    is_first: Cell<bool>,
    following: RefCell<Option<AbortHandle>>,
    /// How often single sign-on may still be tried.
    sign_ons_left: Cell<u8>,
    /// The sign-in that the person gave up last, so that a late answer does not bring it back.
    given_up: RefCell<Option<AuthorizationId>>,
    /// The window's page that was answered last, or is about to be, and its answer.
    answered: RefCell<(String, Option<String>)>,
    /// The loss that a dialog told last.
    told_loss: RefCell<Option<Loss>>,
}

impl Pane {
    /// With a host, the names and offers of the installation, and the sentences in its reader's language.
    pub fn new(host: Rc<dyn Host>, installation: Installation, sentences: Sentences) -> Self {
        let words = Words::new(installation, sentences, &host.languages());
        let screen = landing::first(host.session_token().is_some());
        let rules = Rules::new(words.installation(), None);
        let steps = set_up::steps(&rules.offers, &[]);
        let known = Known {
            words,
            screen: Live::new(screen),
            connections: Live::new(Vec::new()),
            rules: Live::new(rules),
            steps: Live::new(steps),
            is_cut_off: Live::new(false),
            attempt: Live::new(None),
            is_menu_open: Live::new(false),
            is_anything_lost: Live::new(false),
            is_stuck: Live::new(false),
            field: Live::new(None),
            typed: Live::new(String::new()),
            answer: Live::new(None),
            alert: Live::new(None),
            let_in: Live::new(Vec::new()),
            checking: Live::new(None),
            notice: Live::new(None),
            mailbox: Live::new(None),
            lack: Live::new(None),
            choices: Live::new(()),
            copy_by_hand: Live::new(None),
            spoken: Live::new(String::new()),
            behind: StoredValue::new_local(Rc::new(Behind {
                host,
                clock_offset: Cell::new(0),
                is_first: Cell::new(true),
                following: RefCell::new(None),
                sign_ons_left: Cell::new(sign_on::TRIES),
                given_up: RefCell::new(None),
                answered: RefCell::default(),
                told_loss: RefCell::new(None),
            })),
        };
        Self(Box::leak(Box::new(known)))
    }

    /// Takes in what the endpoint says; views whose part of it stays the same stay as they are.
    fn set_known(self, overview: Option<Overview>) {
        self.behind().is_first.set(overview.is_none());
        self.rules.set_if_new(Rules::new(self.words.installation(), overview.as_ref()));
        self.let_in.set_if_new(overview.as_ref().map(|overview| overview.let_in.clone()).unwrap_or_default());
        self.connections.set_if_new(overview.map(|overview| overview.connections).unwrap_or_default());
        self.show_losses();
        self.steps.set_if_new(set_up::steps(&self.rules.peek().offers, &self.connections.peek()));
    }

    /// Shows whether anything is lost, here and wherever the host shows it.
    fn show_losses(self) {
        let was_lost = *self.is_anything_lost.peek();
        let is_lost = menu::is_anything_lost(&self.connections.peek());
        self.is_anything_lost.set_if_new(is_lost);
        if was_lost || is_lost {
            self.host().tell_losses();
        }
    }

    /// What shows the pane.
    pub fn host(self) -> Rc<dyn Host> {
        Rc::clone(&self.behind().host)
    }

    fn behind(self) -> Rc<Behind> {
        self.behind.get_value()
    }

    /// A time as the reader writes it.
    pub fn date(self, at: UnixSeconds, style: DateStyle) -> String {
        self.host().date(at, style, self.words.dates())
    }

    /// A connection's state as a sentence.
    pub fn state_sentence(self, connection: &Connection) -> String {
        let when = match connection.state {
            ConnectionState::ExpiresSoon { at: when } | ConnectionState::Disconnected { since: when } => {
                self.date(when, DateStyle::Day)
            }
            _ => String::new(),
        };
        let names = self.words.names(&connection.provider_label);
        latchkey_copy::state(self.words.sentences, &connection.state, names, &when)
    }

    /// The endpoint's clock.
    pub fn now(self) -> UnixSeconds {
        self.host().now() + self.behind().clock_offset.get()
    }

    /// The connection for a purpose.
    pub fn connection(self, purpose: Purpose) -> Option<Connection> {
        self.connections.read().iter().find(|connection| connection.purpose == purpose).cloned()
    }

    /// The same, as it is now.
    pub fn known(self, purpose: Purpose) -> Option<Connection> {
        self.connections.peek().iter().find(|connection| connection.purpose == purpose).cloned()
    }

    /// What may be connected for a purpose, or changed to.
    pub fn offers(self, purpose: Purpose) -> Vec<&'static Offer> {
        self.rules.read().offers(purpose)
    }

    /// What helps most with a connection.
    pub fn most_useful(self, connection: &Connection) -> Useful {
        useful::most_useful(self.words.sentences, connection)
    }

    /// A refused request as sentences.
    pub fn problem(self, code: ProblemCode) -> String {
        let sentences = self.words.sentences;
        format!("{} {}", latchkey_copy::problem_title(sentences, code), latchkey_copy::problem_detail(sentences, code))
    }

    /// Has a screen reader say something.
    pub fn say(self, text: impl Into<String>) {
        self.spoken.set(text.into());
    }

    /// Changes the screen, and leads keyboard and screen reader to it.
    pub fn show(self, screen: Screen) {
        self.notice.set(None);
        self.copy_by_hand.set(None);
        self.close_field();
        self.attempt.update(|attempt| {
            if attempt.as_ref().is_some_and(Attempt::is_over) {
                *attempt = None;
            }
        });
        self.screen.set(screen);
        Self::focus(landing::HEADING);
    }

    /// Back to where the connections are, or to where the first one is made.
    pub fn go_back(self) {
        let screen = *self.screen.peek();
        if let Screen::Change(purpose) | Screen::Refresh(purpose) = screen {
            return self.show(Screen::Settings(purpose));
        }
        self.show(if self.connections.peek().is_empty() { Screen::SetUp } else { Screen::Home });
    }

    /// Moves the focus to the element with this id, once what was changed is on the screen.
    pub fn focus(id: &'static str) {
        spawn_local(async move {
            tick().await;
            page::focus(id);
        });
    }

    /// The endpoint, with a new session if there is none.
    async fn session(self) -> Result<Authorized, ApiError> {
        match self.authorized() {
            Some(endpoint) => Ok(endpoint),
            None => self.open_session().await,
        }
    }

    fn authorized(self) -> Option<Authorized> {
        let host = self.host();
        host.session_token().map(|token| Authorized::new(host.address(""), token))
    }
}

/// Gives the pane to every view below.
pub fn provide_pane(pane: Pane) {
    provide_context(pane);
}

/// The pane.
pub fn expect_pane() -> Pane {
    use_context().expect("start() provides the pane before any view is made")
}
