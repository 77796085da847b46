//! `/EWS/Exchange.asmx`: two operations, and refusals.
//!
//! * `GetFolder`, which proves that a person can open a mailbox:
//!   <https://learn.microsoft.com/exchange/client-developer/web-service-reference/getfolder-operation>
//! * `ConvertId` of nonsense, by which clients find out which version a server has.
//!
//! # To add an operation
//! A line in [`PracticeExchange::operate`], and a function that writes its messages.

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, Node};

use super::PracticeExchange;
use super::accounts::DenialReason;
use super::hostile;
use super::sign_in::{ExchangeRequest, SignInRefusal, challenge};
use super::soap::{self, EwsErrorCode, MESSAGES, TYPES};
use crate::faults::Condition;
use crate::people::PracticePerson;

/// EWS clients recognise the lockout by this text.
const LOCKED: &str = "The referenced account is currently locked out and may not be logged on to.\n";

impl PracticeExchange {
    pub(super) fn ews(&self, request: &ExchangeRequest<'_>, method: &Method, body: &str) -> Response {
        let answers = self.switches().answers;
        if let Some(response) = hostile::before_sign_in(answers) {
            return response;
        }
        if method != Method::POST {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        let person = match self.caller(request) {
            Ok(person) => person,
            Err(refused) => return self.refuse_ews(request, refused),
        };
        if let Some(response) = hostile::after_sign_in(answers) {
            return response;
        }
        self.state().log.counters.ews_calls += 1;
        self.operate(person, body).unwrap_or_else(soap::fault)
    }

    fn refuse_ews(&self, request: &ExchangeRequest<'_>, refused: SignInRefusal) -> Response {
        match refused {
            SignInRefusal::Anonymous | SignInRefusal::Denied(DenialReason::Wrong) => self.unauthorized(request, ""),
            SignInRefusal::Challenge(message) => challenge(&message),
            SignInRefusal::Denied(DenialReason::Locked) => self.unauthorized(request, LOCKED),
            SignInRefusal::Denied(DenialReason::Disabled) => soap::fault(EwsErrorCode::AccountDisabled),
            SignInRefusal::Denied(DenialReason::PasswordExpired) => soap::fault(EwsErrorCode::PasswordExpired),
            SignInRefusal::Denied(DenialReason::PasswordChangeRequired) => {
                soap::fault(EwsErrorCode::PasswordChangeRequired)
            }
            SignInRefusal::Denied(DenialReason::Blocked) => StatusCode::FORBIDDEN.into_response(),
            SignInRefusal::HungUp => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }

    fn operate(&self, person: &PracticePerson, body: &str) -> Result<Response, EwsErrorCode> {
        let document = Document::parse(body).map_err(|_| EwsErrorCode::SchemaValidation)?;
        let operation = document
            .descendants()
            .find(|node| node.tag_name().name() == "Body")
            .and_then(|body| body.first_element_child())
            .filter(|operation| operation.tag_name().namespace() == Some(MESSAGES))
            .ok_or(EwsErrorCode::SchemaValidation)?;
        match operation.tag_name().name() {
            "GetFolder" => Ok(soap::answer("GetFolder", &self.get_folders(person, operation)?)),
            "ConvertId" => {
                Ok(soap::answer("ConvertId", &soap::error_message("ConvertId", EwsErrorCode::InvalidIdMalformed)))
            }
            _ => Err(EwsErrorCode::SchemaValidation),
        }
    }

    /// One message for each folder.
    fn get_folders(&self, person: &PracticePerson, operation: Node<'_, '_>) -> Result<String, EwsErrorCode> {
        let shape = text_of(operation, "BaseShape").ok_or(EwsErrorCode::SchemaValidation)?;
        let more = shape != "IdOnly" || child(operation, "AdditionalProperties").is_some();
        let ids = child(operation, "FolderIds").ok_or(EwsErrorCode::SchemaValidation)?;
        let messages: Vec<String> = ids
            .children()
            .filter(Node::is_element)
            .map(|id| match self.folder(person, id) {
                Ok((owner, folder)) => folder_message(owner, folder, more),
                Err(code) => soap::error_message("GetFolder", code),
            })
            .collect();
        if messages.is_empty() { Err(EwsErrorCode::SchemaValidation) } else { Ok(messages.concat()) }
    }

    /// The folder and its owner, if this person may open it.
    fn folder<'a>(
        &'a self,
        person: &'a PracticePerson,
        id: Node<'_, '_>,
    ) -> Result<(&'a PracticePerson, &'static Folder), EwsErrorCode> {
        let has_mailbox =
            |person: &PracticePerson| !self.state().accounts.conditions.holds(&person.key(), Condition::MailboxMissing);
        let owner = match text_of(id, "EmailAddress") {
            None if has_mailbox(person) => person,
            None => return Err(EwsErrorCode::MissingEmailAddress),
            Some(address) => self
                .people()
                .iter()
                .find(|owner| owner.email.eq_ignore_ascii_case(&address) && has_mailbox(owner))
                .ok_or(EwsErrorCode::NonExistentMailbox)?,
        };
        let shared = self.state().accounts.conditions.holds(&owner.key(), Condition::MailboxShared);
        if owner.id != person.id && !shared {
            return Err(EwsErrorCode::AccessDenied);
        }
        let name = id.attribute("Id").ok_or(EwsErrorCode::SchemaValidation)?;
        let found = match id.tag_name().name() {
            "DistinguishedFolderId" => FOLDERS.iter().find(|folder| folder.name == name),
            "FolderId" => FOLDERS.iter().find(|folder| folder.id(owner) == name),
            _ => None,
        };
        Ok((owner, found.ok_or(EwsErrorCode::FolderNotFound)?))
    }
}

/// A folder that every mailbox has.
struct Folder {
    /// The distinguished folder id.
    name: &'static str,
    display_name: &'static str,
    class: &'static str,
}

const FOLDERS: [Folder; 3] = [
    Folder { name: "inbox", display_name: "Inbox", class: "IPF.Note" },
    Folder { name: "msgfolderroot", display_name: "Top of Information Store", class: "IPF" },
    Folder { name: "root", display_name: "", class: "" },
];

impl Folder {
    fn id(&self, owner: &PracticePerson) -> String {
        STANDARD.encode(format!("practice folder {} of {}", self.name, owner.id))
    }
}

fn folder_message(owner: &PracticePerson, folder: &Folder, more: bool) -> String {
    let id = folder.id(owner);
    let properties = if more {
        format!(
            "<t:FolderClass>{}</t:FolderClass><t:DisplayName>{}</t:DisplayName><t:TotalCount>0</t:TotalCount>\
             <t:ChildFolderCount>0</t:ChildFolderCount><t:UnreadCount>0</t:UnreadCount>",
            folder.class, folder.display_name
        )
    } else {
        String::new()
    };
    format!(
        r#"<m:GetFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders><t:Folder><t:FolderId Id="{id}" ChangeKey="AQAAABYAAAA="/>{properties}</t:Folder></m:Folders></m:GetFolderResponseMessage>"#
    )
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.descendants()
        .find(|node| node.tag_name().name() == name && matches!(node.tag_name().namespace(), Some(MESSAGES | TYPES)))
}

fn text_of(node: Node<'_, '_>, name: &str) -> Option<String> {
    Some(child(node, name)?.text()?.trim().to_owned())
}
