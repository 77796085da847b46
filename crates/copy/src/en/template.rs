//! Lines in which something is filled in, and the words that they are made of.

use crate::template::Template;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn template(template: Template) -> &'static str {
    match template {
        Template::Welcome => {
            "Connect your account once, and {product} keeps it working. If access is ever lost, renew it here."
        }
        Template::AnotherMailbox => "You're viewing the mailbox {shown}, but the connected mailbox is {connected}.",
        Template::Version => "Version {version}",
        Template::About => "About {product}",
        Template::YourAccount => "Your {provider} account",
        Template::AccessTypeOf => "{provider} access type",
        Template::AccessTo => "{provider} Access",
        Template::ChangeAccountOf => "Change {provider} account",
        Template::AddressExample => "For example {example}",
        Template::MailboxIsAt => "This mailbox appears to use {provider}.",
        Template::ContinueWith => "Continue with {provider}",
        Template::Step => "Step {step} of {of}",
        Template::ConnectOffer => "Connect {provider}",
        Template::WaitsUntil => "Waiting until {when}.",
        Template::Unreachable => {
            "This sidebar can't reach {product} right now and keeps trying. What you see may be out of date."
        }
        Template::WordWorking => "Working",
        Template::WordEndsSoon => "Expires soon",
        Template::WordRetrying => "Retrying",
        Template::WordSignIn => "Sign-in needed",
        Template::WordAdmin => "Administrator needed",
        Template::WordDisconnected => "Disconnected",
        Template::StateWorking => "{product} has access to {provider}.",
        Template::StateEndsSoon => {
            "Access to {provider} expires on {when}. Sign in before then to avoid an interruption."
        }
        Template::StateDisconnected => "You disconnected {provider} on {when}. Sign in to reconnect it.",
        Template::LastWorking => "Last worked {when}",
        Template::RenewsUntil => "Renews automatically; expires {when} if unused",
        Template::Renews => "Renews automatically",
        Template::NoteForAdmin => "{product} can't access {provider} for {account}.",
        Template::Lost => "Your {provider} access needs your attention",
        Template::TitleWaiting => "Sign in to {provider}",
        Template::TitleFinishing => "Almost done",
        Template::TitleProof => "Enter the code",
        Template::TitleSwitch => "Switch to another account?",
        Template::TitleSucceeded => "{provider} is connected",
        Template::TitleFailed => "Sign-in to {provider} wasn't completed",
        Template::TitleServerFound => "We found your {provider} server",
        Template::TitleCancelled => "Sign-in cancelled",
        Template::TitleExpired => "Sign-in timed out",
        Template::Waiting => "Finish signing in to {provider} in its own window. {product} continues automatically.",
        Template::Finishing => "You're signed in. {product} is checking that {provider} works.",
        Template::Proof => "The sign-in window shows an eight-letter code. Enter it here.",
        Template::CodeWrong => "That isn't the code in the sign-in window. Attempts left: {number}.",
        Template::LetIn => {
            "Another sidebar got access with a code, {when}. It can see only {provider} for {account}. If that \
             wasn't you, end its session."
        }
        Template::Switch => {
            "You signed in as {account}. Until now, this connection was for {expected}. Your settings are kept \
             either way."
        }
        Template::Succeeded => "{product} has access to {provider} and renews it automatically.",
        Template::SucceededByPassword => {
            "{product} has access to {provider} until your password changes. Then enter the new one here."
        }
        Template::ServerFound => {
            "The server is {server}. If that's right, select Connect. Your password hasn't been sent there yet."
        }
        Template::Cancelled => "Nothing was changed. You can start again at any time.",
        Template::Expired => "The sign-in wasn't completed in time, so it was closed. Nothing was changed.",
        Template::WrongAccount => "You signed in as {account}. This connection is for {expected}. Nothing was changed.",
        Template::WrongOrganisation => {
            "You signed in as {account}, but in a different organisation than this connection's, which is for \
             {expected}. Nothing was changed."
        }
        Template::Stuck => "Did the window close, or does it offer no way to sign in to {provider}? Open it again.",
        Template::StuckNotInstalled => {
            "Does {provider} say that the app isn't installed or isn't allowed? Then an administrator must first \
             install {product} in your {provider} organisation. Signing in again won't help until then."
        }
        Template::NoteToInstall => {
            "Please install {product} in our {provider} organisation and allow it for me. Until then, {provider} \
             refuses my sign-in."
        }
        Template::Reference => "Reference: {number}",
        Template::NotTicked => {
            "You didn't allow {missing} at {provider}. {product} needs all of these permissions to work. Nothing \
             was changed."
        }
        Template::SignInAs => "Sign in as {account}",
        Template::ChangeTo => "Change to {account}",
        Template::SwitchTo => "Switch to {account}",
        Template::Keep => "Keep {account}",
        Template::ActSignInAgain => "Sign in again",
        Template::ActTypeAgain => "Enter it again",
        Template::ActTypeNew => "Enter the new password",
        Template::ActVerify => "Sign in and verify",
        Template::ActAllow => "Sign in and allow",
        Template::ActSetPassword => "Sign in and set a password",
        Template::ActOther => "Use another account",
        Template::ActTryAgain => "Try again",
        Template::ActStartAgain => "Start again",
        Template::MayReadMail => "reading mail",
        Template::MaySendMail => "sending mail",
        Template::MayCalendar => "the calendar",
        Template::MayContacts => "contacts",
        Template::MayRecords => "customer records",
        Template::MayOffline => "access while you're away",
        Template::MayOther => "one of the permissions",
        Template::ListBetween => ", ",
        Template::ListLast => " and ",
    }
}
