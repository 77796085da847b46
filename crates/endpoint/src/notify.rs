//! Telling administrators, programs and people what happened: what is written ([`events`]), who is told of it when
//! ([`outbox`]), and the e-mail to a person ([`mail`]). How a message leaves is [`crate::outbound`]'s.

mod events;
pub(crate) mod mail;
pub mod outbox;
