//! The addresses that serve the page, one for each host, with what that host needs in the policy. The page is the same
//! everywhere. Only a host's own address admits that host's scripts and styles.
//!
//! # To add a host that loads the page from the endpoint
//! Add a [`HostPage`], and use its `path` in the files that are built for the host (`xtask/src/bundle`).

/// The page at one address.
#[derive(Debug)]
pub struct HostPage {
    /// The path.
    pub(crate) path: &'static str,
    /// The origins of the host's own scripts.
    pub(crate) scripts: &'static [&'static str],
    /// Hashes of the styles that those scripts write into the page, for `style-src`.
    pub(crate) styles: &'static [&'static str],
    /// The host's own script that connects a window to the pane that opened it.
    pub(crate) host_script: Option<&'static str>,
    /// The endpoint's script that uses the host's script in the window's first page: its path, and its text.
    pub(crate) window_script: Option<(&'static str, &'static str)>,
    /// The origins that show the page in a frame, in addition to those of the configuration.
    pub(super) frame_ancestors: &'static [&'static str],
}

pub(crate) static HOST_PAGES: [HostPage; 2] = [
    HostPage { path: "/", scripts: &[], styles: &[], host_script: None, window_script: None, frame_ancestors: &[] },
    // Office.js, and a library that it loads on the web (learn.microsoft.com/office/dev/add-ins: "Referencing the Office
    // JavaScript API library").
    HostPage {
        path: "/outlook",
        scripts: &["https://appsforoffice.microsoft.com", "https://ajax.aspnetcdn.com"],
        // Office.js sets two style attributes (office-js #1687). Another version's styles would not be applied, which
        // does not affect the pane.
        styles: &[
            "unsafe-hashes",
            "sha256-ICa0DhwZQJsOd/Rn0N8H6FdQ71GfNL+op2zhAQ+Y4mM=",
            "sha256-ZD0chCyBaNHl+4UwQHJIHGoYhKwMeyCXGgJTKW5/67E=",
        ],
        host_script: Some("https://appsforoffice.microsoft.com/lib/1/hosted/office.js"),
        window_script: Some(("/pages/office_dialog.js", include_str!("../pages/office_dialog.js"))),
        frame_ancestors: &[
            "https://outlook.office.com",
            "https://outlook.office365.com",
            "https://outlook.live.com",
            "https://outlook.cloud.microsoft",
            "https://outlook.office365.us",
            "https://partner.outlook.cn",
        ],
    },
];
