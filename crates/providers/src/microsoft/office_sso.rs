//! Tokens of Office's single sign-on (learn.microsoft.com/office/dev/add-ins/develop/sso-in-office-add-ins): Office asks
//! Microsoft for an access token whose audience is this registration, and gives it to the pane beside a mailbox.
//!
//! One that is believed shows who sits there and opens nothing at Microsoft. ID tokens of the same registration are not
//! believed here, although they have its signature and audience: they have no scope, and end in other hands.

use latchkey_domain::Identity;
use latchkey_wire::UnixSeconds;

use super::Microsoft;
use crate::Http;

/// The scope that a registration exposes to Office, and to nobody else
/// (learn.microsoft.com/office/dev/add-ins/develop/register-sso-add-in-aad-v2).
const SCOPE: &str = "access_as_user";

/// Whose token it is. Without `oid` it would not be comparable with a sign-in's.
pub(super) async fn identify(
    microsoft: &Microsoft,
    http: &dyn Http,
    token: &str,
    now: UnixSeconds,
) -> Option<Identity> {
    let claims = microsoft.id_tokens.check_signed(http, token, now).await.ok()?;
    let is_for_office = claims.scp.as_deref().is_some_and(|scopes| scopes.split(' ').any(|scope| scope == SCOPE));
    if !is_for_office || claims.oid.is_none() {
        return None;
    }
    microsoft.identify(&claims).map(|(identity, _)| identity)
}
