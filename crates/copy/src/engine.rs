//! What the developer of a sync engine reads when a request is refused. In English only: end users never see it.
//!
//! # To add a refusal
//! Add a variant to [`Unreadable`] for a part of a request that can't be read, and a line to [`engine_request_problem`] for a
//! code that the routes of engines answer.

use alloc::{borrow::ToOwned as _, format, string::String};

use latchkey_wire::{EngineProblemCode, ProblemCode};

/// What can't be read in an engine's request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Unreadable {
    /// The query has a parameter that the route does not know.
    UnknownParameter(String),
    /// The query has a parameter more than once.
    RepeatedParameter(&'static str),
    /// The query lacks a parameter.
    MissingParameter(&'static str),
    /// A parameter is not what it has to be.
    Parameter {
        /// Its name.
        name: &'static str,
        /// What it has to be.
        expected: String,
    },
    /// The body is not declared as JSON.
    ContentType,
    /// The body is no JSON, or nested too deeply to be read.
    NotJson,
    /// The body is JSON, but no object.
    NotAnObject,
    /// The body contains U+0000.
    Nul,
    /// The body has a member that the route does not know.
    UnknownMember(String),
    /// The body's member has a value that it can't have.
    Member(String),
    /// The body has this member more than once.
    RepeatedMember(String),
}

impl Unreadable {
    fn explain(&self) -> String {
        match self {
            Self::UnknownParameter(name) if name.is_empty() => "There is a parameter without a name.".to_owned(),
            Self::UnknownParameter(name) => format!("There is no parameter `{name}`."),
            Self::RepeatedParameter(name) => format!("The parameter `{name}` is there more than once."),
            Self::MissingParameter(name) => format!("The parameter `{name}` is missing."),
            Self::Parameter { name, expected } => format!("The parameter `{name}` must be {expected}."),
            Self::ContentType => "The header `Content-Type` must be `application/json`.".to_owned(),
            Self::NotJson => "The body is not JSON in UTF-8, or is nested too deeply.".to_owned(),
            Self::NotAnObject => "The body must be a JSON object.".to_owned(),
            Self::Nul => "The body contains the character U+0000.".to_owned(),
            Self::UnknownMember(name) => format!("The body has no member `{name}`."),
            Self::Member(name) => {
                format!("The body's member `{name}` has a value that it can't have; /openapi.json describes it.")
            }
            Self::RepeatedMember(name) => format!("The body's member `{name}` is there more than once."),
        }
    }
}

/// What happened to an engine's request, in a few words, and what to do about it. `None` for what no route of engines answers.
pub fn engine_request_problem(code: ProblemCode, unreadable: Option<&Unreadable>) -> Option<(&'static str, String)> {
    let (title, advice) = match code {
        ProblemCode::MalformedBody => ("The body of the request can't be read.", "Nothing was done."),
        ProblemCode::MalformedParameter => ("The URL of the request can't be read.", "Nothing was done."),
        ProblemCode::BodyTooLarge => (
            "The body of the request is too large.",
            "Nothing was done. A report needs no more than the members that /openapi.json describes.",
        ),
        ProblemCode::NotFound => {
            ("There is no such route.", "Compare the path and the method of the request with /openapi.json.")
        }
        ProblemCode::ConnectionNotFound => (
            "There is no such connection, or this engine key does not open it.",
            "Look the connection up with GET /v1/connections, and compare its id with the connections that the key was \
             created for. Do not ask for this id again until a webhook names it.",
        ),
        ProblemCode::EngineKeyMissing => (
            "The request has no engine key, or one that is unknown or was revoked.",
            "Send a key that `latchkey-endpoint keys create` has made: `Authorization: Bearer KEY`.",
        ),
        ProblemCode::TooManyRequests => (
            "This connection was tried a short time ago.",
            "Nothing was done. Report again after the number of seconds in Retry-After, if the provider still refuses then.",
        ),
        ProblemCode::Internal => (
            "Something went wrong in the endpoint.",
            "Ask again in a minute. The endpoint's log has the cause under this request_id.",
        ),
        ProblemCode::Unavailable => (
            "The endpoint's store is temporarily unavailable.",
            "Nothing is lost. Ask again after the number of seconds in Retry-After.",
        ),
        ProblemCode::SessionMissing
        | ProblemCode::AuthorizationNotFound
        | ProblemCode::AuthorizationConflict
        | ProblemCode::AuthorizationOver
        | ProblemCode::OfferUnknown
        | ProblemCode::OfferNotAllowed
        | ProblemCode::SiteMalformed
        | ProblemCode::SiteNotAllowed
        | ProblemCode::StateUnknown
        | ProblemCode::ProviderMismatch
        | ProblemCode::IssuerMismatch
        | ProblemCode::BrowserMismatch
        | ProblemCode::ProofRejected
        | ProblemCode::OriginRefused
        | ProblemCode::KeyRefused
        | ProblemCode::SidebarMustAsk
        | ProblemCode::WindowOpenElsewhere
        | ProblemCode::KeylessNotAllowed
        | ProblemCode::OtherNetwork => return None,
    };
    let part = unreadable.map(|unreadable| unreadable.explain() + " ").unwrap_or_default();
    Some((title, part + advice))
}

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
