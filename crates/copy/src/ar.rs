//! Arabic, in its modern standard form.
//!
//! One word for one thing: connection is "اتصال", Refresh "تجديد", Change "تغيير", sidebar "الشريط الجانبي". Numbers
//! stand where no noun has to agree with them, so no plural forms are needed. Verbs to the reader are gender-neutral.

pub(crate) mod endpoint_text;
pub(crate) mod label;
pub(crate) mod problem;
pub(crate) mod reason;
pub(crate) mod template;
