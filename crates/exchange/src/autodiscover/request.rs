//! What Autodiscover is asked: the newest dialect first, which publishes addresses to anybody, then the two older ones,
//! which want a password.

use std::fmt;

use http::Request;
use http::header::ACCEPT;
use url::Url;
use url::form_urlencoded::byte_serialize;

use crate::connector::{HTTPS_PORT, ServerAddress};
use crate::error::ExchangeError;
use crate::mailbox_address::Mailbox;
use crate::xml;

/// A host that wants a password before it says where a mailbox is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Service {
    /// Show its host to the person.
    pub server: ServerAddress,
    /// How it is asked.
    pub kind: ServiceKind,
}

/// The dialects that want a password.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// "Plain old XML" (MS-OXDSCLI).
    Pox,
    /// MS-OXWSADISC.
    Soap,
}

impl ServiceKind {
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Pox => "/autodiscover/autodiscover.xml",
            Self::Soap => "/autodiscover/autodiscover.svc",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "https://{}{}", self.server, self.kind.path())
    }
}

impl Service {
    /// Reads the address as [`Display`](fmt::Display) writes it.
    pub fn read(address: &str) -> Option<Self> {
        let url = Url::parse(address.trim()).ok()?;
        let kind = [ServiceKind::Pox, ServiceKind::Soap].into_iter().find(|kind| kind.path() == url.path())?;
        let server = ServerAddress { host: url.host_str()?.to_owned(), port: url.port().unwrap_or(HTTPS_PORT) };
        let service = Self { server, kind };
        // Whatever else stood in it makes it another address.
        (service.to_string() == url.as_str()).then_some(service)
    }

    pub(super) fn body(&self, mailbox: &Mailbox) -> Vec<u8> {
        let address = xml::escaped(mailbox.address());
        match self.kind {
            ServiceKind::Pox => pox(&address),
            ServiceKind::Soap => soap(&address, &xml::escaped(&self.to_string())),
        }
        .into_bytes()
    }
}

/// "Autodiscover v2": an unauthenticated question for one address.
pub(super) fn json(mailbox: &Mailbox) -> Result<Request<Vec<u8>>, ExchangeError> {
    let address: String = byte_serialize(mailbox.address().as_bytes()).collect();
    Request::get(format!("/autodiscover/autodiscover.json?Email={address}&Protocol=EWS"))
        .header(ACCEPT, "application/json")
        .body(Vec::new())
        .map_err(|_| ExchangeError::ServerNotFound)
}

fn pox(address: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"#
    )
}

fn soap(address: &str, to: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:a="http://schemas.microsoft.com/exchange/2010/Autodiscover" xmlns:w="http://www.w3.org/2005/08/addressing" xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><a:RequestedServerVersion>Exchange2010</a:RequestedServerVersion><w:Action>http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings</w:Action><w:To>{to}</w:To></s:Header><s:Body><a:GetUserSettingsRequestMessage><a:Request><a:Users><a:User><a:Mailbox>{address}</a:Mailbox></a:User></a:Users><a:RequestedSettings><a:Setting>ExternalEwsUrl</a:Setting><a:Setting>InternalEwsUrl</a:Setting></a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage></s:Body></s:Envelope>"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_shown_reads_back_and_nothing_else_does() {
        for kind in [ServiceKind::Pox, ServiceKind::Soap] {
            let service = Service { server: ServerAddress::https("autodiscover.contoso.example"), kind };
            assert_eq!(Service::read(&service.to_string()), Some(service));
        }
        for other in [
            "http://autodiscover.contoso.example/autodiscover/autodiscover.xml",
            "https://ann@autodiscover.contoso.example/autodiscover/autodiscover.xml",
            "https://autodiscover.contoso.example/autodiscover/autodiscover.xml?x=1",
            "https://mail.contoso.example/EWS/Exchange.asmx",
            "autodiscover.contoso.example",
        ] {
            assert_eq!(Service::read(other), None, "{other}");
        }
    }
}
