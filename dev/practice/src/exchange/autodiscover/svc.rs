//! SOAP: `POST /autodiscover/autodiscover.svc`, `GetUserSettings`.
//! <https://learn.microsoft.com/exchange/client-developer/web-service-reference/getusersettings-operation-soap>

use axum::http::StatusCode;
use axum::response::Response;
use roxmltree::Document;

use super::{ExchangeRequest, LocatedMailbox, PracticeExchange};
use crate::exchange::accounts::legacy_dn;
use crate::exchange::soap::{escape, xml};

const AUTODISCOVER: &str = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
const ADDRESSING: &str = "http://www.w3.org/2005/08/addressing";
/// The versions of EWS that the server speaks.
const SCHEMAS: &str = "Exchange2007, Exchange2007_SP1, Exchange2010, Exchange2010_SP1, Exchange2010_SP2, Exchange2013, \
    Exchange2013_SP1, Exchange2015, Exchange2016";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

pub(super) fn answer(exchange: &PracticeExchange, request: &ExchangeRequest<'_>, body: &str) -> Response {
    let Ok(question) = Document::parse(body) else {
        return document(&failed("InvalidRequest", "The request is invalid."));
    };
    let texts = |name: &str| -> Vec<String> {
        let nodes = question.descendants().filter(|node| node.has_tag_name((AUTODISCOVER, name)));
        nodes.filter_map(|node| node.text()).map(|text| text.trim().to_owned()).collect()
    };
    let (addresses, settings) = (texts("Mailbox"), texts("Setting"));
    if addresses.is_empty() || settings.is_empty() {
        return document(&failed("InvalidRequest", "The request is invalid."));
    }
    let users: String = addresses.iter().map(|address| user(exchange, request, address, &settings)).collect();
    document(&format!("<ErrorCode>NoError</ErrorCode><ErrorMessage/><UserResponses>{users}</UserResponses>"))
}

fn user(exchange: &PracticeExchange, request: &ExchangeRequest<'_>, address: &str, settings: &[String]) -> String {
    match exchange.locate(request, address) {
        LocatedMailbox::Here(person, ews_url) => {
            let dn = legacy_dn(person);
            let value = |name: &str| match name {
                "ExternalEwsUrl" | "InternalEwsUrl" => Some(ews_url.as_str()),
                "AutoDiscoverSMTPAddress" => Some(person.email.as_str()),
                "UserDisplayName" => Some(person.name.as_str()),
                "UserDeploymentId" => Some(person.organisation.id.as_str()),
                "UserDN" | "MailboxDN" => Some(dn.as_str()),
                "ExternalEwsVersion" => Some("15.02.1544.009"),
                "EwsSupportedSchemas" => Some(SCHEMAS),
                _ => None,
            };
            let (known, unknown): (Vec<_>, Vec<_>) =
                settings.iter().map(|name| (escape(name), value(name))).partition(|(_, value)| value.is_some());
            let known = known.iter().map(|(name, value)| setting(name, value.unwrap_or_default()));
            let unknown = unknown.iter().map(|(name, _)| no_setting(name));
            response("NoError", "No error.", None, &unknown.collect::<String>(), &known.collect::<String>())
        }
        LocatedMailbox::Ask(host) => {
            let target = format!("https://{host}/autodiscover/autodiscover.svc");
            response("RedirectUrl", "Redirection URL.", Some(&target), "", "")
        }
        LocatedMailbox::Moved(address) => response("RedirectAddress", "Redirection address.", Some(&address), "", ""),
        LocatedMailbox::Nowhere => {
            response("InvalidUser", &format!("Invalid user: '{}'", escape(address)), None, "", "")
        }
    }
}

fn setting(name: &str, value: &str) -> String {
    let value = escape(value);
    format!("<UserSetting i:type=\"StringSetting\"><Name>{name}</Name><Value>{value}</Value></UserSetting>")
}

fn no_setting(name: &str) -> String {
    format!(
        "<UserSettingError><ErrorCode>SettingIsNotAvailable</ErrorCode><ErrorMessage>The setting '{name}' is not \
         available.</ErrorMessage><SettingName>{name}</SettingName></UserSettingError>"
    )
}

fn response(code: &str, message: &str, target: Option<&str>, errors: &str, settings: &str) -> String {
    let target = target.map_or_else(
        || "<RedirectTarget i:nil=\"true\"/>".to_owned(),
        |address| format!("<RedirectTarget>{}</RedirectTarget>", escape(address)),
    );
    format!(
        "<UserResponse><ErrorCode>{code}</ErrorCode><ErrorMessage>{message}</ErrorMessage>{target}\
         <UserSettingErrors>{errors}</UserSettingErrors><UserSettings>{settings}</UserSettings></UserResponse>"
    )
}

fn failed(code: &str, message: &str) -> String {
    format!("<ErrorCode>{code}</ErrorCode><ErrorMessage>{message}</ErrorMessage><UserResponses/>")
}

fn document(response: &str) -> Response {
    let text = format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:a=\"{ADDRESSING}\"><s:Header>\
         <a:Action s:mustUnderstand=\"1\">{AUTODISCOVER}/Autodiscover/GetUserSettingsResponse</a:Action>\
         <h:ServerVersionInfo xmlns:h=\"{AUTODISCOVER}\"><h:MajorVersion>15</h:MajorVersion>\
         <h:MinorVersion>2</h:MinorVersion><h:MajorBuildNumber>1544</h:MajorBuildNumber>\
         <h:MinorBuildNumber>9</h:MinorBuildNumber><h:Version>Exchange2016</h:Version></h:ServerVersionInfo></s:Header>\
         <s:Body><GetUserSettingsResponseMessage xmlns=\"{AUTODISCOVER}\"><Response xmlns:i=\"{INSTANCE}\">{response}\
         </Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>"
    );
    xml(StatusCode::OK, text)
}
