//! What a sync engine's programmer reads when there is no token to hand out. In English alone: no person meets it.

use latchkey_wire::EngineProblemCode;

/// What happened, in a few words.
pub fn engine_problem_title(code: EngineProblemCode) -> &'static str {
    match code {
        EngineProblemCode::NeedsSignIn => "The person must sign in again.",
        EngineProblemCode::NeedsAdmin => "An administrator must act.",
        EngineProblemCode::Disconnected => "The person ended this connection.",
        EngineProblemCode::ProviderUnavailable => "The provider cannot be asked just now.",
        EngineProblemCode::PasswordsKept => "This installation does not hand out passwords.",
    }
}

/// What to do about it.
pub fn engine_problem_detail(code: EngineProblemCode) -> &'static str {
    match code {
        EngineProblemCode::NeedsSignIn => {
            "The sidebar has asked them to. Stop until a webhook says that the connection is repaired, or ask again in some \
             minutes."
        }
        EngineProblemCode::NeedsAdmin => {
            "The sidebar tells the person what to ask for. Stop until a webhook says that the connection is repaired."
        }
        EngineProblemCode::Disconnected => "Stop. If they connect again, a webhook says so.",
        EngineProblemCode::ProviderUnavailable => {
            "Nobody needs to act and nothing is lost. Ask again after the seconds in Retry-After."
        }
        EngineProblemCode::PasswordsKept => {
            "Whoever runs it can allow it with `hand_out_passwords` in the provider's part of the configuration."
        }
    }
}
