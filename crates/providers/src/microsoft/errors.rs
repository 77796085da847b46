//! Classifies Microsoft's refusals. The class comes from `error` and `suberror`, which are documented as stable; the
//! AADSTS numbers are not ("apps that take a dependency on text or error code numbers will be broken over time",
//! learn.microsoft.com/entra/identity-platform/reference-error-codes), so they choose only the wording, and whether the
//! person or an administrator has to act. A number that is not in the table changes nothing.

use latchkey_domain::{Failure, FailureClass};
use latchkey_wire::ReasonCode;

use crate::oauth::{ErrorBody, TokenRefusal};
use crate::{CallbackRefusal, NotRenewed, refusal};

/// Classifies a refused renewal. `serves_many` says whether the registration serves many tenants ([`is_tenant_refusal`]).
pub(super) fn classify_renewal(refusal: TokenRefusal, serves_many: bool) -> NotRenewed {
    refusal::classify_renewal(refusal, |body| classify_body(body, serves_many))
}

pub(super) fn classify_code(refusal: TokenRefusal, serves_many: bool) -> Failure {
    refusal::classify_code(refusal, |body| classify_body(body, serves_many))
}

/// Classifies a callback with an error in place of a code.
pub(super) fn classify_callback(refusal: CallbackRefusal<'_>, serves_many: bool) -> Failure {
    let numbers = numbers_in(refusal.description);
    let body = ErrorBody { error: refusal.error.to_owned(), error_codes: numbers, ..ErrorBody::default() };
    if serves_many && is_tenant_refusal(&body) {
        return classify_tenant_refusal(&body);
    }
    if let Some(failure) = classify_other_fault(&body) {
        return failure;
    }
    match (refusal.error, known(&body)) {
        ("server_error" | "temporarily_unavailable", _) => with_reference(ReasonCode::ProviderDown, &body),
        ("access_denied", None | Some(ReasonCode::ConsentMissing)) => {
            with_reference(ReasonCode::CancelledAtProvider, &body)
        }
        (_, Some(code)) => with_reference(code, &body),
        ("unauthorized_client" | "invalid_client" | "invalid_request" | "invalid_scope", None) => {
            with_reference(ReasonCode::Misconfigured, &body)
        }
        (_, None) => with_reference(ReasonCode::SignInNotFinished, &body),
    }
}

/// Numbers of a registration that does not list what it asks for, belongs to another cloud, or may not be used in this way.
const OF_THE_REGISTRATION: [u32; 10] =
    [65_005, 650_057, 90_038, 900_382, 900_432, 90_124, 90_130, 1_000_104, 9_001_023, 9_002_332];
/// Numbers of an organisation's own sign-in servers that do not answer or answer badly, and of Microsoft's own trouble with one
/// account: it is throttled, or breaks a loop of equal requests.
const OF_OTHER_SERVERS: [u32; 19] = [
    70_012, 80_001, 80_002, 80_005, 80_007, 80_010, 80_013, 80_014, 20_001, 20_012, 20_033, 40_008, 40_009, 40_010,
    40_015, 50_166, 50_196, 51_005, 501_621,
];

/// Classifies a refusal that blames neither the grant nor the client's secret. The grant is kept and tried again.
fn classify_other_fault(body: &ErrorBody) -> Option<Failure> {
    let numbers = numbers(body);
    let has = |known: &[u32]| numbers.iter().any(|number| known.contains(number));
    let code = if has(&OF_THE_REGISTRATION) {
        ReasonCode::Misconfigured
    } else if has(&OF_OTHER_SERVERS) {
        ReasonCode::ProviderDown
    } else {
        return None;
    };
    Some(with_reference(code, body).of_class(FailureClass::KeepTrying))
}

/// Microsoft says this of a refresh token that it accepts a moment later (BingAds/BingAds-Python-SDK #279).
const DOUBTFUL: u32 = 70_000;

/// Whether a refusal is a decision of one tenant's administrator: the app was removed or disabled, or has no permission
/// for the resource (learn.microsoft.com/entra/identity-platform/reference-error-codes). It says nothing about other
/// tenants. If the registration serves only one tenant, the installation's administrator must act.
fn is_tenant_refusal(body: &ErrorBody) -> bool {
    let numbers = numbers(body);
    let has = |known: &[u32]| numbers.iter().any(|number| known.contains(number));
    match body.error.as_str() {
        "unauthorized_client" => has(&[700_016, 700_011, 7_000_112, 90_099, 1_000_031]),
        "invalid_resource" | "invalid_client" => has(&[500_011, 650_052, 650_054]),
        _ => false,
    }
}

