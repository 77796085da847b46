//! What the developer of a sync engine reads when there is no token to hand out. In English only: end users never see it.

use latchkey_wire::EngineProblemCode;

/// What happened, in a few words.
pub fn engine_problem_title(code: EngineProblemCode) -> &'static str {
    match code {
        EngineProblemCode::NeedsSignIn => "The person must sign in again.",
        EngineProblemCode::NeedsAdmin => "An administrator must act.",
        EngineProblemCode::Disconnected => "The person ended this connection.",
        EngineProblemCode::ProviderUnavailable => "The provider is temporarily unavailable.",
        EngineProblemCode::PasswordsKept => "This installation does not hand out passwords.",
    }
}

/// What to do about it.
pub fn engine_problem_detail(code: EngineProblemCode) -> &'static str {
    match code {
        EngineProblemCode::NeedsSignIn => {
            "The sidebar has asked the person to sign in. Stop until a webhook reports that the connection is repaired, or ask \
             again in a few minutes."
        }
        EngineProblemCode::NeedsAdmin => {
            "The sidebar tells the person what to ask for. Stop until a webhook reports that the connection is repaired."
        }
        EngineProblemCode::Disconnected => "Stop. A webhook reports it if the person connects again.",
        EngineProblemCode::ProviderUnavailable => {
            "No one needs to act and nothing is lost. Ask again after the number of seconds in Retry-After."
        }
        EngineProblemCode::PasswordsKept => {
            "The operator can allow it with `hand_out_passwords` in the provider's section of the configuration."
        }
    }
}
