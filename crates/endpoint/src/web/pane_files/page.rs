//! The pane's page. Names and offers are written into it, and its policy lists the hash of every inline script and
//! style, so that nothing else can run.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_wire::Installation;
use sha2::{Digest as _, Sha256};

use super::hosts::HostPage;

/// The element's id, as authors and as minifiers write it.
const INSTALLATION_IDS: [&str; 2] = ["id=\"installation\"", "id=installation"];

/// Returns the page with names and offers, or `None` if it has no element for them.
pub(super) fn fill_in(html: &str, installation: &Installation) -> Option<String> {
    let id = INSTALLATION_IDS.iter().find_map(|id| html.find(id))?;
    let start = id + html[id..].find('>')? + 1;
    let end = start + html[start..].find("</script>")?;
    // `<` as an escape: no text of the configuration can end the block (html.spec.whatwg.org, 4.12.1.3).
    let json = serde_json::to_string(installation).ok()?.replace('<', "\\u003c");
    Some(format!("{}{json}{}", &html[..start], &html[end..]))
}

/// The page's Content-Security-Policy at one host's address.
pub(super) fn policy(html: &str, host_page: &HostPage, frame_ancestors: &[String]) -> String {
    let foreign = host_page.scripts.iter().map(|origin| format!(" {origin}"));
    let scripts: String = foreign.chain([hashes(html, "script")]).collect();
    let styles: String =
        host_page.styles.iter().map(|hash| format!(" '{hash}'")).chain([hashes(html, "style")]).collect();
    let configured = frame_ancestors.iter().map(String::as_str);
    let ancestors: Vec<_> =
        ["'self'"].into_iter().chain(host_page.frame_ancestors.iter().copied()).chain(configured).collect();
    let ancestors = ancestors.join(" ");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
    )
}

/// The hashes of the inline blocks of this element, each preceded by a space.
fn hashes(html: &str, element: &str) -> String {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let blocks = html.match_indices(&open).filter_map(|(at, _)| {
        let rest = &html[at..];
        let (tag, rest) = rest.split_once('>')?;
        let runs = !tag.contains(" src=") && !tag.contains("application/json");
        runs.then(|| rest.split_once(&close).map(|(content, _)| content)).flatten()
    });
    let hash = |content: &str| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(content.as_bytes())));
    blocks.map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installation(product_name: &str) -> Installation {
        Installation {
            product_name: product_name.into(),
            short_name: "L".into(),
            version: "1".into(),
            help_url: "https://help.example/".into(),
            offers: vec![],
            sync_settings: latchkey_wire::SyncSettings::New,
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_its_block() {
        let html = r#"<script type="application/json" id="installation">{}</script><p>"#;
        let filled = fill_in(html, &installation("</script><script>alert(1)</script>")).unwrap();
        assert_eq!(filled.matches("<script").count(), 1);
        assert!(filled.ends_with("</script><p>"));
        let minified = fill_in("<script id=installation type=application/json></script>", &installation("x")).unwrap();
        assert!(minified.contains(r#""product_name":"x""#) && minified.starts_with("<script id=installation type="));
        assert_eq!(fill_in("<p>", &installation("x")), None);
    }

    #[test]
    fn the_policy_lists_every_inline_block_and_nothing_else() {
        let html = r#"<style>a{}</style><script src="/x.js"></script><script type="module">1</script>"#;
        let host_page = &super::super::hosts::HOST_PAGES[0];
        let policy = policy(html, host_page, &["https://outlook.office.com".into()]);
        assert_eq!(policy.matches("sha256-").count(), 2);
        // echo -n 1 | openssl dgst -sha256 -binary | base64
        assert!(policy.contains("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"));
        assert!(policy.ends_with("frame-ancestors 'self' https://outlook.office.com"));
    }

    #[test]
    fn only_the_address_of_a_host_lets_its_scripts_in() {
        let of = |host_page: &HostPage| policy("<p>", host_page, &["https://intranet.example".into()]);
        let policies = super::super::hosts::HOST_PAGES.each_ref().map(of);
        assert!(policies[0].contains("script-src 'self' 'wasm-unsafe-eval';"), "{}", policies[0]);
        assert!(policies[0].ends_with("frame-ancestors 'self' https://intranet.example"));
        let outlook = &policies[1];
        let scripts =
            "script-src 'self' 'wasm-unsafe-eval' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com;";
        assert!(outlook.contains(scripts), "{outlook}");
        assert!(outlook.contains(" https://outlook.office.com ") && outlook.ends_with(" https://intranet.example"));
        for forbidden in ["unsafe-inline", "'unsafe-eval'", "*"] {
            assert!(!outlook.contains(forbidden), "{outlook}");
        }
    }
}
