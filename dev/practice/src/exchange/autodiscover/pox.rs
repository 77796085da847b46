//! Plain old XML: `POST /autodiscover/autodiscover.xml`.
//! <https://learn.microsoft.com/exchange/client-developer/web-service-reference/pox-autodiscover-response-for-exchange>

use axum::http::StatusCode;
use axum::response::Response;
use roxmltree::Document;

use super::{ExchangeRequest, LocatedMailbox, PracticeExchange};
use crate::exchange::accounts::legacy_dn;
use crate::exchange::soap::{escape, xml};
use crate::people::PracticePerson;

const REQUEST: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
const RESPONSE: &str = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
const OUTLOOK: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

pub(super) fn answer(exchange: &PracticeExchange, request: &ExchangeRequest<'_>, body: &str) -> Response {
    let Some(address) = asked_for(body) else { return document(&error(600, "Invalid Request")) };
    document(&match exchange.locate(request, &address) {
        LocatedMailbox::Here(person, ews_url) => settings(exchange, person, &ews_url),
        LocatedMailbox::Ask(host) => {
            redirect("redirectUrl", "RedirectUrl", &format!("https://{host}/autodiscover/autodiscover.xml"))
        }
        LocatedMailbox::Moved(address) => redirect("redirectAddr", "RedirectAddr", &address),
        LocatedMailbox::Nowhere => error(500, "The e-mail address cannot be found."),
    })
}

/// The address in the request, if the request accepts the only response schema that is written here.
fn asked_for(body: &str) -> Option<String> {
    let question = Document::parse(body).ok()?;
    let text = |name: &str| {
        let node = question.descendants().find(|node| node.has_tag_name((REQUEST, name)))?;
        Some(node.text()?.trim().to_owned())
    };
    (text("AcceptableResponseSchema")? == OUTLOOK).then(|| text("EMailAddress"))?
}

fn settings(exchange: &PracticeExchange, person: &PracticePerson, ews_url: &str) -> String {
    let (name, address, url) = (escape(&person.name), escape(&person.email), escape(ews_url));
    let host = exchange.url().trim_start_matches("https://").split(':').next().unwrap_or_default();
    let legacy = legacy_dn(person);
    let urls = format!("<ASUrl>{url}</ASUrl><OOFUrl>{url}</OOFUrl><EwsUrl>{url}</EwsUrl>");
    format!(
        "<Response xmlns=\"{OUTLOOK}\"><User><DisplayName>{name}</DisplayName><LegacyDN>{legacy}</LegacyDN>\
         <AutoDiscoverSMTPAddress>{address}</AutoDiscoverSMTPAddress><DeploymentId>{}</DeploymentId></User>\
         <Account><AccountType>email</AccountType><Action>settings</Action><MicrosoftOnline>False</MicrosoftOnline>\
         <Protocol><Type>EXCH</Type><Server>{}@{}</Server><ServerVersion>73C28608</ServerVersion>{urls}</Protocol>\
         <Protocol><Type>EXPR</Type><Server>{host}</Server><SSL>On</SSL><AuthPackage>Ntlm</AuthPackage>{urls}</Protocol>\
         </Account></Response>",
        person.organisation.id, person.id, person.organisation.domain
    )
}

fn redirect(action: &str, element: &str, target: &str) -> String {
    let target = escape(target);
    format!(
        "<Response xmlns=\"{OUTLOOK}\"><Account><AccountType>email</AccountType><Action>{action}</Action>\
         <{element}>{target}</{element}></Account></Response>"
    )
}

fn error(code: u16, message: &str) -> String {
    format!(
        "<Response><Error Time=\"00:00:00.0000000\" Id=\"1\"><ErrorCode>{code}</ErrorCode><Message>{message}</Message>\
         <DebugData/></Error></Response>"
    )
}

fn document(response: &str) -> Response {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover xmlns=\"{RESPONSE}\">{response}</Autodiscover>"
    );
    xml(StatusCode::OK, text)
}
