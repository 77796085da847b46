//! Where the page is served, for which host, and what that host needs of its policy. The page is the same everywhere; only
//! a host's own address lets in what that host brings along, so that no other reader's page gets it.
//!
//! # To add a host that loads the page from the endpoint
//! Add a [`HostPage`]; its `path` goes into what is handed out for the host (`xtask/src/bundle`).

/// One address of the page.
#[derive(Debug)]
pub struct HostPage {
    /// In the endpoint's address.
    pub(crate) path: &'static str,
    /// Where the host's own scripts come from.
    pub(crate) scripts: &'static [&'static str],
    /// What those scripts need of `style-src`: hashes of the styles that they write into the page.
    pub(crate) styles: &'static [&'static str],
    /// The host's own script, by which a window of its own reaches the pane that opened it.
    pub(crate) host_script: Option<&'static str>,
    /// What uses it in the window's first page: its path, and its text.
    pub(crate) window_script: Option<(&'static str, &'static str)>,
    /// Who shows the page in a frame, beside those of the configuration.
    pub(super) frame_ancestors: &'static [&'static str],
}

/// All of them.
pub(crate) static HOST_PAGES: [HostPage; 2] = [
    HostPage { path: "/", scripts: &[], styles: &[], host_script: None, window_script: None, frame_ancestors: &[] },
    // Office.js, and a library that it loads on the web (learn.microsoft.com/office/dev/add-ins: "Referencing the Office
    // JavaScript API library").
    HostPage {
        path: "/outlook",
        scripts: &["https://appsforoffice.microsoft.com", "https://ajax.aspnetcdn.com"],
        // Office.js sets two style attributes (office-js #1687). Those of another version would not be applied, which
        // changes nothing of the pane.
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
