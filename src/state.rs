//! What the pane knows and what it does about it. Views read signals from here and call actions; they decide nothing.
//!
//! One small struct of signals for each concern, all together in [`Pane`], which views get by [`expect_pane`].
//! Decisions are plain functions (`landing`, `menu`, `sign_in`, `useful`, `rhythm`, `proof`) that tests call without
//! a browser; the files named after verbs (`follow`, `act`) only carry them out.
//!
//! # To add an action
//! Write the decision as a function with a test, then a method on [`Pane`] in `act` that asks the endpoint or the
//! host and puts the result into a signal. Say the outcome aloud with [`Pane::say`].

mod act;
mod authorize;
mod follow;
pub mod landing;
pub mod menu;
mod proof;
mod rhythm;
pub mod sign_in;
pub mod useful;
mod words;

use std::rc::Rc;

use futures::future::AbortHandle;
use latchkey_wire::{AuthorizationId, Connection, ConnectionId, Installation, Overview, Purpose, UnixSeconds};
use leptos::{
    prelude::*,
    task::{spawn_local, tick},
};

use crate::{
    api::Authorized,
    host::{Host, page},
};
pub use act::reference;
use landing::Screen;
use sign_in::Attempt;
pub use words::Words;

/// Whether the pane and the endpoint understand each other just now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Link {
    /// Nothing is known yet, or nothing is wanted because there is no session.
    Quiet,
    /// What is shown is what the endpoint knows.
    Live,
    /// The endpoint does not answer; it is being tried again.
    Unreachable,
}

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
    /// Whether what is shown is still so.
    pub link: RwSignal<Link>,
    /// The sign-in that is under way, or how the last one ended until somebody has read it.
    pub attempt: RwSignal<Option<Attempt>>,
    /// The connection that is being checked.
    pub checking: RwSignal<Option<ConnectionId>>,
    /// Something to read once.
    pub notice: RwSignal<Option<Notice>>,
    /// A text that could not be copied and is shown to be copied by hand.
    pub copy_by_hand: RwSignal<Option<String>>,
    /// What a screen reader says next.
    pub spoken: RwSignal<String>,
    /// The endpoint's clock less the host's, in seconds.
    clock_offset: RwSignal<UnixSeconds>,
    host: StoredValue<Rc<dyn Host>, LocalStorage>,
    following: StoredValue<Option<AbortHandle>, LocalStorage>,
    /// The sign-in that the person gave up last, so that a late answer does not bring it back.
    given_up: StoredValue<Option<AuthorizationId>>,
}

impl Pane {
    /// With a host, and the names and offers of the installation.
    pub fn new(host: Rc<dyn Host>, installation: Installation) -> Self {
        let words = Words::new(installation, &host.language());
        let screen = landing::first(host.session_token().is_some());
        let overview = RwSignal::new(None::<Overview>);
        let connections =
            Memo::new(move |_| overview.read().as_ref().map(|shown| shown.connections.clone()).unwrap_or_default());
        Self {
            words,
            screen: RwSignal::new(screen),
            overview,
            connections,
            link: RwSignal::new(Link::Quiet),
            attempt: RwSignal::new(None),
            checking: RwSignal::new(None),
            notice: RwSignal::new(None),
            copy_by_hand: RwSignal::new(None),
            spoken: RwSignal::new(String::new()),
            clock_offset: RwSignal::new(0),
            host: StoredValue::new_local(host),
            following: StoredValue::new_local(None),
            given_up: StoredValue::new(None),
        }
    }

    /// What shows the pane.
    pub fn host(&self) -> Rc<dyn Host> {
        self.host.get_value()
    }

    /// The endpoint's clock.
    pub fn now(&self) -> UnixSeconds {
        self.host().now() + self.clock_offset.get_untracked()
    }

    /// The connection for a purpose.
    pub fn connection(&self, purpose: Purpose) -> Option<Connection> {
        self.connections.read().iter().find(|connection| connection.purpose == purpose).cloned()
    }

    /// Has a screen reader say something.
    pub fn say(&self, text: impl Into<String>) {
        self.spoken.set(text.into());
    }

    /// Changes the screen, and leads keyboard and screen reader to it.
    pub fn show(&self, screen: Screen) {
        self.notice.set(None);
        self.copy_by_hand.set(None);
        self.attempt.update(|attempt| {
            if attempt.as_ref().is_some_and(Attempt::is_over) {
                *attempt = None;
            }
        });
        self.screen.set(screen);
        self.focus(landing::HEADING);
    }

    /// Back to where the connections are, or to where the first one is made.
    pub fn go_back(&self) {
        let is_connected =
            self.overview.with_untracked(|shown| shown.as_ref().is_some_and(|shown| !shown.connections.is_empty()));
        self.show(if is_connected { Screen::Home } else { Screen::SetUp });
    }

    /// Moves the focus to the element with this id, once what was changed is on the screen.
    pub fn focus(&self, id: &'static str) {
        spawn_local(async move {
            tick().await;
            page::focus(id);
        });
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
