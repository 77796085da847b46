//! The buttons' labels. Each label occurs once on the page, so that a test or a screen reader's user finds it.

use super::action::{ProviderAction, SLOW_S};
use crate::faults::{Condition, Quirk};
use crate::provider::PracticeProvider;
use crate::speaks_like::{ContentTypes, SpeaksLike};

impl ProviderAction {
    pub(super) fn label(&self, provider: &PracticeProvider) -> String {
        let name = provider.name();
        match self {
            Self::TakeDown => format!("Take {name} down"),
            Self::BringUp => format!("Bring {name} up again"),
            Self::SlowDown => format!("Make {name} answer {SLOW_S} seconds late"),
            Self::SpeedUp => format!("Make {name} answer at once"),
            Self::AnswerTokensWithHtml => format!("Answer {name} token requests with an HTML page"),
            Self::AnswerTokensEmpty => format!("Answer {name} token requests with an empty 400"),
            Self::AnswerTokensTooMany => format!("Refuse {name} token requests as too many"),
            Self::AnswerTokensNormally => format!("Answer {name} token requests normally"),
            Self::RotateClientSecret => format!("Refuse the client secret at {name}"),
            Self::AcceptClientSecret => format!("Accept the client secret at {name}"),
            Self::LeaveOnErrorPage => format!("Leave people on an error page of {name}"),
            Self::SendBack => format!("Send people back from {name}"),
            Self::CoopOff => format!("Turn off Cross-Origin-Opener-Policy at {name}"),
            Self::CoopOn => format!("Turn on Cross-Origin-Opener-Policy at {name}"),
            Self::SignEverybodyOut => format!("Sign everyone out of {name} in all browsers"),
            Self::TakeUp { quirk } => take_up(*quirk, name),
            Self::GiveUp { quirk } => give_up(*quirk, name),
            Self::Revoke { person } => format!("Revoke {name} access of {person}"),
            Self::ExpireAccessTokens { person } => format!("Expire {name} access tokens of {person}"),
            Self::RemoveConsent { person } => format!("Remove {name} consent of {person}"),
            Self::Impose { person, condition } => impose(*condition, person, name),
            Self::Lift { person, condition } => lift(*condition, person, name),
            Self::Speak { like } => format!("Let {name} speak like {}", server(*like)),
            Self::Label { content_types } => labelled(*content_types, name),
            Self::RefuseRenewals { person, .. } => format!("Refuse {name} renewals of {person} by this number"),
            Self::RefuseOneRenewal { person, .. } => format!("Refuse one {name} renewal of {person} by this number"),
            Self::AcceptRenewals { person } => format!("Refuse {name} renewals of {person} by no number"),
        }
    }
}

fn server(like: SpeaksLike) -> &'static str {
    match like {
        SpeaksLike::Standard => "the standard",
        SpeaksLike::AdFs => "AD FS",
        SpeaksLike::Dex => "Dex",
        SpeaksLike::Keycloak => "Keycloak",
        SpeaksLike::Logto => "Logto",
        SpeaksLike::Okta => "Okta",
        SpeaksLike::SecretInForm => "a server that wants the secret in the form",
        SpeaksLike::SecretInFormUnlisted => "a server that wants the secret in the form and does not say so",
        SpeaksLike::SecretInHeader => "a server that wants the secret in the header",
        SpeaksLike::SecretInHeaderUnlisted => "a server that wants the secret in the header and does not say so",
        SpeaksLike::NoKeyId => "a server whose keys have no ids",
        SpeaksLike::SameKeyId => "a server that replaced its key under the same id",
        SpeaksLike::MovedEndpoints => "a server that moved",
        SpeaksLike::PlainUserinfo => "a server with userinfo over http",
        SpeaksLike::SignedUserinfo => "a server that signs userinfo",
    }
}

fn labelled(content_types: ContentTypes, name: &str) -> String {
    match content_types {
        ContentTypes::Json => format!("Call the JSON of {name} application/json"),
        ContentTypes::Html => format!("Call the JSON of {name} text/html"),
        ContentTypes::OctetStream => format!("Call the JSON of {name} application/octet-stream"),
        ContentTypes::Missing => format!("Take the content type of {name} away"),
    }
}

fn take_up(quirk: Quirk, name: &str) -> String {
    match quirk {
        Quirk::RefreshTokenRotation => format!("Rotate refresh tokens at {name}"),
        Quirk::RenewalUnderWay => format!("Say at {name} that a renewal is under way"),
        Quirk::OutageLikeRefusal => format!("Answer {name} token requests with 503 and invalid_grant"),
        Quirk::HyphenatedDenial => format!("Spell access-denied with a hyphen at {name}"),
        Quirk::HostileApiAddress => format!("Name a hostile API address at {name}"),
        Quirk::OlderConsentPage => format!("Show the older consent page of {name}"),
        Quirk::ApiNotEnabled => format!("Switch the API off for the program at {name}"),
        Quirk::KeysByAppId => format!("Hide the signing key of {name} from who does not name the program"),
        Quirk::ShortSessions => format!("End {name} sessions after 15 minutes"),
        Quirk::InactiveAsInvalidGrant => format!("Refuse inactive people at {name} with invalid_grant"),
    }
}

