//! German, to the reader as "Sie".
//!
//! One word for one thing: connection is "Verbindung", Refresh "Erneuern", Change "Ändern", sidebar "Seitenleiste".
//! Names of products and providers take no ending and no article.

pub(crate) mod endpoint_text;
pub(crate) mod label;
pub(crate) mod problem;
pub(crate) mod reason;
pub(crate) mod template;
