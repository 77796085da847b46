//! `POST {host}/services/oauth2/revoke`: a refresh token ends with its access tokens; an access token ends alone. Other
//! grants of the same user live on. The client does not authenticate.
//! <https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm>

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::login_host::LoginHost;
use super::{PracticeSalesforce, refusal};
use crate::oauth::OAuthRefusal;
use crate::token_request::Fields;

pub(super) async fn revoke(State(salesforce): State<Arc<PracticeSalesforce>>, _: LoginHost, body: Bytes) -> Response {
    match salesforce.revoke_token(&Fields::read(&body)) {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refused) => refusal::respond(refused),
    }
}

impl PracticeSalesforce {
    fn revoke_token(&self, fields: &Fields) -> Result<(), OAuthRefusal> {
        let text = fields.require("token")?;
        let now = self.context.now();
        let mut records = self.records();
        if let Some((token, _)) = records.grants.refresh_token(text) {
            records.grants.revoke_one(token.grant, now);
        } else if !records.grants.expire_access_token(text, now) {
            return Err(OAuthRefusal::TokenUnknown);
        }
        records.counters.revocations += 1;
        self.provider().save(&records);
        Ok(())
    }
}
