//! The texts of the endpoint's own pages, of its e-mail and of the extension.

use crate::{ExtensionText, endpoint_text::EndpointText};

pub(crate) const fn endpoint_text(text: EndpointText) -> &'static str {
    match text {
        EndpointText::CodeTitle => "Type this code in your sidebar",
        EndpointText::CodeAccount => "You signed in to {provider} as {account}, to connect it to {product}.",
        EndpointText::CodeWhere => "Only in your own sidebar. Nobody else needs this code.",
        EndpointText::StartTitle => "Opening the sign-in page…",
        EndpointText::NeedsScript => "This page needs JavaScript.",
        EndpointText::NeedsStorageTitle => "Your browser blocks cookies.",
        EndpointText::NeedsStorage => "Allow cookies and site data for this address, then open the sign-in again.",
        EndpointText::PressTitle => "Continue in this browser?",
        EndpointText::PressWhat => {
            "After you have signed in, this window shows a code, and you type it in your {product} sidebar."
        }
        EndpointText::PressOwn => {
            "Continue only if you have just asked your own sidebar for this page. If somebody sent you here, \
             close it."
        }
        EndpointText::PressElsewhere => {
            "The sidebar that asked for this page is in another network than this browser. If that surprises you, \
             close the page."
        }
        EndpointText::MailSubject => "{product} has lost access to {provider}",
        EndpointText::MailLost => "{product} can no longer work with {provider} for {account}.",
        EndpointText::MailPassOn => {
            "Pass this message on to your administrator. When it is put right, open this page to go on; it takes \
             one sign-in:"
        }
        EndpointText::MailMend => {
            "To mend it, open this page on any device and sign in as {account}. No other account is accepted \
             there, and nothing happens until you press the button:"
        }
        EndpointText::MailElse => {
            "You can also open the {product} sidebar and press Refresh. Your settings are untouched. The page \
             works for seven days, or until access works again. {product} never asks for a password by e-mail."
        }
        EndpointText::MailInSidebar => {
            "To mend it, open the {product} sidebar beside your mailbox and choose ☰ Menu, Sync settings, Refresh. \
             Your password is typed there and nowhere else. This page says the same:"
        }
        EndpointText::MailNever => {
            "Your settings are untouched. {product} never asks for a password by e-mail, nor on a page that an e-mail \
             leads to."
        }
        EndpointText::RepairTitle => "Give {product} access to {provider} again",
        EndpointText::RepairAccount => {
            "Sign in to {provider} as {account}. Another account will not be accepted, and changes nothing."
        }
        EndpointText::RepairInSidebar => {
            "Open the {product} sidebar beside the mailbox {account} and choose ☰ Menu, Sync settings, Refresh. Your \
             password is typed there; this page never asks for it."
        }
        EndpointText::RepairButton => "Sign in to {provider}",
        EndpointText::RepairOverTitle => "This link is no longer needed.",
        EndpointText::RepairOver => {
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
