//! The sign-in window: the practice provider's pages, and the endpoint's own at its start and end.

use std::ops::Deref;

use crate::people::TestPerson;
use crate::view::{Role, View};

/// The window that the pane opened.
#[derive(Clone)]
pub struct SignInWindowPage(pub View);

impl Deref for SignInWindowPage {
    type Target = View;

    fn deref(&self) -> &View {
        &self.0
    }
}

impl SignInWindowPage {
    /// Fills in the sign-in form and sends it.
    pub async fn enter_password(&self, person: TestPerson) {
        self.see(Role::Heading, "Sign in").await;
        self.fill("Email", person.email).await;
        self.fill("Password", person.password).await;
        self.press(Role::Button, "Sign in").await;
    }

    /// Signs in by the name that the form has been filled in with, which must be this person's.
    pub async fn enter_password_alone(&self, person: TestPerson) {
        self.see(Role::Heading, "Sign in").await;
        let typed = self.find(Role::Field, "Email").await;
        assert_eq!(typed.prop("value").await.unwrap().as_deref(), Some(person.email));
        self.fill("Password", person.password).await;
        self.press(Role::Button, "Sign in").await;
    }

    /// Signs in for the first time: the provider asks for consent.
    pub async fn sign_in_and_accept(&self, person: TestPerson) {
        self.enter_password(person).await;
        self.press(Role::Button, "Accept").await;
    }

    /// Signs in where there is nothing to agree to or where it was agreed to before, and agrees by this button where the
    /// provider asks each time: **Continue**, **Allow**.
    pub async fn sign_in_and_press(&self, person: TestPerson, button: &str) {
        self.enter_password(person).await;
        self.press(Role::Button, button).await;
    }

    /// Fills in Salesforce's form and sends it.
    pub async fn log_in(&self, person: TestPerson) {
        self.see(Role::Heading, "Log In").await;
        self.fill("Username", person.email).await;
        self.type_password(person).await;
    }

    /// Logs in at Salesforce by one of the **Saved Usernames**.
    pub async fn log_in_as_saved(&self, person: TestPerson) {
        self.see(Role::Heading, "Saved Usernames").await;
        self.press(Role::Button, person.email).await;
        self.see(Role::Heading, "Log In").await;
        let typed = self.find(Role::Field, "Username").await;
        assert_eq!(typed.prop("value").await.unwrap().as_deref(), Some(person.email));
        self.type_password(person).await;
    }

    /// Logs in at Salesforce for the first time: it asks what to allow.
    pub async fn log_in_and_allow(&self, person: TestPerson) {
        self.log_in(person).await;
        self.see(Role::Heading, "Allow Access?").await;
        self.press(Role::Button, "Allow").await;
    }

    /// Leaves Salesforce's common sign-in page for an organisation's own.
    pub async fn use_custom_domain(&self, domain: &str) {
        self.press(Role::Link, "Use Custom Domain").await;
        self.fill("Custom Domain", domain).await;
        self.press(Role::Button, "Continue").await;
        self.wait_for_text("Log In").await;
    }

    async fn type_password(&self, person: TestPerson) {
        self.fill("Password", person.password).await;
        self.press(Role::Button, "Log In").await;
    }

    /// Chooses an account that is signed in at the provider already.
    pub async fn pick_account(&self, person: TestPerson) {
        self.press(Role::Button, &format!("{} {}", person.name, person.email)).await;
    }

    /// Continues without a key of the pane, after the question whether to.
    pub async fn continue_in_this_browser(&self) {
        self.see(Role::Heading, "Continue in this browser?").await;
        self.press(Role::Button, "Continue").await;
    }

    /// Waits for the code that it shows at its end.
    pub async fn code(&self) -> String {
        self.see(Role::Heading, "Enter this code in your sidebar").await;
        self.wait_for_text("Enter it only in your own sidebar. No one else needs this code.").await;
        let code = self.script("return document.querySelector('.code').textContent").await;
        code.as_str().unwrap().to_owned()
    }
}
