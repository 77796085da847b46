//! Lines in which something is filled in, and the words that they are made of.

use crate::line::Line;

#[expect(clippy::too_many_lines, reason = "one match, in which nothing can be forgotten")]
pub(crate) const fn line(line: Line) -> &'static str {
    match line {
        Line::Welcome => {
            "Connect your account once, and {product} keeps it working. If access is ever lost, you renew it here."
        }
        Line::AnotherMailbox => {
            "You are looking at the mailbox {shown}, but the mailbox that is connected here is {connected}."
        }
        Line::Version => "Version {version}",
        Line::About => "About {product}",
        Line::YourAccount => "Your {provider} account",
        Line::AccessTypeOf => "{provider} access type",
        Line::AccessTo => "{provider} Access",
        Line::ChangeAccountOf => "Change {provider} account",
        Line::AddressExample => "For example {example}",
        Line::MailboxIsAt => "This mailbox seems to be at {provider}.",
        Line::ContinueWith => "Continue with {provider}",
        Line::Step => "Step {step} of {of}",
        Line::ConnectOffer => "Connect {provider}",
        Line::WaitsUntil => "Waiting until {when}.",
        Line::Unreachable => {
            "{product} cannot be reached just now. What you see may be out of date; it is tried again by itself."
        }
        Line::WordWorking => "Working",
        Line::WordEndsSoon => "Ends soon",
        Line::WordRetrying => "Trying again",
        Line::WordSignIn => "Sign-in needed",
        Line::WordAdmin => "Administrator needed",
        Line::WordDisconnected => "Disconnected",
        Line::StateWorking => "{product} has access to {provider}.",
        Line::StateEndsSoon => {
            "Access to {provider} ends on {when}. Sign in before then and it goes on without a break."
        }
        Line::StateDisconnected => "You disconnected {provider} on {when}. Sign in to connect it again.",
        Line::LastWorking => "Last worked {when}",
        Line::RenewsUntil => "Renews itself; works until {when} if unused",
        Line::Renews => "Renews itself",
        Line::NoteForAdmin => "{product} cannot reach {provider} for {account}.",
        Line::Lost => "Your {provider} access needs you",
        Line::TitleWaiting => "Sign in to {provider}",
        Line::TitleFinishing => "Almost done",
        Line::TitleProof => "Type the code",
        Line::TitleSwitch => "Switch to another account?",
        Line::TitleSucceeded => "{provider} is connected",
        Line::TitleFailed => "The sign-in to {provider} was not finished",
        Line::TitleServerFound => "Your {provider} server was found",
        Line::TitleCancelled => "You cancelled the sign-in",
        Line::TitleExpired => "The time to sign in is over",
        Line::Waiting => "Finish signing in to {provider} in its own window. {product} follows by itself.",
        Line::Finishing => "You are signed in. {product} is making sure that {provider} works.",
        Line::Proof => "The sign-in window shows a code of eight letters. Type it here.",
        Line::CodeWrong => "That is not the code in the sign-in window. Tries left: {number}.",
        Line::LetIn => {
            "Another sidebar was let in with a code, {when}. It sees {provider} for {account} and nothing else. If \
             that was not you, end it."
        }
        Line::Switch => {
            "You signed in as {account}. Until now this connection was for {expected}. What you set up stays \
             either way."
        }
        Line::Succeeded => "{product} has access to {provider} and renews it by itself.",
        Line::SucceededByPassword => {
            "{product} has access to {provider} until the password changes. Then type the new one here."
        }
        Line::ServerFound => {
            "It is {server}. If that is right, press Connect; your password has not been sent there yet."
        }
        Line::Cancelled => "Nothing was changed. You can start again whenever you like.",
        Line::Expired => "Nobody finished the sign-in in time, so it was closed. Nothing was changed.",
        Line::WrongAccount => "You signed in as {account}. This connection is for {expected}. Nothing was changed.",
        Line::WrongOrganisation => {
            "You signed in as {account}, but at another organisation than this connection's, which is for \
             {expected}. Nothing was changed."
        }
        Line::Stuck => "Is the window gone, or does it show no way to sign in to {provider}? Open it again.",
        Line::StuckNotInstalled => {
            "Does {provider} say that the app is not installed or not allowed? Then an administrator must install \
             {product} in your {provider} organisation first; signing in again does not help before that."
        }
        Line::NoteToInstall => {
            "Please install {product} in our {provider} organisation and allow it for me: {provider} refuses my \
             sign-in until then."
        }
        Line::Reference => "Reference: {number}",
        Line::NotTicked => {
            "You did not tick {missing} at {provider}. {product} needs all of it to work. Nothing was changed."
        }
        Line::SignInAs => "Sign in as {account}",
        Line::ChangeTo => "Change to {account}",
        Line::SwitchTo => "Switch to {account}",
        Line::Keep => "Keep {account}",
        Line::ActSignInAgain => "Sign in again",
        Line::ActTypeAgain => "Type it again",
        Line::ActTypeNew => "Type the new password",
        Line::ActVerify => "Sign in and verify",
        Line::ActAllow => "Sign in and allow",
        Line::ActSetPassword => "Sign in and set a password",
        Line::ActOther => "Use another account",
        Line::ActTryAgain => "Try again",
        Line::ActStartAgain => "Start again",
        Line::MayReadMail => "reading mail",
        Line::MaySendMail => "sending mail",
        Line::MayCalendar => "the calendar",
        Line::MayContacts => "contacts",
        Line::MayRecords => "customer records",
        Line::MayOffline => "access while you are away",
        Line::MayOther => "one of the permissions",
        Line::ListBetween => ", ",
        Line::ListLast => " and ",
    }
}
