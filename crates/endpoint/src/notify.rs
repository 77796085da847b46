//! Records what happened and notifies administrators, programs and people: audit events ([`events`]), their delivery
//! ([`outbox`]), and e-mail to people ([`mail`]) and to the administrator ([`secret_ends`]). [`crate::outbound`] sends the
//! messages.

mod events;
pub(crate) mod mail;
pub mod outbox;
pub(crate) mod secret_ends;
