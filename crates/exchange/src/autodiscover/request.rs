//! Autodiscover's requests: the newest protocol first, which needs no authentication, then the two older ones, which need
//! a password.

use std::fmt;

use http::Request;
use http::header::ACCEPT;
use url::Url;
use url::form_urlencoded::byte_serialize;

use crate::connector::{HTTPS_PORT, ServerAddress};
use crate::error::ExchangeError;
use crate::mailbox_address::MailboxAddress;
use crate::xml;

/// A host's Autodiscover service that names a mailbox's server only after authentication.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AutodiscoverService {
    /// The person confirms this host before a password is sent.
    pub server: ServerAddress,
    /// The protocol to ask it with.
    pub kind: AutodiscoverProtocol,
}

/// The protocols that need a password.
#[derive(Clone, Copy, Debug, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutodiscoverProtocol {
    /// "Plain old XML" (MS-OXDSCLI).
    Pox,
    /// MS-OXWSADISC.
    Soap,
}

impl AutodiscoverProtocol {
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Pox => "/autodiscover/autodiscover.xml",
            Self::Soap => "/autodiscover/autodiscover.svc",
        }
    }
}

impl fmt::Display for AutodiscoverService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "https://{}{}", self.server, self.kind.path())
    }
}

impl AutodiscoverService {
    /// Parses the URL as [`Display`](fmt::Display) writes it.
    pub fn parse(address: &str) -> Option<Self> {
        let url = Url::parse(address.trim()).ok()?;
        let kind = [AutodiscoverProtocol::Pox, AutodiscoverProtocol::Soap]
            .into_iter()
            .find(|kind| kind.path() == url.path())?;
        let server = ServerAddress { host: url.host_str()?.to_owned(), port: url.port().unwrap_or(HTTPS_PORT) };
        let service = Self { server, kind };
        // Anything else in the URL (a user, a query, a fragment) makes it another address.
        (service.to_string() == url.as_str()).then_some(service)
    }

    pub(super) fn body(&self, mailbox: &MailboxAddress) -> Vec<u8> {
        let address = xml::escape(mailbox.address());
        match self.kind {
            AutodiscoverProtocol::Pox => pox_body(&address),
            AutodiscoverProtocol::Soap => soap_body(&address, &xml::escape(&self.to_string())),
        }
        .into_bytes()
    }
}

/// "Autodiscover v2": an unauthenticated request for the EWS address.
pub(super) fn published_address_request(mailbox: &MailboxAddress) -> Result<Request<Vec<u8>>, ExchangeError> {
    let address: String = byte_serialize(mailbox.address().as_bytes()).collect();
    Request::get(format!("/autodiscover/autodiscover.json?Email={address}&Protocol=EWS"))
        .header(ACCEPT, "application/json")
        .body(Vec::new())
        .map_err(|_| ExchangeError::ServerNotFound)
}

fn pox_body(address: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"#
    )
}

fn soap_body(address: &str, to: &str) -> String {
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
        for kind in [AutodiscoverProtocol::Pox, AutodiscoverProtocol::Soap] {
            let service = AutodiscoverService { server: ServerAddress::https("autodiscover.contoso.example"), kind };
            assert_eq!(AutodiscoverService::parse(&service.to_string()), Some(service));
        }
        for other in [
            "http://autodiscover.contoso.example/autodiscover/autodiscover.xml",
            "https://ann@autodiscover.contoso.example/autodiscover/autodiscover.xml",
            "https://autodiscover.contoso.example/autodiscover/autodiscover.xml?x=1",
            "https://mail.contoso.example/EWS/Exchange.asmx",
            "autodiscover.contoso.example",
        ] {
            assert_eq!(AutodiscoverService::parse(other), None, "{other}");
        }
    }
}