fn give_up(quirk: Quirk, name: &str) -> String {
    match quirk {
        Quirk::RefreshTokenRotation => format!("Keep refresh tokens at {name}"),
        Quirk::RenewalUnderWay => format!("Say at {name} that no renewal is under way"),
        Quirk::OutageLikeRefusal => format!("Stop answering {name} token requests with 503 and invalid_grant"),
        Quirk::HyphenatedDenial => format!("Spell access_denied as usual at {name}"),
        Quirk::HostileApiAddress => format!("Name the right API address at {name}"),
        Quirk::OlderConsentPage => format!("Show the newer consent page of {name}"),
        Quirk::ApiNotEnabled => format!("Switch the API on for the program at {name}"),
        Quirk::KeysByAppId => format!("Show the signing key of {name} to all programs"),
        Quirk::ShortSessions => format!("End {name} sessions at the usual time"),
        Quirk::InactiveAsInvalidGrant => format!("Refuse inactive people at {name} with words of their own"),
    }
}

pub(super) fn impose(condition: Condition, person: &str, name: &str) -> String {
    match condition {
        Condition::ExtraVerification => format!("Require extra verification of {person} at {name}"),
        Condition::BlockedByPolicy => format!("Block {person} by policy at {name}"),
        Condition::Disabled => format!("Disable the {name} account of {person}"),
        Condition::AdminApproval => format!("Require admin approval for {person} at {name}"),
        Condition::PasswordExpired => format!("Expire the {name} password of {person}"),
        Condition::PasswordChanged => format!("Change the {name} password of {person}"),
        Condition::AddressRestricted => format!("Restrict the network addresses of {person} at {name}"),
        Condition::OrganisationInactive => format!("End the {name} subscription of the organisation of {person}"),
        Condition::AppNotInstalled => format!("Uninstall the {name} app for {person}"),
        Condition::ApiAccessRemoved => format!("Remove {name} API access of {person}"),
        Condition::AccountLocked => format!("Lock the {name} account of {person}"),
        Condition::PasswordChangeRequired => format!("Require another {name} password of {person}"),
        Condition::MailboxMissing => format!("Remove the {name} mailbox of {person}"),
        Condition::MailboxShared => format!("Share the {name} mailbox of {person}"),
        Condition::LicenceEnded => format!("End the {name} licence of {person}"),
        Condition::ApiForbidden => format!("Forbid the {name} API to {person}"),
        Condition::ApiLimitReached => format!("Refuse {name} API calls of {person} as too many"),
        Condition::ClaimsChallenge => format!("Challenge {person} for claims at {name}"),
        Condition::OutsideLoginHours => format!("End the {name} login hours of {person}"),
        Condition::OutsideLoginDomain => format!("Close the {name} API to the network of {person}"),
        Condition::SessionsRefused => format!("Refuse all {name} sessions of {person}"),
        Condition::AccountDeleted => format!("Delete the {name} account of {person}"),
    }
}

pub(super) fn lift(condition: Condition, person: &str, name: &str) -> String {
    match condition {
        Condition::ExtraVerification => format!("Require no extra verification of {person} at {name}"),
        Condition::BlockedByPolicy => format!("Unblock {person} at {name}"),
        Condition::Disabled => format!("Enable the {name} account of {person}"),
        Condition::AdminApproval => format!("Give admin approval for {person} at {name}"),
        Condition::PasswordExpired => format!("Restore the {name} password of {person}"),
        Condition::PasswordChanged => format!("Take back the change of the {name} password of {person}"),
        Condition::AddressRestricted => format!("Allow all network addresses of {person} at {name}"),
        Condition::OrganisationInactive => format!("Restore the {name} subscription of the organisation of {person}"),
        Condition::AppNotInstalled => format!("Install the {name} app for {person}"),
        Condition::ApiAccessRemoved => format!("Restore {name} API access of {person}"),
        Condition::AccountLocked => format!("Unlock the {name} account of {person}"),
        Condition::PasswordChangeRequired => format!("Require no other {name} password of {person}"),
        Condition::MailboxMissing => format!("Restore the {name} mailbox of {person}"),
        Condition::MailboxShared => format!("Share the {name} mailbox of {person} no longer"),
        Condition::LicenceEnded => format!("Restore the {name} licence of {person}"),
        Condition::ApiForbidden => format!("Allow the {name} API to {person}"),
        Condition::ApiLimitReached => format!("Accept {name} API calls of {person}"),
        Condition::ClaimsChallenge => format!("Challenge {person} no longer at {name}"),
        Condition::OutsideLoginHours => format!("Begin the {name} login hours of {person}"),
        Condition::OutsideLoginDomain => format!("Open the {name} API to the network of {person}"),
        Condition::SessionsRefused => format!("Accept {name} sessions of {person}"),
        Condition::AccountDeleted => format!("Restore the {name} account of {person}"),
    }
}
