//! Records what happened and notifies administrators, programs and people: audit events ([`events`]), their delivery
//! ([`outbox`]), and e-mail ([`mail`]). [`crate::outbound`] sends the messages.

mod events;
pub(crate) mod mail;
pub mod outbox;
