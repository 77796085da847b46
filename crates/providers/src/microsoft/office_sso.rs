//! Tokens of Office's single sign-on (learn.microsoft.com/office/dev/add-ins/develop/sso-in-office-add-ins): Office gets an
//! access token from Microsoft whose audience is this registration, and passes it to the pane beside a mailbox.
//!
//! A valid token identifies the person and gives no access at Microsoft. ID tokens of the same registration are not accepted
//! here, although they have its signature and audience: they have no scope, and other programs receive them, too.

use latchkey_domain::Identity;
use latchkey_wire::UnixSeconds;

use super::Microsoft;
use crate::Http;

/// The scope that a registration exposes to Office alone
/// (learn.microsoft.com/office/dev/add-ins/develop/register-sso-add-in-aad-v2).
const SCOPE: &str = "access_as_user";

/// The account that the token names. A token without `oid` is refused: it can't be compared with a sign-in's identity.
pub(super) async fn identify(
    microsoft: &Microsoft,
    http: &dyn Http,
    token: &str,
    now: UnixSeconds,
) -> Option<Identity> {
    let claims = microsoft.id_token_verifier.check_signed(http, token, now).await.ok()?;
    let is_for_office = claims.scp.only_text().is_some_and(|scopes| scopes.split(' ').any(|scope| scope == SCOPE));
    if !is_for_office || claims.oid.only_text().is_none() {
        return None;
    }
    microsoft.identify(&claims).map(|(identity, _)| identity)
}
