//! The texts of the endpoint's own pages, of its e-mail and of the extension.

use crate::{ExtensionText, endpoint_text::EndpointText};

pub(crate) const fn endpoint_text(text: EndpointText) -> &'static str {
    match text {
        EndpointText::CodeTitle => "Enter this code in your sidebar",
        EndpointText::CodeAccount => "You signed in to {provider} as {account} to connect it to {product}.",
        EndpointText::CodeWhere => "Enter it only in your own sidebar. No one else needs this code.",
        EndpointText::StartTitle => "Opening the sign-in page…",
        EndpointText::NeedsScript => "This page needs JavaScript.",
        EndpointText::NeedsStorageTitle => "Your browser is blocking cookies.",
        EndpointText::NeedsStorage => "Allow cookies and site data for this address, then open the sign-in again.",
        EndpointText::PressTitle => "Continue in this browser?",
        EndpointText::PressWhat => {
            "After you sign in, this window shows a code that you enter in your {product} sidebar."
        }
        EndpointText::PressOwn => {
            "Continue only if you just opened this page from your own sidebar. If someone sent you here, close the \
             page."
        }
        EndpointText::PressElsewhere => {
            "The sidebar that asked for this page is on a different network than this browser. If you didn't expect \
             that, close the page."
        }
        EndpointText::MailSubject => "{product} has lost access to {provider}",
        EndpointText::MailLost => "{product} can no longer access {provider} for {account}.",
        EndpointText::MailPassOn => {
            "Forward this message to your administrator. When the problem is fixed, open this page and sign in once \
             to continue:"
        }
        EndpointText::MailMend => {
            "To restore access, open this page on any device and sign in as {account}. No other account is accepted \
             there, and nothing happens until you select the button:"
        }
        EndpointText::MailElse => {
            "You can also open the {product} sidebar and select Refresh. Your settings are kept. The page works for \
             seven days or until access is restored. {product} never asks for a password by email."
        }
        EndpointText::MailInSidebar => {
            "To restore access, open the {product} sidebar next to your mailbox and choose ☰ Menu, Sync settings, \
             Refresh. Enter your password there and nowhere else. This page says the same:"
        }
        EndpointText::MailNever => {
            "Your settings are kept. {product} never asks for a password by email or on a page that an email links \
             to."
        }
        EndpointText::RepairTitle => "Restore access to {provider} for {product}",
        EndpointText::RepairAccount => {
            "Sign in to {provider} as {account}. No other account is accepted, and nothing changes if you use one."
        }
        EndpointText::RepairInSidebar => {
            "Open the {product} sidebar next to the mailbox {account} and choose ☰ Menu, Sync settings, Refresh. \
             Enter your password there. This page never asks for it."
        }
        EndpointText::RepairButton => "Sign in to {provider}",
        EndpointText::RepairOverTitle => "This link is no longer needed.",
        EndpointText::RepairOver => {
            "Access is working again, or the link has expired. Open the {product} sidebar to check."
        }
    }
}

pub(crate) const fn extension(text: ExtensionText) -> &'static str {
    match text {
        ExtensionText::Name => "{product}",
        ExtensionText::Description => {
            "Restores your mailbox and Salesforce access in seconds, from Gmail's side panel."
        }
        ExtensionText::Open => "Open {product}",
        ExtensionText::Close => "Close {product}",
        ExtensionText::Lost => "Access to {provider} is lost. Open {product} to renew it.",
        ExtensionText::Updated => "{product} was updated. Reload Gmail to use it here.",
    }
}