fn classify_tenant_refusal(body: &ErrorBody) -> Failure {
    Failure { class: FailureClass::Organisation, ..with_reference(ReasonCode::AdminApproval, body) }
}

fn classify_body(body: &ErrorBody, serves_many: bool) -> Failure {
    if serves_many && is_tenant_refusal(body) {
        return classify_tenant_refusal(body);
    }
    if let Some(failure) = classify_other_fault(body) {
        return failure;
    }
    let class = class(body);
    let code = match (class, known(body)) {
        (FailureClass::NeedsPerson | FailureClass::NeedsAdmin, Some(code)) => code,
        (FailureClass::NeedsPerson, _) => ReasonCode::SignInEnded,
        (FailureClass::NeedsAdmin | FailureClass::Organisation, _) => ReasonCode::BlockedByPolicy,
        (FailureClass::Operator, _) => ReasonCode::Misconfigured,
        (FailureClass::Transient | FailureClass::KeepTrying, _) => ReasonCode::ProviderDown,
        (FailureClass::Unexplained | FailureClass::Doubtful, _) => return Failure::unexplained(),
    };
    let failure = Failure { challenge: body.claims.clone().map(String::into_boxed_str), ..with_reference(code, body) };
    if numbers(body).contains(&DOUBTFUL) { Failure { class: FailureClass::Doubtful, ..failure } } else { failure }
}

fn class(body: &ErrorBody) -> FailureClass {
    // learn.microsoft.com/dotnet/api/microsoft.identity.client.uirequiredexceptionclassification
    if body.suberror.as_deref() == Some("message_only") {
        return FailureClass::NeedsAdmin;
    }
    match body.error.as_str() {
        "invalid_grant"
        | "interaction_required"
        | "consent_required"
        | "login_required"
        | "bad_token"
        | "ui_not_allowed"
        | "interrupted_user" => FailureClass::NeedsPerson,
        "invalid_client"
        | "unauthorized_client"
        | "invalid_request"
        | "invalid_scope"
        | "invalid_resource"
        | "unsupported_grant_type" => FailureClass::Operator,
        "temporarily_unavailable" | "server_error" => FailureClass::Transient,
        _ => FailureClass::Unexplained,
    }
}

/// The wording, if the number or `suberror` is known.
fn known(body: &ErrorBody) -> Option<ReasonCode> {
    let numbers = numbers(body);
    let by_number = numbers.iter().find_map(|number| wording(*number));
    by_number.or(match (body.suberror.as_deref(), body.error.as_str()) {
        (Some("user_password_expired"), _) => Some(ReasonCode::PasswordExpired),
        (Some("consent_required"), _) | (_, "consent_required") => Some(ReasonCode::ConsentMissing),
        (Some("message_only"), _) => Some(ReasonCode::BlockedByPolicy),
        (_, "interaction_required") => Some(ReasonCode::ExtraVerification),
        _ => None,
    })
}

fn numbers(body: &ErrorBody) -> Vec<u32> {
    if body.error_codes.is_empty() {
        numbers_in(body.error_description.as_deref().unwrap_or_default())
    } else {
        body.error_codes.clone()
    }
}

fn wording(number: u32) -> Option<ReasonCode> {
    Some(match number {
        50_173 | 700_082 | 70_000 | 70_008 | 50_089 | 50_132 | 50_133 | 50_085 | 700_084 => ReasonCode::SignInEnded,
        70_043 | 70_044 => ReasonCode::SignInAgainPolicy,
        50_076 | 50_079 | 50_078 | 50_074 | 50_072 | 50_158 | 50_097 | 16_000 => ReasonCode::ExtraVerification,
        65_001 | 65_004 => ReasonCode::ConsentMissing,
        90_094 | 90_095 | 90_008 | 650_056 | 650_052 | 500_011 | 50_105 => ReasonCode::AdminApproval,
        53_000 | 53_001 | 53_002 | 53_003 | 530_032 | 530_034 | 530_035 | 50_131 | 50_005 | 53_011 | 500_212
        | 500_213 => ReasonCode::BlockedByPolicy,
        // The network that the person's browser is in does not let this organisation's accounts through.
        500_021 | 500_022 | 50_002 => ReasonCode::NetworkNotAllowed,
        80_012 => ReasonCode::OutsideAllowedHours,
        53_004 | 53_010 => ReasonCode::VerificationSetUpNeeded,
        50_057 | 50_034 | 50_020 | 51_004 | 50_014 | 90_072 => ReasonCode::AccountDisabled,
        50_055 | 50_144 | 50_135 => ReasonCode::PasswordExpired,
        50_053 => ReasonCode::AccountLocked,
        _ => return None,
    })
}

