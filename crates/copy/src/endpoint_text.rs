//! The texts of the endpoint's own pages and of its e-mail.

use crate::texts::texts;

texts! {
    /// A text of the endpoint's own pages or of its e-mail. The pane does not contain it.
    EndpointText when test:
    /// Code page: heading.
    CodeTitle,
    /// Code page: who signed in, and to what.
    CodeAccount,
    /// Code page: where to type the code.
    CodeWhere,
    /// Heading of the window's first page, while it asks its sidebar.
    StartTitle,
    /// First page: what it says if scripts are switched off.
    NeedsScript,
    /// First page: heading if the browser stores nothing.
    NeedsStorageTitle,
    NeedsStorage,
    /// Heading of the question whether to continue without an answer from the sidebar.
    PressTitle,
    /// That question: what happens if the person continues.
    PressWhat,
    /// That question: when not to continue.
    PressOwn,
    /// That question: a warning that the sidebar is in another network.
    PressElsewhere,
    /// E-mail: subject.
    MailSubject,
    /// E-mail: which access is lost, and whose.
    MailLost,
    /// E-mail: what to do if an administrator must act first. The link follows.
    MailPassOn,
    /// E-mail: what to do. The link follows.
    MailMend,
    /// E-mail: what to do if the password is typed in the sidebar. A link follows, to a page that says the same.
    MailInSidebar,
    /// E-mail: what else the person can do, and what the sender never asks for.
    MailElse,
    /// E-mail: what the sender never asks for, if the password is typed in the sidebar.
    MailNever,
    /// Repair page: heading.
    RepairTitle,
    /// Repair page: whose sign-in it is about.
    RepairAccount,
    /// Repair page: where to go, because a password is typed only in the sidebar.
    RepairInSidebar,
    /// Repair page: its button.
    RepairButton,
    /// Repair page: heading when access works again, or the link has expired.
    RepairOverTitle,
    /// Repair page: what to do then.
    RepairOver,
}
