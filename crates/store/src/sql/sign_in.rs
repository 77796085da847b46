//! Writes a finished sign-in, which changes more tables than any other write.

use latchkey_wire::{AuthorizationId, Phase};

use super::{Conn, aliases, authorizations, claims, connections, grants, journal, sessions};
use crate::crypter::Crypter;
use crate::transaction_end::TransactionEnd;
use crate::{NewAuditEvent, SignedIn, StoreError, Takes};

pub(super) async fn finish(
    db: &mut Conn,
    crypter: &Crypter,
    authorization: &AuthorizationId,
    from: &Phase,
    signed_in: &SignedIn,
    events: &[NewAuditEvent],
) -> Result<TransactionEnd<bool>, StoreError> {
    let connection = &signed_in.connection;
    claims::end(db, &connection.id).await?;
    let done = Phase::Succeeded { connection: connection.id.clone() };
    if let Takes::Account { from } = &signed_in.takes {
        claims::end(db, from).await?;
        if !connections::delete_unowned(db, from).await? {
            return TransactionEnd::rollback(false);
        }
        let session = authorizations::session_of(db, authorization).await?;
        sessions::end_scoped_to(db, from, &session).await?;
        journal::cancel_pending_mail(db, from, connection.refreshed_at).await?;
    }
    sessions::end_for_changed_account(db, connection).await?;
    if !authorizations::advance(db, crypter, authorization, from, &done, None).await?
        || !connections::upsert(db, connection).await?
    {
        return TransactionEnd::rollback(false);
    }
    grants::save(db, crypter, &connection.id, &signed_in.grant).await?;
    aliases::replace(db, &connection.id, &connection.facts).await?;
    sessions::update_scope(db, authorization, connection, signed_in.lets_in).await?;
    if let Takes::Person(absorbed) = &signed_in.takes {
        connections::reassign_person(db, absorbed, &connection.person).await?;
        sessions::reassign_person(db, absorbed, &connection.person).await?;
    }
    journal::cancel_pending_mail(db, &connection.id, connection.refreshed_at).await?;
    journal::record(db, events).await?;
    TransactionEnd::commit(true)
}
