//! What went wrong with a request, and what to do about it.

use latchkey_wire::ProblemCode;

pub(crate) const fn title(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "We couldn't read the request.",
        ProblemCode::BodyTooLarge => "The request is too large.",
        ProblemCode::MalformedParameter => "We couldn't read the address of the request.",
        ProblemCode::NotFound => "There's nothing at this address.",
        ProblemCode::SessionMissing => "You're logged out.",
        ProblemCode::ConnectionNotFound => "This connection isn't yours or no longer exists.",
        ProblemCode::AuthorizationNotFound => "This sign-in isn't yours or no longer exists.",
        ProblemCode::AuthorizationConflict => "This sign-in was already started for something else.",
        ProblemCode::AuthorizationOver => "This sign-in has already ended.",
        ProblemCode::OfferUnknown => "This service isn't available here.",
        ProblemCode::OfferNotAllowed => "Your administrator doesn't allow this access type.",
        ProblemCode::SiteMalformed => "This address isn't valid.",
        ProblemCode::SiteNotAllowed => "This address doesn't belong to the service.",
        ProblemCode::EngineKeyMissing => "The request has no key, or its key isn't valid.",
        ProblemCode::TooManyRequests => "Too many requests.",
        ProblemCode::StateUnknown => "This sign-in isn't in progress.",
        ProblemCode::ProviderMismatch => "The response came from a different service than the one you started with.",
        ProblemCode::IssuerMismatch => "The response wasn't sent by the service that it names.",
        ProblemCode::BrowserMismatch => "The sign-in was started in a different browser.",
        ProblemCode::ProofRejected => "This doesn't show that you're the person who signed in.",
        ProblemCode::OriginRefused => "This request didn't come from our own page.",
        ProblemCode::KeyRefused => "This sign-in window has expired.",
        ProblemCode::SidebarMustAsk => "Your sidebar didn't respond.",
        ProblemCode::WindowOpenElsewhere => "This sign-in is open in another window.",
        ProblemCode::KeylessNotAllowed => "Your administrator doesn't allow signing in here.",
        ProblemCode::OtherNetwork => "Your sidebar is on a different network than this browser.",
        ProblemCode::Internal => "Something went wrong on our side.",
        ProblemCode::Unavailable => "The service is temporarily unavailable.",
    }
}

pub(crate) const fn detail(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::MalformedBody => "Send JSON with exactly the fields that /openapi.json describes.",
        ProblemCode::BodyTooLarge => "Send less data at a time.",
        ProblemCode::MalformedParameter => "Check the address against /openapi.json.",
        ProblemCode::NotFound => "Check the address, or return to the sidebar.",
        ProblemCode::SessionMissing => "Sign in again. Your connections aren't affected.",
        ProblemCode::ConnectionNotFound => "Refresh the sidebar to see your connections.",
        ProblemCode::AuthorizationNotFound => "Return to the sidebar and start the sign-in there.",
        ProblemCode::AuthorizationConflict => "Start a new sign-in from the sidebar.",
        ProblemCode::AuthorizationOver => "The sidebar shows how it ended.",
        ProblemCode::OfferUnknown => "Refresh the sidebar and choose again.",
        ProblemCode::OfferNotAllowed => "Select Change to choose another one.",
        ProblemCode::SiteMalformed => "Enter it as it appears in the address bar when you're signed in there.",
        ProblemCode::SiteNotAllowed => {
            "Check the spelling. If it's right, your administrator can add its domain to the allowed domains."
        }
        ProblemCode::EngineKeyMissing => {
            "Send a key created with `latchkey-endpoint keys create` in the Authorization header."
        }
        ProblemCode::TooManyRequests => {
            "Wait a moment and try again. After several wrong passwords, wait an hour so that the account isn't \
             locked."
        }
        ProblemCode::StateUnknown => "It may have ended, or this page was loaded twice. Start again from the sidebar.",
        ProblemCode::ProviderMismatch => "Nothing was changed. Close this window and start again from the sidebar.",
        ProblemCode::IssuerMismatch => "Nothing was changed. Tell your administrator if you see this again.",
        ProblemCode::BrowserMismatch => "Start from the sidebar and stay in one browser.",
        ProblemCode::ProofRejected => "Enter the code that your own sign-in window shows.",
        ProblemCode::OriginRefused => "Nothing was changed. Close this page and start again from the sidebar.",
        ProblemCode::KeyRefused => "Return to the sidebar and select “Open again”.",
        ProblemCode::SidebarMustAsk => {
            "Close the sidebar, open it again and start the sign-in there. To continue in another browser, select \
             “Copy link” in the sidebar and open the link within two minutes."
        }
        ProblemCode::WindowOpenElsewhere => "Finish it there, or cancel it in the sidebar and start again.",
        ProblemCode::KeylessNotAllowed => "Sign in from the window that the sidebar opens.",
        ProblemCode::OtherNetwork => {
            "Your administrator doesn't allow continuing here. Open the link on the device where you see the \
             sidebar."
        }
        ProblemCode::Internal => "Try again in a moment, or give the request number to your administrator.",
        ProblemCode::Unavailable => "Nothing is lost. Try again in a moment.",
    }
}
