//! A connection's state as word, icon and colour, so that no reader depends on one of them.

use latchkey_wire::ConnectionState;
use leptos::prelude::*;

use super::{Icon, IconName};
use crate::state::expect_pane;

/// The mark of a state.
#[component]
pub fn StateMark(
    /// Which state.
    state: ConnectionState,
) -> AnyView {
    let (class, icon) = match state {
        ConnectionState::Working => ("mark mark--good", IconName::Working),
        ConnectionState::ExpiresSoon { .. } => ("mark mark--waiting", IconName::Lost),
        ConnectionState::Retrying { .. } => ("mark mark--waiting", IconName::Waiting),
        ConnectionState::NeedsSignIn { .. } | ConnectionState::NeedsAdmin { .. } => ("mark mark--lost", IconName::Lost),
        ConnectionState::Disconnected { .. } => ("mark", IconName::Off),
    };
    view! {
        <span class=class>
            <Icon name=icon />
            {latchkey_copy::state_word(expect_pane().words.language, &state)}
        </span>
    }
    .into_any()
}
