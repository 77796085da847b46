//! A finished sign-in, which touches more tables than anything else.

use latchkey_wire::{AuthorizationId, Phase};

use super::{Conn, authorizations, claims, connections, grants, journal, sessions};
use crate::crypter::Crypter;
use crate::transaction_end::Step;
use crate::{Announced, SignedIn, StoreError, Takes};

pub(super) async fn finish(
    db: &mut Conn,
    crypter: &Crypter,
    authorization: &AuthorizationId,
    from: &Phase,
    signed_in: &SignedIn,
    news: &[Announced],
) -> Result<Step<bool>, StoreError> {
    let connection = &signed_in.connection;
    claims::end(db, &connection.id).await?;
    let done = Phase::Succeeded { connection: connection.id.clone() };
    if let Takes::Account { from } = &signed_in.takes {
        claims::end(db, from).await?;
        if !connections::forget_unowned(db, from).await? {
            return Step::undo(false);
        }
        let session = authorizations::session_of(db, authorization).await?;
        sessions::end_scoped_to(db, from, &session).await?;
        journal::silence(db, from, connection.refreshed_at).await?;
    }
    sessions::end_with_account(db, connection).await?;
    if !authorizations::advance(db, crypter, authorization, from, &done, None).await?
        || !connections::upsert(db, connection).await?
    {
        return Step::undo(false);
    }
    grants::keep(db, crypter, &connection.id, &signed_in.grant).await?;
    sessions::let_in(db, authorization, connection, signed_in.lets_in).await?;
    if let Takes::Person(absorbed) = &signed_in.takes {
        connections::hand_over(db, absorbed, &connection.person).await?;
        sessions::hand_over(db, absorbed, &connection.person).await?;
    }
    journal::silence(db, &connection.id, connection.refreshed_at).await?;
    journal::write(db, news).await?;
    Step::keep(true)
}
