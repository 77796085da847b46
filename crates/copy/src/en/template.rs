//! Lines in which something is filled in, and the words that they are made of.

use crate::template::Template;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn template(template: Template) -> &'static str {
    match template {
        Template::Welcome => {
            "Connect your account once, and {product} keeps it working. If access is ever lost, you renew it here."
        }
        Template::AnotherMailbox => {
            "You are looking at the mailbox {shown}, but the mailbox that is connected here is {connected}."
        }
        Template::Version => "Version {version}",
        Template::About => "About {product}",
        Template::YourAccount => "Your {provider} account",
        Template::AccessTypeOf => "{provider} access type",
        Template::AccessTo => "{provider} Access",
        Template::ChangeAccountOf => "Change {provider} account",
        Template::AddressExample => "For example {example}",
        Template::MailboxIsAt => "This mailbox seems to be at {provider}.",
        Template::ContinueWith => "Continue with {provider}",
        Template::Step => "Step {step} of {of}",
        Template::ConnectOffer => "Connect {provider}",
        Template::WaitsUntil => "Waiting until {when}.",
        Template::Unreachable => {
            "{product} cannot be reached just now. What you see may be out of date; it is tried again by itself."
        }
        Template::WordWorking => "Working",
        Template::WordEndsSoon => "Ends soon",
        Template::WordRetrying => "Trying again",
        Template::WordSignIn => "Sign-in needed",
        Template::WordAdmin => "Administrator needed",
        Template::WordDisconnected => "Disconnected",
        Template::StateWorking => "{product} has access to {provider}.",
        Template::StateEndsSoon => {
            "Access to {provider} ends on {when}. Sign in before then and it goes on without a break."
        }
        Template::StateDisconnected => "You disconnected {provider} on {when}. Sign in to connect it again.",
        Template::LastWorking => "Last worked {when}",
        Template::RenewsUntil => "Renews itself; works until {when} if unused",
        Template::Renews => "Renews itself",
        Template::NoteForAdmin => "{product} cannot reach {provider} for {account}.",
        Template::Lost => "Your {provider} access needs you",
        Template::TitleWaiting => "Sign in to {provider}",
        Template::TitleFinishing => "Almost done",
        Template::TitleProof => "Type the code",
        Template::TitleSwitch => "Switch to another account?",
        Template::TitleSucceeded => "{provider} is connected",
        Template::TitleFailed => "The sign-in to {provider} was not finished",
        Template::TitleServerFound => "Your {provider} server was found",
        Template::TitleCancelled => "You cancelled the sign-in",
        Template::TitleExpired => "The time to sign in is over",
        Template::Waiting => "Finish signing in to {provider} in its own window. {product} follows by itself.",
        Template::Finishing => "You are signed in. {product} is making sure that {provider} works.",
        Template::Proof => "The sign-in window shows a code of eight letters. Type it here.",
        Template::CodeWrong => "That is not the code in the sign-in window. Tries left: {number}.",
        Template::LetIn => {
            "Another sidebar was let in with a code, {when}. It sees {provider} for {account} and nothing else. If \
             that was not you, end it."
        }
        Template::Switch => {
            "You signed in as {account}. Until now this connection was for {expected}. What you set up stays \
             either way."
        }
        Template::Succeeded => "{product} has access to {provider} and renews it by itself.",
        Template::SucceededByPassword => {
            "{product} has access to {provider} until the password changes. Then type the new one here."
        }
        Template::ServerFound => {
            "It is {server}. If that is right, press Connect; your password has not been sent there yet."
        }
        Template::Cancelled => "Nothing was changed. You can start again whenever you like.",
        Template::Expired => "Nobody finished the sign-in in time, so it was closed. Nothing was changed.",
        Template::WrongAccount => "You signed in as {account}. This connection is for {expected}. Nothing was changed.",
        Template::WrongOrganisation => {
            "You signed in as {account}, but at another organisation than this connection's, which is for \
             {expected}. Nothing was changed."
        }
        Template::Stuck => "Is the window gone, or does it show no way to sign in to {provider}? Open it again.",
        Template::StuckNotInstalled => {
            "Does {provider} say that the app is not installed or not allowed? Then an administrator must install \
             {product} in your {provider} organisation first; signing in again does not help before that."
        }
        Template::NoteToInstall => {
            "Please install {product} in our {provider} organisation and allow it for me: {provider} refuses my \
             sign-in until then."
        }
        Template::Reference => "Reference: {number}",
        Template::NotTicked => {
            "You did not tick {missing} at {provider}. {product} needs all of it to work. Nothing was changed."
        }
        Template::SignInAs => "Sign in as {account}",
        Template::ChangeTo => "Change to {account}",
        Template::SwitchTo => "Switch to {account}",
        Template::Keep => "Keep {account}",
        Template::ActSignInAgain => "Sign in again",
        Template::ActTypeAgain => "Type it again",
        Template::ActTypeNew => "Type the new password",
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
        Template::MayOffline => "access while you are away",
        Template::MayOther => "one of the permissions",
        Template::ListBetween => ", ",
        Template::ListLast => " and ",
    }
}
