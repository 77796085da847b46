//! What the browser itself shows of the extension.

use alloc::{borrow::ToOwned as _, format, string::String};

use crate::{ExtensionText, Names};

pub(crate) fn extension(text: ExtensionText, names: Names<'_>) -> String {
    let Names { provider, product } = names;
    match text {
        ExtensionText::Name => product.to_owned(),
        ExtensionText::Description => {
            "Gets your mailbox and Salesforce access working again in seconds, from Gmail's side panel.".to_owned()
        }
        ExtensionText::Open => format!("Open {product}"),
        ExtensionText::Close => format!("Close {product}"),
        ExtensionText::Lost => format!("Access to {provider} is lost. Open {product} to renew it."),
        ExtensionText::Updated => format!("{product} was updated. Load Gmail again to use it here."),
    }
}
