//! What the pane knows and what it does about it. Views read signals from here and call actions; they decide nothing.
//!
//! One small struct of signals for each concern, all together in [`Pane`], which views get by [`expect_pane`].
//! Decisions are plain functions (`landing`, `menu`, `rules`, `set_up`, `sign_in`, `useful`, `rhythm`, `proof`) that
//! tests call without a browser; the files named after verbs (`follow`, `authorize`, `act`, `ask`, `alert`) carry them
//! out.
//!
//! # To add an action
//! Write the decision as a function with a test, then a method on [`Pane`] in `act` that asks the endpoint or the
//! host and puts the result into a signal. Say the outcome aloud with [`Pane::say`].

mod act;
pub mod alert;
pub mod ask;
mod authorize;
mod follow;
pub mod landing;
pub mod menu;
mod proof;
mod rhythm;
pub mod rules;
pub mod set_up;
pub mod sign_in;
pub mod useful;
mod words;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures::future::AbortHandle;
use latchkey_wire::{
    AuthorizationId, Connection, ConnectionId, ConnectionState, Installation, Offer, Overview, ProblemCode, Purpose,
    UnixSeconds,
};
use leptos::{
    prelude::*,
    task::{spawn_local, tick},
};

use crate::{
    api::{ApiError, Authorized},
    host::{DateStyle, Host, page},
};
pub use act::reference;
use alert::Loss;
use ask::{Answer, Field};
use landing::Screen;
use rules::Rules;
use set_up::Step;
use sign_in::Attempt;
use useful::Useful;
pub use words::Words;

/// Something to read once, above everything else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    /// What happened.
    pub title: String,
    /// What to do about it.
    pub detail: String,
}

/// Everything the pane knows. Copying it copies handles.
#[derive(Clone, Copy)]
pub struct Pane {
    /// Names, offers and language.
    pub words: Words,
    /// What is on the screen.
    pub screen: RwSignal<Screen>,
    /// What the endpoint said last. Kept while it cannot be reached.
    pub overview: RwSignal<Option<Overview>>,
    /// The connections among it; changes only when one of them does.
    pub connections: Memo<Vec<Connection>>,
    /// What may be done here; changes only when the administrator changes it.
    pub rules: Memo<Rules>,
    /// The steps of Set up Sync.
    pub steps: Memo<Vec<Step>>,
    /// The endpoint does not answer, and what is shown may be out of date; it is being tried again.
    pub is_cut_off: RwSignal<bool>,
    /// The sign-in that is under way, or how the last one ended until somebody has read it.
    pub attempt: RwSignal<Option<Attempt>>,
    /// Somebody signs in and nothing has come of it for a while.
    pub is_stuck: RwSignal<bool>,
    /// The field that is open.
    pub field: RwSignal<Option<Field>>,
    /// What was typed there last.
    pub typed: RwSignal<String>,
    /// What became of it.
    pub answer: RwSignal<Option<Answer>>,
    /// The connection whose loss a dialog tells.
    pub alert: RwSignal<Option<ConnectionId>>,
    /// The connection that is being checked.
    pub checking: RwSignal<Option<ConnectionId>>,
    /// Something to read once.
    pub notice: RwSignal<Option<Notice>>,
    /// A text that could not be copied and is shown to be copied by hand.
    pub copy_by_hand: RwSignal<Option<String>>,
    /// What a screen reader says next.
    pub spoken: RwSignal<String>,
    behind: StoredValue<Rc<Behind>, LocalStorage>,
}

/// What no view reads.
struct Behind {
    host: Rc<dyn Host>,
    /// The endpoint's clock less the host's, in seconds.
    clock_offset: Cell<UnixSeconds>,
    following: RefCell<Option<AbortHandle>>,
    /// The sign-in that the person gave up last, so that a late answer does not bring it back.
    given_up: RefCell<Option<AuthorizationId>>,
    /// The sign-in whose proof was passed on last.
    proved: RefCell<Option<AuthorizationId>>,
    /// The loss that a dialog told last.
    told_loss: RefCell<Option<Loss>>,
}

