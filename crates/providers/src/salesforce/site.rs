//! Addresses: those that people type to sign in at, and those of the API that Salesforce sends. Secrets are sent to both, so
//! both must belong to Salesforce, or to a domain that the administrator added.

use latchkey_domain::is_this_machine;
use url::Url;

use crate::SiteRefusal;

/// Salesforce's own domains (help.salesforce.com, "My Domain URL Formats").
/// The US Department of Defense's and China's are of their own (github.com/forcedotcom/sfdx-core, `sfdcUrl.ts`).
const OWN: [&str; 11] = [
    "salesforce.com",
    "force.com",
    "siteforce.com",
    "my.site.com",
    "cloudforce.com",
    "salesforce.mil",
    "force.mil",
    "cloudforce.mil",
    "crmforce.mil",
    "sfcrmproducts.cn",
    "sfcrmapps.cn",
];
/// Longer than any of Salesforce's addresses.
const MAX_BYTES: usize = 253;

/// The domains whose addresses may be used.
#[derive(Clone, Debug)]
pub(super) struct Sites {
    domains: Vec<String>,
}

impl Sites {
    /// Salesforce's own domains, those that the administrator added, and the hosts of the common addresses.
    pub(super) fn new<'u>(added: &[String], common: impl IntoIterator<Item = &'u Url>) -> Self {
        let hosts = common.into_iter().filter_map(Url::host_str).map(str::to_owned);
        let added = added.iter().map(|domain| domain.trim_start_matches('.').to_ascii_lowercase());
        Self { domains: OWN.into_iter().map(str::to_owned).chain(added).chain(hosts).collect() }
    }

    /// Parses an address that a person typed or copied from an address bar, with or without the scheme.
    pub(super) fn read(&self, typed: &str) -> Result<Url, SiteRefusal> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(SiteRefusal::Missing);
        }
        if typed.len() > MAX_BYTES || typed.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
            return Err(SiteRefusal::Malformed);
        }
        let spelled = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
        let mut url = Url::parse(&spelled).map_err(|_| SiteRefusal::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SiteRefusal::Malformed);
        }
        url.set_query(None);
        url.set_fragment(None);
        // An address copied from an address bar may end in a page of the site; a site's own path has one segment.
        let first = url.path_segments().and_then(|mut parts| parts.next()).unwrap_or_default().to_owned();
        let is_local = is_at_this_machine(&url);
        if !is_local {
            url.set_path(if first.contains('.') || first == "s" || first == "lightning" { "" } else { &first });
        }
        if is_local && !typed.contains("://") {
            url.set_scheme("http").map_err(|()| SiteRefusal::Malformed)?;
        }
        if self.may_have_tokens(&url) { Ok(url) } else { Err(SiteRefusal::NotAllowed) }
    }

    /// Whether secrets may be sent to this URL: over TLS, to the default port, at one of the domains. This machine itself may
    /// be reached without TLS, if the administrator added it.
    pub(super) fn may_have_tokens(&self, url: &Url) -> bool {
        let safe = (url.scheme() == "https" && url.port().is_none()) || (is_at_this_machine(url) && is_web(url));
        safe && url.username().is_empty() && url.host_str().is_some_and(|host| self.has(host))
    }

    fn has(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        self.domains
            .iter()
            .any(|domain| host == domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.')))
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn is_at_this_machine(url: &Url) -> bool {
    url.host_str().is_some_and(is_this_machine)
}

/// The canonical form of an address, as short as people write it.
pub(super) fn spelling(url: &Url) -> String {
    let text = url.as_str().trim_end_matches('/');
    text.strip_prefix("https://").unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sites() -> Sites {
        let common =
            [Url::parse("https://login.salesforce.com").unwrap(), Url::parse("https://test.salesforce.com").unwrap()];
        Sites::new(&["Crm.Contoso.example".into()], &common)
    }

    fn read(typed: &str) -> Result<String, SiteRefusal> {
        sites().read(typed).map(|url| spelling(&url))
    }

    #[test]
    fn an_address_is_read_as_people_type_and_copy_it() {
        for (typed, is) in [
            ("contoso.my.salesforce.com", "contoso.my.salesforce.com"),
            ("  HTTPS://Contoso.my.salesforce.com/ ", "contoso.my.salesforce.com"),
            ("https://contoso.my.salesforce.com/lightning/page/home?x=1#y", "contoso.my.salesforce.com"),
            ("contoso--dev.sandbox.my.salesforce.com/index.jsp", "contoso--dev.sandbox.my.salesforce.com"),
            ("https://contoso.my.site.com/partners/s/login", "contoso.my.site.com/partners"),
            ("partners.crm.contoso.example", "partners.crm.contoso.example"),
            ("acme.my.salesforce.mil", "acme.my.salesforce.mil"),
            ("acme.my.sfcrmproducts.cn", "acme.my.sfcrmproducts.cn"),
        ] {
            assert_eq!(read(typed), Ok(is.to_owned()), "{typed}");
        }
    }

    #[test]
    fn an_address_outside_the_domains_is_refused() {
        for typed in [
            "evil.example",
            "my.salesforce.com.evil.example",
            "evilsalesforce.com",
            "contoso.example",
            "http://contoso.my.salesforce.com",
            "https://contoso.my.salesforce.com:8443",
            "localhost:80",
            "127.0.0.1",
            "[::1]",
            "ftp://contoso.my.salesforce.com",
        ] {
            assert_eq!(read(typed), Err(SiteRefusal::NotAllowed), "{typed}");
        }
        for typed in
            ["https://salesforce.com@evil.example", "a b", "contoso.my.salesforce.com\\@evil.example", "https://", "%"]
        {
            assert_eq!(read(typed), Err(SiteRefusal::Malformed), "{typed}");
        }
        assert_eq!(read(" "), Err(SiteRefusal::Missing));
    }

    #[test]
    fn this_machine_is_reached_without_tls_only_if_it_was_added() {
        let sites = Sites::new(&["127.0.0.1".into()], []);
        let read = sites.read("127.0.0.1:4000/salesforce/my/contoso").unwrap();
        assert_eq!(read.as_str(), "http://127.0.0.1:4000/salesforce/my/contoso");
        assert!(sites.may_have_tokens(&read));
        assert!(!sites.may_have_tokens(&Url::parse("http://contoso.my.salesforce.com").unwrap()));
    }

    proptest! {
        #[test]
        fn every_typed_address_leads_to_an_allowed_host_or_is_refused(typed in ".{0,80}") {
            if let Ok(url) = sites().read(&typed) {
                let host = url.host_str().unwrap().to_owned();
                prop_assert!(sites().has(&host) && url.scheme() == "https" && url.username().is_empty());
                // The canonical form parses to itself.
                prop_assert_eq!(sites().read(&spelling(&url)).unwrap(), url);
            }
        }
    }
}
