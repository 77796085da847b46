//! `POST /revoke`: revoking either token ends everything that the person allowed the program. The client does not
//! authenticate. <https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke>

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::{PracticeGoogle, refusal};
use crate::oauth::OAuthRefusal;
use crate::people::PracticePersonId;
use crate::records::Records;
use crate::token_request::Fields;

pub(super) async fn revoke(State(google): State<Arc<PracticeGoogle>>, body: Bytes) -> Response {
    match google.revoke_token(&Fields::read(&body)) {
        Ok(()) => Json(json!({})).into_response(),
        Err(refused) => refusal::respond(refused),
    }
}

impl PracticeGoogle {
    fn revoke_token(&self, fields: &Fields) -> Result<(), OAuthRefusal> {
        let text = fields.require("token")?;
        let mut records = self.records();
        let person = self.owner(&records, text).ok_or(OAuthRefusal::TokenUnknown)?;
        records.withdraw_consent(&person, self.context.now());
        records.counters.revocations += 1;
        self.provider().save(&records);
        Ok(())
    }

    /// The owner of a live access or refresh token.
    fn owner(&self, records: &Records, text: &str) -> Option<PracticePersonId> {
        if let Some((_, grant)) = records.grants.refresh_token(text) {
            return grant.revoked_at.is_none().then_some(grant.person);
        }
        let token = records.grants.access_token(text).filter(|token| self.context.now() < token.expires_at)?;
        Some(token.person.clone())
    }
}
