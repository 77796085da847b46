//! What Outlook tells the page before any script runs: in the window's name on the web, in the address elsewhere. It
//! includes the reader's language, which the first screen needs.

use crate::{
    host::browser::window,
    json::{self, FromJson, Value},
};

/// The name of the parameter in the address.
const IN_ADDRESS: &str = "_host_Info=";
/// The storage entry in which Office.js keeps it for a pane that is reloaded.
const IN_STORAGE: &str = "hostInfoValue";

/// `type$platform$version$language$…`; older Outlooks separate by `|`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct HostInfo {
    platform: String,
    /// A BCP 47 tag.
    pub(super) language: Option<String>,
}

impl HostInfo {
    /// Whether Outlook runs in a browser, so that every window is a browser window.
    pub(super) fn is_on_the_web(&self) -> bool {
        self.platform.eq_ignore_ascii_case("web")
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(['$', '|']);
        parts.next().filter(|host| host.eq_ignore_ascii_case("outlook"))?;
        let platform = parts.next()?.to_owned();
        let is_tag = |part: &&str| !part.is_empty() && part.chars().all(|c| c == '-' || c.is_ascii_alphanumeric());
        let language = parts.nth(1).filter(is_tag).map(str::to_owned);
        Some(Self { platform, language })
    }

    fn in_name(name: &str) -> Option<Self> {
        json::read::<WindowName>(name).ok().and_then(|name| Self::read(&name.0))
    }

    fn in_address(address: &str) -> Option<Self> {
        let (_, info) = address.split_once(IN_ADDRESS)?;
        let info = info.split(['&', '#']).next()?;
        // Servers and versions of Outlook may have percent-encoded these characters.
        Self::read(&info.replace("%24", "$").replace("%7C", "|").replace("%7c", "|"))
    }
}

struct WindowName(String);

impl FromJson for WindowName {
    fn from_json(value: &Value) -> Option<Self> {
        value.field("hostInfo").map(Self)
    }
}

/// Reads what Outlook tells the page. `None` if the page is not in Outlook.
pub(super) fn find() -> Option<HostInfo> {
    let window = window();
    let name = || HostInfo::in_name(&window.name().ok()?);
    let address = || HostInfo::in_address(&window.location().href().ok()?);
    let kept = || HostInfo::read(&window.session_storage().ok()??.get_item(IN_STORAGE).ok()??);
    name().or_else(address).or_else(kept)
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "these are tests")]

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn info(platform: &str, language: Option<&str>) -> HostInfo {
        HostInfo { platform: platform.into(), language: language.map(str::to_owned) }
    }

    #[wasm_bindgen_test]
    fn outlook_on_the_web_says_it_in_the_name_of_the_window() {
        let name = r#"{"hostInfo":"Outlook$Web$16.01$de-DE$4d6a$$$0","xdmInfo":"a|ocii1|https://outlook.office.com"}"#;
        assert_eq!(HostInfo::in_name(name), Some(info("Web", Some("de-DE"))));
        assert!(HostInfo::in_name(name).unwrap().is_on_the_web());
    }

    #[wasm_bindgen_test]
    fn outlook_on_the_desktop_says_it_in_the_address() {
        for address in [
            "https://a.example/outlook?_host_Info=Outlook$Win32$16.02$ar-SA$telemetry$$$0",
            "https://a.example/outlook?x=1&_host_Info=Outlook%24Win32%2416.02%24ar-SA%24&y=2#z",
            "https://a.example/outlook?et=&_host_Info=Outlook|Win32|16.02|ar-SA#&_xdm_Info=a|b|c",
        ] {
            let found = HostInfo::in_address(address);
            assert_eq!(found, Some(info("Win32", Some("ar-SA"))), "{address}");
            assert!(!found.unwrap().is_on_the_web());
        }
    }

    #[wasm_bindgen_test]
    fn the_language_may_be_missing_or_be_none() {
        assert_eq!(HostInfo::read("Outlook|Web|16.00"), Some(info("Web", None)));
        assert_eq!(HostInfo::read("Outlook$Web$16.00$<b>$"), Some(info("Web", None)));
    }

    #[wasm_bindgen_test]
    fn another_program_that_shows_the_page_is_no_outlook() {
        for name in ["", "latchkey-sign-in", "{}", r#"{"hostInfo":"Excel$Web$16.01$en-US"}"#, r#"{"hostInfo":7}"#] {
            assert_eq!(HostInfo::in_name(name), None, "{name}");
        }
        assert_eq!(HostInfo::in_address("https://a.example/outlook?host=Outlook"), None);
        assert_eq!(HostInfo::read("Outlook"), None);
    }
}
