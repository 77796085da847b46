//! The configuration file of a test endpoint.

use latchkey_practice::PracticeServer;
use tempfile::TempDir;
use url::Url;

use super::TestEndpointBuilder;
use crate::Certificate;

pub(super) const CLIENT_ID: &str = "5d1c2a80-0f0e-4c59-9a53-0a1f6f1e7c11";
pub(super) const CLIENT_SECRET: &str = "practice-client-secret";
/// The names of the practice providers in the configuration.
pub(super) const PROVIDERS: [&str; 5] = ["microsoft", "google", "issuer", "openid", "salesforce"];

/// Which practice providers are configured.
#[derive(Default)]
pub(super) struct ConfiguredProviders {
    pub(super) microsoft_is_withdrawn: bool,
    pub(super) office_sso: bool,
    /// More settings of Microsoft 365.
    pub(super) microsoft: String,
    /// More settings of Google.
    pub(super) google: Option<String>,
    /// The configuration line that says where passwords may be sent.
    pub(super) exchange: Option<String>,
    pub(super) issuer: Option<String>,
    /// More settings of the company's own server.
    pub(super) openid: Option<String>,
    pub(super) salesforce: Option<String>,
}

/// The text of the file.
pub(super) fn text(builder: &TestEndpointBuilder, url: &Url, practice: &PracticeServer, folder: &TempDir) -> String {
    let pane_dir =
        builder.pane_dir.as_ref().map_or(String::new(), |folder| format!("pane_dir = \"{}\"", folder.display()));
    format!(
        r#"
        listen = "127.0.0.1:0"
        public_url = "{url}"
        frame_ancestors = {ancestors:?}
        extension_origins = {extensions:?}
        {pane_dir}
        {tls}
        {settings}
        [store]
        url = "{store}"
        [encryption]
        keys = [{{ id = "k1", key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" }}]
        {providers}
        {extra}
        "#,
        ancestors = builder.frame_ancestors,
        extensions = builder.extension_origins,
        tls = builder.certificate.as_ref().map_or(String::new(), |it| tls(it, folder)),
        settings = builder.settings,
        store = store(builder, folder),
        providers = providers(&builder.providers, practice, folder),
        extra = builder.extra,
    )
}

/// The store's URL: a file in the folder, unless a URL was set.
fn store(builder: &TestEndpointBuilder, folder: &TempDir) -> String {
    if builder.store.contains("://") {
        return builder.store.clone();
    }
    format!("sqlite://{}", folder.path().join(&builder.store).display())
}

fn tls(certificate: &Certificate, folder: &TempDir) -> String {
    let (pem, key) = (folder.path().join("tls.crt"), folder.path().join("tls.key"));
    std::fs::write(&pem, &certificate.pem).unwrap();
    std::fs::write(&key, &certificate.key_pem).unwrap();
    format!("tls = {{ certificate_file = \"{}\", key_file = \"{}\" }}", pem.display(), key.display())
}

fn providers(chosen: &ConfiguredProviders, practice: &PracticeServer, folder: &TempDir) -> String {
    let client = format!("client_id = \"{CLIENT_ID}\"\nclient_secret = \"{CLIENT_SECRET}\"");
    let microsoft = practice.microsoft().url();
    let microsoft = format!(
        r#"
        [providers.microsoft]
        kind = "microsoft"
        {client}
        authority = "{microsoft}"
        graph = "{microsoft}/graph"
        offered = {offered}
        office_sso = {office_sso}
        {more}
        "#,
        offered = !chosen.microsoft_is_withdrawn,
        office_sso = chosen.office_sso,
        more = chosen.microsoft,
    );
    let google = chosen.google.as_ref().map(|more| {
        let google = practice.google().url();
        format!(
            r#"
            [providers.google]
            kind = "google"
            {client}
            authority = "{google}"
            token_host = "{google}"
            api = "{google}"
            domains = ["fabrikam.example"]
            {more}
            "#
        )
    });
    let exchange = chosen.exchange.as_ref().map(|servers| exchange(servers, practice, folder));
    // Any server that speaks OpenID Connect: a tenant of the practice Microsoft does.
    let issuer = chosen.issuer.as_ref().map(|domains| {
        let people = practice.microsoft().people();
        let fabrikam = people.iter().find(|person| person.organisation.domain == "fabrikam.example").unwrap();
        let issuer = format!("{}/{}/v2.0", practice.microsoft().url(), fabrikam.organisation.id);
        format!(
            r#"
            [providers.issuer]
            kind = "oidc"
            purpose = "mailbox"
            label = "Company Mail"
            issuer = "{issuer}"
            {client}
            {domains}
            "#
        )
    });
    let openid = chosen.openid.as_ref().map(|settings| {
        let issuer = practice.openid().url();
        format!(
            r#"
            [providers.openid]
            kind = "oidc"
            purpose = "mailbox"
            label = "Contoso Mail"
            issuer = "{issuer}"
            {client}
            {settings}
            "#
        )
    });
    let salesforce = chosen.salesforce.as_ref().map(|access_types| {
        let salesforce = practice.salesforce().url();
        format!(
            r#"
            [providers.salesforce]
            kind = "salesforce"
            {client}
            login_url = "{salesforce}/login"
            sandbox_url = "{salesforce}/test"
            domains = ["127.0.0.1"]
            {access_types}
            "#
        )
    });
    [Some(microsoft), google, exchange, issuer, openid, salesforce].into_iter().flatten().collect()
}

/// The practice Exchange answers for the companies' Autodiscover hosts, and for no other host.
fn exchange(servers: &str, practice: &PracticeServer, folder: &TempDir) -> String {
    let server = Url::parse(practice.exchange().url()).unwrap();
    let port = server.port().unwrap();
    let authority = folder.path().join("exchange-ca.pem");
    std::fs::write(&authority, practice.exchange().ca_pem()).unwrap();
    format!(
        r#"
        [providers.exchange]
        kind = "exchange"
        {servers}
        extra_ca_file = "{authority}"
        hosts = {{ "autodiscover.contoso.example" = "127.0.0.1:{port}", "contoso.example" = "127.0.0.1:9" }}
        "#,
        servers = servers.replace("{port}", &port.to_string()),
        authority = authority.display(),
    )
}
