//! Office.js's error numbers for dialogs: why a dialog did not open, or what happened to it later
//! (learn.microsoft.com/office/dev/add-ins/develop/dialog-handle-errors-events; the names are from the source of Office.js).

/// The meaning of a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum DialogRefusal {
    /// 12002: the dialog's page does not exist, or its address is not valid. Reported while the dialog is open.
    NavigationFailed,
    /// 12003: the dialog went to an address without TLS. Reported while the dialog is open.
    InsecureScheme,
    /// 12004: the dialog's address belongs neither to the pane's origin nor to the manifest's `AppDomains`.
    ForeignDomain,
    /// 12005: the dialog's address has no TLS.
    TlsRequired,
    /// 12006: the dialog was closed, or a page in it has cut itself off. Only the endpoint knows whether the person has
    /// signed in.
    Gone,
    /// 12007: another dialog is open, or was a moment ago.
    AlreadyOpen,
    /// 12008: Outlook is still asking the person whether the dialog may open.
    BeingAsked,
    /// 12009: the person did not allow the dialog.
    Ignored,
    /// 12010: a dialog of another kind is open.
    OtherKind,
    /// 12011: the browser or its security zones blocked the dialog.
    Blocked,
    /// 12012: Outlook shows a window of its own that the person has to close first.
    ModalOpen,
    /// Any other.
    Unknown,
}

/// The pane's reaction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum DialogFallback {
    /// Open the dialog once more, a moment later.
    Retry,
    /// Open a browser outside Outlook.
    OpenBrowser,
    /// Show a link that the person presses: no window may open by itself.
    ShowLink,
    /// Wait: the pane offers help, and the endpoint says how the sign-in ends.
    WaitForEndpoint,
}

impl DialogRefusal {
    /// Returns the meaning of a number.
    pub(super) fn of(code: u32) -> Self {
        match code {
            12002 => Self::NavigationFailed,
            12003 => Self::InsecureScheme,
            12004 => Self::ForeignDomain,
            12005 => Self::TlsRequired,
            12006 => Self::Gone,
            12007 => Self::AlreadyOpen,
            12008 => Self::BeingAsked,
            12009 => Self::Ignored,
            12010 => Self::OtherKind,
            12011 => Self::Blocked,
            12012 => Self::ModalOpen,
            _ => Self::Unknown,
        }
    }

    /// Returns the pane's reaction.
    pub(super) fn fallback(self) -> DialogFallback {
        match self {
            Self::AlreadyOpen => DialogFallback::Retry,
            Self::ForeignDomain | Self::TlsRequired | Self::OtherKind | Self::Blocked | Self::Unknown => {
                DialogFallback::OpenBrowser
            }
            Self::Ignored | Self::BeingAsked | Self::ModalOpen => DialogFallback::ShowLink,
            Self::NavigationFailed | Self::InsecureScheme | Self::Gone => DialogFallback::WaitForEndpoint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_name_of_its_own() {
        let names: Vec<_> = (12002..=12012).map(DialogRefusal::of).collect();
        for (index, name) in names.iter().enumerate() {
            assert_ne!(*name, DialogRefusal::Unknown);
            assert!(!names[..index].contains(name), "{name:?} twice");
        }
        assert_eq!(DialogRefusal::of(12000), DialogRefusal::Unknown);
    }

    #[test]
    fn a_dialog_that_is_gone_was_not_cancelled() {
        assert_eq!(DialogRefusal::of(12006).fallback(), DialogFallback::WaitForEndpoint);
    }

    #[test]
    fn a_person_who_said_no_is_not_shown_another_window() {
        assert_eq!(DialogRefusal::of(12009).fallback(), DialogFallback::ShowLink);
    }

    #[test]
    fn only_a_dialog_in_the_way_is_worth_a_second_try() {
        for code in 12002..=12013 {
            assert_eq!(DialogRefusal::of(code).fallback() == DialogFallback::Retry, code == 12007, "{code}");
        }
    }
}
