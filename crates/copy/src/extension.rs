//! What the browser itself shows of the extension, outside of the pane: on the toolbar, in notifications, in Gmail.

/// A text of the extension. Its key is the name that the extension's scripts know it by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ExtensionText {
    /// The product's name.
    Name,
    /// What the extension is for, in the browser's list and in the store: at most 132 letters.
    Description,
    /// Opens the panel.
    Open,
    /// Closes the panel within Gmail.
    Close,
    /// Access to a provider's account is lost.
    Lost,
    /// The extension was updated while this page was open.
    Updated,
}

impl ExtensionText {
    /// Every text of the extension.
    pub const ALL: [Self; 6] = [Self::Name, Self::Description, Self::Open, Self::Close, Self::Lost, Self::Updated];

    /// What the extension's scripts and its manifest call it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "extension_name",
            Self::Description => "extension_description",
            Self::Open => "open",
            Self::Close => "close",
            Self::Lost => "lost",
            Self::Updated => "updated",
        }
    }
}