/// Numbers after "AADSTS", for bodies without `error_codes` and for callbacks.
fn numbers_in(text: &str) -> Vec<u32> {
    let number = |rest: &str| rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
    text.split("AADSTS").skip(1).filter_map(number).collect()
}

/// Adds what an administrator can look up: the number, and the correlation id if it looks like one.
fn with_reference(code: ReasonCode, body: &ErrorBody) -> Failure {
    let number = numbers(body).first().copied();
    let correlation = body.correlation_id.as_deref().filter(|id| super::is_guid(id));
    let parts: Vec<_> =
        number.map(|number| format!("AADSTS{number}")).into_iter().chain(correlation.map(str::to_owned)).collect();
    let failure = Failure::of(code);
    if parts.is_empty() { failure } else { failure.with_reference(parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(error: &str, number: u32, suberror: Option<&str>) -> Failure {
        refused_at(error, number, suberror, true)
    }

    fn refused_at(error: &str, number: u32, suberror: Option<&str>, serves_many: bool) -> Failure {
        let body = ErrorBody {
            error: error.into(),
            error_codes: vec![number],
            suberror: suberror.map(Into::into),
            ..ErrorBody::default()
        };
        classify_renewal(TokenRefusal::Answered(Box::new(body)), serves_many).failure
    }

    #[test]
    fn each_known_refusal_names_its_cause_and_its_actor() {
        use FailureClass::{KeepTrying, NeedsAdmin, NeedsPerson, Operator, Transient};
        for (error, number, suberror, class, code) in [
            ("invalid_grant", 50_173, None, NeedsPerson, ReasonCode::SignInEnded),
            ("invalid_grant", 700_082, None, NeedsPerson, ReasonCode::SignInEnded),
            ("invalid_grant", 70_043, None, NeedsPerson, ReasonCode::SignInAgainPolicy),
            ("interaction_required", 50_076, Some("basic_action"), NeedsPerson, ReasonCode::ExtraVerification),
            ("invalid_grant", 65_001, Some("consent_required"), NeedsPerson, ReasonCode::ConsentMissing),
            ("invalid_grant", 53_003, Some("message_only"), NeedsAdmin, ReasonCode::BlockedByPolicy),
            ("invalid_grant", 90_094, None, NeedsAdmin, ReasonCode::AdminApproval),
            ("invalid_grant", 50_057, None, NeedsAdmin, ReasonCode::AccountDisabled),
            ("invalid_grant", 50_053, None, NeedsAdmin, ReasonCode::AccountLocked),
            ("invalid_grant", 530_034, None, NeedsAdmin, ReasonCode::BlockedByPolicy),
            ("invalid_grant", 500_021, None, NeedsAdmin, ReasonCode::NetworkNotAllowed),
            ("invalid_grant", 500_022, None, NeedsAdmin, ReasonCode::NetworkNotAllowed),
            ("invalid_grant", 50_002, None, NeedsAdmin, ReasonCode::NetworkNotAllowed),
            ("invalid_grant", 80_012, None, NeedsAdmin, ReasonCode::OutsideAllowedHours),
            ("invalid_grant", 53_004, None, NeedsPerson, ReasonCode::VerificationSetUpNeeded),
            ("interaction_required", 53_010, None, NeedsPerson, ReasonCode::VerificationSetUpNeeded),
            ("invalid_grant", 65_005, None, KeepTrying, ReasonCode::Misconfigured),
            ("invalid_grant", 50_196, None, KeepTrying, ReasonCode::ProviderDown),
            ("invalid_grant", 50_055, Some("user_password_expired"), NeedsPerson, ReasonCode::PasswordExpired),
            ("invalid_client", 7_000_215, None, Operator, ReasonCode::Misconfigured),
            ("temporarily_unavailable", 90_033, None, Transient, ReasonCode::ProviderDown),
        ] {
            let failure = refused(error, number, suberror);
            assert_eq!((failure.class, failure.reason.code), (class, code), "AADSTS{number}");
            assert_eq!(failure.reason.reference, Some(format!("AADSTS{number}")));
        }
    }

    #[test]
    fn one_tenants_decision_is_its_administrators_unless_the_registration_serves_that_tenant_alone() {
        let numbers = [700_016, 700_011, 7_000_112, 90_099, 1_000_031].map(|number| ("unauthorized_client", number));
        let resources = [500_011, 650_052, 650_054].map(|number| ("invalid_resource", number));
        let clients = [500_011, 650_052, 650_054].map(|number| ("invalid_client", number));
        for (error, number) in numbers.into_iter().chain(resources).chain(clients) {
            let failure = refused_at(error, number, None, true);
            assert_eq!((failure.class, failure.reason.code), (FailureClass::Organisation, ReasonCode::AdminApproval));
            assert_eq!(refused_at(error, number, None, false).class, FailureClass::Operator, "{error} {number}");
            let callback = format!("AADSTS{number}: x");
            let callback = CallbackRefusal { error, description: &callback };
            assert_eq!(classify_callback(callback, true).reason.code, ReasonCode::AdminApproval, "{error} {number}");
        }
        for (error, number) in [("unauthorized_client", 700_025), ("invalid_client", 7_000_215)] {
            assert_eq!(refused_at(error, number, None, true).class, FailureClass::Operator, "{error} {number}");
        }
    }

    #[test]
    fn an_unknown_number_changes_nothing() {
        assert_eq!(refused("invalid_grant", 424_242, None).reason.code, ReasonCode::SignInEnded);
        assert_eq!(refused("invalid_client", 50_173, None).class, FailureClass::Operator);
        assert_eq!(refused("invalid_grant", 70_000, None).class, FailureClass::Doubtful);
        assert_eq!(refused("something_new", 50_173, None).class, FailureClass::Unexplained);
    }

    #[test]
    fn a_refused_code_asks_to_start_again_and_never_says_that_the_sign_in_ended() {
        let body = ErrorBody { error: "invalid_grant".into(), error_codes: vec![70_008], ..ErrorBody::default() };
        assert_eq!(
            classify_code(TokenRefusal::Answered(Box::new(body)), true).reason.code,
            ReasonCode::SignInNotFinished
        );
        assert_eq!(
            classify_code(TokenRefusal::Unreadable { status: 400, retry_after_s: None }, true).reason.code,
            ReasonCode::SignInNotFinished
        );
        let blocked = ErrorBody { error: "invalid_grant".into(), error_codes: vec![53_003], ..ErrorBody::default() };
        assert_eq!(
            classify_code(TokenRefusal::Answered(Box::new(blocked)), true).reason.code,
            ReasonCode::BlockedByPolicy
        );
    }

    #[test]
    fn a_callback_tells_cancelling_from_being_refused() {
        let code = |error, description| classify_callback(CallbackRefusal { error, description }, true).reason.code;
        assert_eq!(code("access_denied", "the user canceled the authentication"), ReasonCode::CancelledAtProvider);
        assert_eq!(code("access_denied", "AADSTS65004: declined"), ReasonCode::CancelledAtProvider);
        assert_eq!(code("access_denied", "AADSTS90094: admin"), ReasonCode::AdminApproval);
        assert_eq!(code("invalid_client", "AADSTS65005: not listed"), ReasonCode::Misconfigured);
        assert_eq!(code("access_denied", "AADSTS500021: denied"), ReasonCode::NetworkNotAllowed);
        assert_eq!(code("temporarily_unavailable", ""), ReasonCode::ProviderDown);
        assert_eq!(code("invalid_request", ""), ReasonCode::Misconfigured);
        assert_eq!(code("<script>", "AADSTS"), ReasonCode::SignInNotFinished);
    }

    #[test]
    fn nothing_that_a_provider_wrote_freely_is_repeated() {
        let body = ErrorBody {
            error: "invalid_grant".into(),
            error_description: Some("AADSTS50173: token eyJsecret was revoked".into()),
            correlation_id: Some("<b>not an id</b>".into()),
            ..ErrorBody::default()
        };
        let failure = classify_renewal(TokenRefusal::Answered(Box::new(body)), true).failure;
        assert_eq!(failure.reason.reference.as_deref(), Some("AADSTS50173"));
    }
}
