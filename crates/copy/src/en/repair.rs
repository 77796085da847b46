//! The e-mail that says that access is lost, and its page.

use alloc::{format, string::String};

use latchkey_wire::{Account, Actor, Reason};

use super::reason;
use crate::{Mail, Names};

pub(crate) const OVER_TITLE: &str = "This link is no longer needed.";

pub(crate) fn mail(account: &Account, of: &Reason, names: Names<'_>, link: &str) -> Mail {
    let Names { provider, product } = names;
    let who = &account.address;
    let why = reason::sentence(of, names);
    let reference = of.reference.as_deref().map(|text| format!("\n\n{}", reason::reference(text))).unwrap_or_default();
    let what_to_do = match of.code.actor() {
        Actor::Admin | Actor::Operator => format!(
            "Pass this message on to your administrator. When it is put right, open this page to go on; it takes one \
             sign-in:\n\n{link}"
        ),
        Actor::You | Actor::Nobody => format!(
            "To mend it, open this page on any device and sign in as {who}. No other account is accepted there, and \
             nothing happens until you press the button:\n\n{link}"
        ),
    };
    Mail {
        subject: format!("{product} has lost access to {provider}"),
        body: format!(
            "{product} can no longer work with {provider} for {who}.\n\n{why}{reference}\n\n{what_to_do}\n\nYou can also \
             open the {product} sidebar and press Refresh. Your settings are untouched. The page works for seven days, or \
             until access works again. {product} never asks for a password by e-mail.\n"
        ),
    }
}

pub(crate) fn title(Names { provider, product }: Names<'_>) -> String {
    format!("Give {product} access to {provider} again")
}

pub(crate) fn account(account: &Account, Names { provider, .. }: Names<'_>) -> String {
    format!("Sign in to {provider} as {}. Another account will not be accepted, and changes nothing.", account.address)
}

pub(crate) fn button(Names { provider, .. }: Names<'_>) -> String {
    format!("Sign in to {provider}")
}

pub(crate) fn over(product: &str) -> String {
    format!("Access works again, or the link is too old. Open the {product} sidebar to see how things are.")
}
