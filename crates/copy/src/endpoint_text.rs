//! The texts of the endpoint's own pages and of its e-mail.

use crate::texts::texts;

texts! {
    /// A text of the endpoint's own pages or of its e-mail: no part of the pane.
    EndpointText when test:
    /// The window, before it asks for the code.
    CodeTitle,
    /// Who signed in, and to what, on that page.
    CodeAccount,
    /// Where the code belongs.
    CodeWhere,
    /// Heading of the window's first page, while it asks its sidebar.
    StartTitle,
    /// Where scripts are switched off.
    NeedsScript,
    /// Where the browser keeps nothing: heading.
    NeedsStorageTitle,
    NeedsStorage,
    /// Heading of the question whether to continue without an answer from the sidebar.
    PressTitle,
    /// What will happen.
    PressWhat,
    /// When not to continue.
    PressOwn,
    /// The sidebar is in another network.
    PressElsewhere,
    /// The message's subject.
    MailSubject,
    /// What is lost and whose it is.
    MailLost,
    /// What to do, where an administrator must act first. The link follows.
    MailPassOn,
    /// What to do. The link follows.
    MailMend,
    /// What to do, where a password is typed in the sidebar. A link to a page follows that says the same.
    MailInSidebar,
    /// What else can be done, and what never happens.
    MailElse,
    /// What never happens, where a password is typed in the sidebar.
    MailNever,
    /// The page: heading.
    RepairTitle,
    /// The page: whose sign-in it is about.
    RepairAccount,
    /// The page: where to go, because a password is typed in the sidebar alone.
    RepairInSidebar,
    /// The page: its button.
    RepairButton,
    /// The page: heading when access works again, or the link has expired.
    RepairOverTitle,
    /// The page: what to do then.
    RepairOver,
}
