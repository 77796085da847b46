//! What stands outside of the pane.

use crate::{ExtensionText, outside::Outside};

pub(crate) const fn outside(line: Outside) -> &'static str {
    match line {
        Outside::MatchQuestion => {
            "You signed in as {account}. So that nobody else can use your account, choose the code that you see in \
             your own {product} sidebar."
        }
        Outside::MailSubject => "{product} has lost access to {provider}",
        Outside::MailLost => "{product} can no longer work with {provider} for {account}.",
        Outside::MailPassOn => {
            "Pass this message on to your administrator. When it is put right, open this page to go on; it takes \
             one sign-in:"
        }
        Outside::MailMend => {
            "To mend it, open this page on any device and sign in as {account}. No other account is accepted \
             there, and nothing happens until you press the button:"
        }
        Outside::MailElse => {
            "You can also open the {product} sidebar and press Refresh. Your settings are untouched. The page \
             works for seven days, or until access works again. {product} never asks for a password by e-mail."
        }
        Outside::MailInSidebar => {
            "To mend it, open the {product} sidebar beside your mailbox and choose ☰ Menu, Sync settings, Refresh. \
             Your password is typed there and nowhere else. This page says the same:"
        }
        Outside::MailNever => {
            "Your settings are untouched. {product} never asks for a password by e-mail, nor on a page that an e-mail \
             leads to."
        }
        Outside::RepairTitle => "Give {product} access to {provider} again",
        Outside::RepairAccount => {
            "Sign in to {provider} as {account}. Another account will not be accepted, and changes nothing."
        }
        Outside::RepairInSidebar => {
            "Open the {product} sidebar beside the mailbox {account} and choose ☰ Menu, Sync settings, Refresh. Your \
             password is typed there; this page never asks for it."
        }
        Outside::RepairButton => "Sign in to {provider}",
        Outside::RepairOverTitle => "This link is no longer needed.",
        Outside::RepairOver => {
            "Access works again, or the link is too old. Open the {product} sidebar to see how things are."
        }
    }
}

pub(crate) const fn extension(text: ExtensionText) -> &'static str {
    match text {
        ExtensionText::Name => "{product}",
        ExtensionText::Description => {
            "Gets your mailbox and Salesforce access working again in seconds, from Gmail's side panel."
        }
        ExtensionText::Open => "Open {product}",
        ExtensionText::Close => "Close {product}",
        ExtensionText::Lost => "Access to {provider} is lost. Open {product} to renew it.",
        ExtensionText::Updated => "{product} was updated. Load Gmail again to use it here.",
    }
}
