//! Fixed texts, and the few lines that only add a name to one.

use alloc::{format, string::String};

use crate::Label;

pub(crate) fn label(label: Label) -> &'static str {
    match label {
        Label::Menu => "☰ Menu",
        Label::StatusLost => "Status: Lost",
        Label::SetUpSync => "Set up Sync",
        Label::SyncSettings => "Sync settings",
        Label::Help => "Help",
        Label::About => "About",
        Label::RefreshSidebar => "Refresh the Sidebar",
        Label::LogOut => "Log out",
        Label::Back => "Back",
        Label::Dismiss => "Close",
        Label::ChooseWhatToConnect => "Choose what to connect",
        Label::Mailbox => "E-mail and calendar",
        Label::Crm => "Customer records",
        Label::Connections => "Your connections",
        Label::CheckNow => "Check now",
        Label::Checking => "Checking…",
        Label::CheckedAndWorking => "Checked just now: it works.",
        Label::OpenSyncSettings => "Open Sync settings",
        Label::PersonalSettings => "Personal Settings",
        Label::MyConnectivity => "My connectivity",
        Label::EmailConfiguration => "Email configuration",
        Label::CrmTab => "CRM",
        Label::Refresh => "Refresh",
        Label::Change => "Change",
        Label::ChangeExplained => "Use another account, or reach it in another way. What you set up stays.",
        Label::WhichEmailService => "Which email service do you use?",
        Label::MailboxAccessType => "Mailbox access type",
        Label::SiteField => "Address",
        Label::Continue => "Continue",
        Label::NotNow => "Not now",
        Label::Password => "Password",
        Label::Connect => "Connect",
        Label::AdvancedSetup => "Advanced Setup",
        Label::ServerAddress => "EWS address",
        Label::UserName => "User name, if it is not your e-mail address",
        Label::SyncDashboard => "Sync Dashboard",
        Label::EmailConfigurationLegacy => "E-Mail Configuration",
        Label::ChangeMailboxLegacy => "Change E-Mail Account or Server",
        Label::ExchangeOrUnsure => "Microsoft Exchange, Outlook.com or unsure",
        Label::YourEmailAddress => "Your e-mail address",
        Label::FindOut => "Find out",
        Label::NotFoundOut => "That could not be found out from the address. Choose your email service:",
        Label::NothingElseAllowed => "Your administrator allows no other way to connect here.",
        Label::CopyNoteToInstall => "Copy note for the administrator",
        Label::SetUpDone => "Everything is connected. If anything ever needs you, this sidebar says so.",
        Label::UntilPasswordChanges => "Works until the password changes",
        Label::Later => "Later",
        Label::RefreshExplained => "Renews access for this account. Nothing that you set up is lost.",
        Label::Account => "Account",
        Label::Service => "Service",
        Label::StaySignedIn => "Stay signed in on this computer",
        Label::NotifyOfLoss => "Notify me when access is lost",
        Label::RemindBeforeEnd => "Remind me before access ends",
        Label::NotOffered => "Not set up. This installation does not offer it; your administrator can add it.",
        Label::NotSetUp => "Not set up yet.",
        Label::WindowBlocked => "Your browser did not open the sign-in window. Open it yourself with this link:",
        Label::HostSilent => {
            "The program that shows this sidebar does not answer it. The sidebar works all the same, as it does in a browser."
        }
        Label::OpenSignInPage => "Open the sign-in page",
        Label::OpenAgain => "Open again",
        Label::CopyLink => "Copy link",
        Label::Copied => "Copied.",
        Label::CopyByHand => "Copying is not allowed here. Select this text and copy it:",
        Label::Cancel => "Cancel",
        Label::SignInCancelled => "You cancelled the sign-in. Nothing was changed.",
        Label::MatchCodeLead => "If the window asks for a code, it is",
        Label::SessionOver => "You were logged out",
        Label::SessionOverExplained => {
            "This sidebar was logged out, or not used for a while. Your connections are untouched and keep working."
        }
        Label::SignInAgain => "Sign in again",
        Label::Loading => "Getting your connections…",
        Label::TryNow => "Try now",
        Label::CopyForAdmin => "Copy a note for your administrator",
        Label::WhichCode => "Which code does your sidebar show?",
        Label::NoneOfThese => "None of these",
        Label::CloseWindow => "You can close this window.",
        Label::BackToSidebar => "Go back to your sidebar to go on.",
    }
}

pub(crate) fn welcome(product: &str) -> String {
    format!("Connect your account once, and {product} keeps it working. If access is ever lost, you renew it here.")
}

pub(crate) fn another_mailbox(shown: &str, connected: &str) -> String {
    format!("You are looking at the mailbox {shown}, but the mailbox that is connected here is {connected}.")
}

pub(crate) fn version(version: &str) -> String {
    format!("Version {version}")
}

pub(crate) fn about(product: &str) -> String {
    format!("About {product}")
}

pub(crate) fn your_account(provider: &str) -> String {
    format!("Your {provider} account")
}

pub(crate) fn access_type_of(provider: &str) -> String {
    format!("{provider} access type")
}

pub(crate) fn access_to(provider: &str) -> String {
    format!("{provider} Access")
}

pub(crate) fn change_account_of(provider: &str) -> String {
    format!("Change {provider} account")
}

pub(crate) fn address_example(example: &str) -> String {
    format!("For example {example}")
}

pub(crate) fn mailbox_is_at(provider: &str) -> String {
    format!("This mailbox seems to be at {provider}.")
}

pub(crate) fn continue_with(service: &str) -> String {
    format!("Continue with {service}")
}

pub(crate) fn step(step: usize, of: usize) -> String {
    format!("Step {step} of {of}")
}
