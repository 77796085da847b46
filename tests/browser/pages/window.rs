//! The sign-in window: the practice provider's pages, and the endpoint's own at its start and end.

use std::ops::Deref;

use crate::people::Person;
use crate::view::{Role, View};

/// The window that the pane opened.
#[derive(Clone)]
pub struct Window(pub View);

impl Deref for Window {
    type Target = View;

    fn deref(&self) -> &View {
        &self.0
    }
}

impl Window {
    /// Fills in the sign-in form and sends it.
    pub async fn enter_password(&self, person: Person) {
        self.find(Role::Heading, "Sign in").await;
        self.fill("Email", person.email).await;
        self.fill("Password", person.password).await;
        self.press(Role::Button, "Sign in").await;
    }

    /// Signs in for the first time: the provider asks for consent.
    pub async fn sign_in_and_accept(&self, person: Person) {
        self.enter_password(person).await;
        self.press(Role::Button, "Accept").await;
    }

    /// Chooses an account that is signed in at the provider already.
    pub async fn pick(&self, person: Person) {
        self.press(Role::Button, &format!("{} {}", person.name, person.email)).await;
    }

    /// Waits for the question and answers it.
    pub async fn choose_code(&self, code: &str) {
        self.says("Which code does your sidebar show?").await;
        self.press(Role::Button, code).await;
    }
}