impl Pane {
    /// With a host, and the names and offers of the installation.
    pub fn new(host: Rc<dyn Host>, installation: Installation) -> Self {
        let words = Words::new(installation, &host.language());
        let screen = landing::first(host.session_token().is_some());
        let overview = RwSignal::new(None::<Overview>);
        let connections =
            Memo::new(move |_| overview.read().as_ref().map(|shown| shown.connections.clone()).unwrap_or_default());
        let rules = Memo::new(move |_| Rules::new(words.installation(), overview.read().as_ref()));
        let steps = Memo::new(move |_| set_up::steps(&rules.read().offers, &connections.read()));
        Self {
            words,
            screen: RwSignal::new(screen),
            overview,
            connections,
            rules,
            steps,
            is_cut_off: RwSignal::new(false),
            attempt: RwSignal::new(None),
            is_stuck: RwSignal::new(false),
            field: RwSignal::new(None),
            typed: RwSignal::new(String::new()),
            answer: RwSignal::new(None),
            alert: RwSignal::new(None),
            checking: RwSignal::new(None),
            notice: RwSignal::new(None),
            copy_by_hand: RwSignal::new(None),
            spoken: RwSignal::new(String::new()),
            behind: StoredValue::new_local(Rc::new(Behind {
                host,
                clock_offset: Cell::new(0),
                following: RefCell::new(None),
                given_up: RefCell::new(None),
                proved: RefCell::new(None),
                told_loss: RefCell::new(None),
            })),
        }
    }

    /// What shows the pane.
    pub fn host(&self) -> Rc<dyn Host> {
        Rc::clone(&self.behind().host)
    }

    fn behind(&self) -> Rc<Behind> {
        self.behind.get_value()
    }

    /// A time as the reader writes it.
    pub fn date(&self, at: UnixSeconds, style: DateStyle) -> String {
        self.host().date(at, style, self.words.dates())
    }

    /// A connection's state as a sentence.
    pub fn state_sentence(&self, connection: &Connection) -> String {
        let when = match connection.state {
            ConnectionState::ExpiresSoon { at: when } | ConnectionState::Disconnected { since: when } => {
                self.date(when, DateStyle::Day)
            }
            _ => String::new(),
        };
        let names = self.words.names(&connection.provider_label);
        latchkey_copy::state(self.words.language, &connection.state, names, &when)
    }

    /// The endpoint's clock.
    pub fn now(&self) -> UnixSeconds {
        self.host().now() + self.behind().clock_offset.get()
    }

    /// The connection for a purpose.
    pub fn connection(&self, purpose: Purpose) -> Option<Connection> {
        self.connections.read().iter().find(|connection| connection.purpose == purpose).cloned()
    }

    /// The same, as it is now.
    fn known(&self, purpose: Purpose) -> Option<Connection> {
        untrack(|| self.connection(purpose))
    }

    /// What may be connected for a purpose, or changed to.
    pub fn offers(&self, purpose: Purpose) -> Vec<&'static Offer> {
        self.rules.read().offers(purpose)
    }

    /// What helps most with a connection.
    pub fn most_useful(&self, connection: &Connection) -> Useful {
        useful::most_useful(self.words.language, connection)
    }

    /// A refused request as sentences.
    pub fn problem(&self, code: ProblemCode) -> String {
        let language = self.words.language;
        format!("{} {}", latchkey_copy::problem_title(language, code), latchkey_copy::problem_detail(language, code))
    }

    /// Has a screen reader say something.
    pub fn say(&self, text: impl Into<String>) {
        self.spoken.set(text.into());
    }

    /// Changes the screen, and leads keyboard and screen reader to it.
    pub fn show(&self, screen: Screen) {
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
    pub fn go_back(&self) {
        if let Screen::Change(purpose) = self.screen.get_untracked() {
            return self.show(Screen::Settings(purpose));
        }
        let is_connected =
            self.overview.with_untracked(|shown| shown.as_ref().is_some_and(|shown| !shown.connections.is_empty()));
        self.show(if is_connected { Screen::Home } else { Screen::SetUp });
    }

    /// Moves the focus to the element with this id, once what was changed is on the screen.
    pub fn focus(id: &'static str) {
        spawn_local(async move {
            tick().await;
            page::focus(id);
        });
    }

    /// The endpoint, with a new session if there is none.
    async fn session(&self) -> Result<Authorized, ApiError> {
        match self.authorized() {
            Some(endpoint) => Ok(endpoint),
            None => self.open_session().await,
        }
    }

    fn authorized(&self) -> Option<Authorized> {
        self.host().session_token().map(Authorized::new)
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
