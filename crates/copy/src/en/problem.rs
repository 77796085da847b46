//! What went wrong with a request, and what to do about it.

use latchkey_wire::ProblemCode;

pub(crate) const fn title(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "The request could not be read.",
        ProblemCode::BodyTooLarge => "The request is too large.",
        ProblemCode::MalformedParameter => "The address of the request could not be read.",
        ProblemCode::NotFound => "There is nothing at this address.",
        ProblemCode::SessionMissing => "You are logged out.",
        ProblemCode::ConnectionNotFound => "This connection is not yours, or it is gone.",
        ProblemCode::AuthorizationNotFound => "This sign-in is not yours, or it is gone.",
        ProblemCode::AuthorizationConflict => "This sign-in was already started for something else.",
        ProblemCode::AuthorizationOver => "This sign-in has already ended.",
        ProblemCode::OfferUnknown => "This service is not offered here.",
        ProblemCode::OfferNotAllowed => "Your administrator does not allow this way to connect.",
        ProblemCode::SiteMalformed => "This address cannot be read.",
        ProblemCode::SiteNotAllowed => "This address does not belong to the service.",
        ProblemCode::EngineKeyMissing => "There is no key with this request, or it is not a good one.",
        ProblemCode::TooManyRequests => "That was asked too often.",
        ProblemCode::StateUnknown => "This sign-in is not under way.",
        ProblemCode::ProviderMismatch => "The answer came from another service than the sign-in was started with.",
        ProblemCode::IssuerMismatch => "The answer was not sent by the service that it names.",
        ProblemCode::BrowserMismatch => "The sign-in was started in another browser.",
        ProblemCode::ProofRejected => "This does not show that you are the one who signed in.",
        ProblemCode::OriginRefused => "This request did not come from our own page.",
        ProblemCode::KeyRefused => "This sign-in window is too old.",
        ProblemCode::SidebarMustAsk => "Refresh the sidebar.",
        ProblemCode::WindowOpenElsewhere => "This sign-in goes on in another window.",
        ProblemCode::KeylessNotAllowed => "Your administrator does not allow to sign in here.",
        ProblemCode::OtherNetwork => "Your sidebar is in another network than this browser.",
        ProblemCode::Internal => "Something went wrong on our side.",
        ProblemCode::Unavailable => "The service is taking a short break.",
    }
}

pub(crate) const fn detail(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "Send JSON with exactly the fields that /openapi.json describes.",
        ProblemCode::BodyTooLarge => "Send less at once.",
        ProblemCode::MalformedParameter => "Check the address against /openapi.json.",
        ProblemCode::NotFound => "Check the address, or go back to the sidebar.",
        ProblemCode::SessionMissing => "Sign in again; your connections are untouched.",
        ProblemCode::ConnectionNotFound => "Refresh the sidebar to see your connections.",
        ProblemCode::AuthorizationNotFound => "Go back to the sidebar and start the sign-in there.",
        ProblemCode::AuthorizationConflict => "Start a new sign-in from the sidebar.",
        ProblemCode::AuthorizationOver => "The sidebar shows how it ended.",
        ProblemCode::OfferUnknown => "Refresh the sidebar and choose again.",
        ProblemCode::OfferNotAllowed => "Choose another one with Change.",
        ProblemCode::SiteMalformed => "Type it as it stands in the address bar when you are signed in there.",
        ProblemCode::SiteNotAllowed => {
            "Check the spelling. If it is right, your administrator can add its domain to the ones that are \
             allowed."
        }
        ProblemCode::EngineKeyMissing => {
            "Send a key that `latchkey-endpoint keys create` has made, in the Authorization header."
        }
        ProblemCode::TooManyRequests => {
            "Wait a moment, then ask once more. After several wrong passwords, wait an hour: that keeps the account \
             from being locked."
        }
        ProblemCode::StateUnknown => "It may have ended, or this page was loaded twice. Start again from the sidebar.",
        ProblemCode::ProviderMismatch => "Nothing was changed. Close this window and start again from the sidebar.",
        ProblemCode::IssuerMismatch => "Nothing was changed. Tell your administrator if you see this again.",
        ProblemCode::BrowserMismatch => "Start from the sidebar, and stay in one browser.",
        ProblemCode::ProofRejected => "Type the code that your own sign-in window shows.",
        ProblemCode::OriginRefused => "Nothing was changed. Close this page and start again from the sidebar.",
        ProblemCode::KeyRefused => "Go back to the sidebar and choose “Open again”.",
        ProblemCode::SidebarMustAsk => {
            "No sidebar has answered this window. Close the sidebar, open it again and start the sign-in there. \
             To go on in another browser, choose “Copy link” in the sidebar and open the link within two minutes."
        }
        ProblemCode::WindowOpenElsewhere => "Finish it there, or cancel it in the sidebar and start again.",
        ProblemCode::KeylessNotAllowed => "Sign in in the window that the sidebar itself opens.",
        ProblemCode::OtherNetwork => {
            "Your administrator does not allow to go on. Open the link on the device on which you see the \
             sidebar."
        }
        ProblemCode::Internal => "Try again in a moment, or pass the request number on to your administrator.",
        ProblemCode::Unavailable => "Nothing is lost. Try again in a moment.",
    }
}
