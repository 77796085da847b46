//! The roles that tests look for.
//!
//! To add one, add a variant, where to look for it in [`Role::base`], and the role's own name in [`Role::is`].

use std::fmt;

/// A role as a screen reader announces it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// A button.
    Button,
    /// A checkbox.
    Checkbox,
    /// An input for text.
    Field,
    /// A group of controls.
    Group,
    /// A heading.
    Heading,
    /// A link.
    Link,
    /// An item of a menu.
    MenuItem,
    /// A tab of a list of tabs.
    Tab,
}

impl Role {
    /// A CSS selector of all elements that can have the role.
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

    /// Whether a computed role is this one. ARIA has no role for password fields, so every computed role is accepted for a
    /// field.
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
