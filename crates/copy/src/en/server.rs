//! What can be wrong where people sign in by password at a mail server.

use alloc::{format, string::String};

use latchkey_wire::ReasonCode;

/// Any other code has its sentence in `reason.rs`; that none is without one, the tests see to.
pub(super) fn sentence(code: ReasonCode, provider: &str, product: &str) -> String {
    match code {
        ReasonCode::PasswordRejected => format!(
            "{provider} did not accept this name and password. {product} does not try them again, so that your account is \
             not locked. Type the new password."
        ),
        ReasonCode::PasswordChangeNeeded => format!(
            "Your {provider} password has run out. Change it where you usually do, for example in Windows or in Outlook on \
             the web, and type the new one here."
        ),
        ReasonCode::ServerNotFound => {
            format!("The {provider} server for this address could not be found. Type its address under Advanced Setup.")
        }
        ReasonCode::NotAMailServer => {
            format!("There is no {provider} server at this address. Check it under Advanced Setup.")
        }
        ReasonCode::ServerUnreachable => {
            format!("The {provider} server does not answer just now. Check its address, or try again later.")
        }
        ReasonCode::CertificateRefused => format!(
            "The {provider} server cannot prove that it is the right one, so your password was not sent there. Your \
             administrator can put its certificate right."
        ),
        ReasonCode::ServerNotAllowed => {
            format!("Your administrator does not allow this {provider} server. Your password was not sent there.")
        }
        ReasonCode::ServerBusy => {
            format!("The {provider} server is busy and asks to wait. Try again in a few minutes.")
        }
        ReasonCode::ServerMaintenance => {
            format!("The {provider} server is being worked on. Try again when it is back.")
        }
        ReasonCode::PasswordNotTaken => format!(
            "The {provider} server takes no password in a way that {product} knows. Your administrator can allow NTLM or \
             Basic for it."
        ),
        ReasonCode::MailboxNotOpen => {
            format!("You signed in to {provider}, but this account cannot open that mailbox. Check the address.")
        }
        ReasonCode::UseAnotherService => format!(
            "This mailbox is in the Microsoft cloud, where {provider} passwords are no longer taken. Choose Microsoft \
             Office 365."
        ),
        _ => String::new(),
    }
}
