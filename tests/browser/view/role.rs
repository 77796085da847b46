//! The roles that tests look for.
//!
//! To add one, add a variant, where to look for it in [`Role::base`], and the role's own name in [`Role::is`].

use std::fmt;

/// What something is to a screen reader.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// Does something here.
    Button,
    /// A box to tick.
    Checkbox,
    /// An input for text.
    Field,
    /// Things that belong together.
    Group,
    /// Names what follows.
    Heading,
    /// Leads elsewhere.
    Link,
    /// A part of a menu.
    MenuItem,
    /// A part of a list of tabs.
    Tab,
}

impl Role {
    /// Where to look: everything that could have the role.
    pub(super) fn base(self) -> &'static str {
        match self {
            Self::Button => "button, [role=button]",
            Self::Checkbox => "input[type=checkbox], [role=checkbox]",
            Self::Field => "input:not([type=hidden]), textarea",
            Self::Group => "[role=group], fieldset",
            Self::Heading => "h1, h2, h3, [role=heading]",
            Self::Link => "a[href], [role=link]",
            Self::MenuItem => "[role=menuitem]",
            Self::Tab => "[role=tab]",
        }
    }

    /// Whether a computed role is this one. Password fields have none in ARIA, so browsers call them what they like.
    pub(super) fn is(self, computed: &str) -> bool {
        match self {
            Self::Button => computed == "button",
            Self::Checkbox => computed == "checkbox",
            Self::Field => true,
            Self::Group => computed == "group",
            Self::Heading => computed == "heading",
            Self::Link => computed == "link",
            Self::MenuItem => computed == "menuitem",
            Self::Tab => computed == "tab",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", format!("{self:?}").to_lowercase())
    }
}
