//! Ids as types, so that one kind cannot be passed for another.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is; whether such a thing exists is for the endpoint to say.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id as it travels.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id! {
    /// One attempt of a person to sign in. The pane chooses it (a random version 4 UUID), because the window that
    /// shows the sign-in must be opened in the click itself, before any request has been answered.
    AuthorizationId
}
id! {
    /// One connected mailbox or CRM. It survives every renewal.
    ConnectionId
}
id! {
    /// One way to connect that the installation offers: the name of a provider in its configuration.
    OfferId
}
