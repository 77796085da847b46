//! `latchkey-endpoint check`: tries everything that an installation depends on, and reports what to fix. It touches no
//! personal data: providers are asked about this installation alone, with an invented code.
//!
//! # To check something new
//! Write a function that returns a [`Finding`], and call it in [`examine`].

mod client;
mod discovery;

use std::io::Write as _;
use std::sync::Arc;

use anyhow::bail;
use latchkey_domain::{Clock as _, Entropy, Nonce, PkceVerifier, StateToken, SystemClock, SystemEntropy};
use latchkey_providers::{Http, Provider, SignInRequest};
use latchkey_wire::{OfferId, Purpose, UnixSeconds};

use super::installation::InstallationArguments;
use super::outbound;
use crate::app::settings::Settings;
use crate::config::{ClientSettings, Config, ProviderSettings, secret_advice};
use crate::outbound::SigningTools;
use crate::registry::Registry;
use crate::serve::open_store;

/// The result of one check.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The part that was checked, as the configuration names it.
    pub subject: String,
    /// `Err` says what is wrong and how to fix it.
    pub result: Result<String, String>,
}

impl Finding {
    fn good(subject: impl Into<String>, says: impl Into<String>) -> Self {
        Self { subject: subject.into(), result: Ok(says.into()) }
    }

    fn bad(subject: impl Into<String>, says: impl Into<String>) -> Self {
        Self { subject: subject.into(), result: Err(says.into()) }
    }
}

/// Prints the findings. Fails if any check failed.
pub(super) async fn run(installation: &InstallationArguments) -> anyhow::Result<()> {
    let config = Config::load(&installation.config)?;
    let findings = examine(&config, Arc::new(SystemEntropy), &outbound(&config)?).await;
    let mut out = std::io::stdout();
    for finding in &findings {
        match &finding.result {
            Ok(says) => writeln!(out, "ok    {}: {says}", finding.subject)?,
            Err(says) => writeln!(out, "FAIL  {}: {says}", finding.subject)?,
        }
    }
    match findings.iter().filter(|finding| finding.result.is_err()).count() {
        0 => Ok(()),
        failed => bail!("{failed} of {} checks failed", findings.len()),
    }
}

/// Until when each client's secret lasts.
fn client_secrets(config: &Config, now: UnixSeconds) -> Vec<Finding> {
    let clients = config.providers.iter().filter_map(|(name, provider)| Some((name, provider.client()?)));
    clients.filter_map(|(name, client)| client_secret(name, client, now)).collect()
}

fn client_secret(name: &str, client: ClientSettings<'_>, now: UnixSeconds) -> Option<Finding> {
    let subject = format!("providers.{name}");
    let replace = || secret_advice(name, client.has_next_secret());
    match client.secret_end(name) {
        Err(error) => Some(Finding::bad(subject, error.to_string())),
        Ok(Some(end)) if end.has_ended(now) => {
            Some(Finding::bad(subject, format!("the client secret ended on {end}. {}", replace())))
        }
        Ok(Some(end)) if end.is_near(now) => {
            Some(Finding::bad(subject, format!("the client secret ends on {end}. {}", replace())))
        }
        Ok(Some(end)) => Some(Finding::good(subject, format!("the client secret ends on {end}"))),
        Ok(None) if client.has_secret() => Some(Finding::good(
            subject,
            "the client secret's end is not known: if it has one, set client_secret_ends to its last day, and you are \
             warned from 30 days before",
        )),
        Ok(None) => None,
    }
}

/// Runs every check.
pub async fn examine(config: &Config, entropy: Arc<dyn Entropy>, http: &dyn Http) -> Vec<Finding> {
    let mut findings = vec![Finding::good("configuration", "can be read")];
    findings.extend(store(config, Arc::clone(&entropy)).await);
    findings.push(pane(config));
    findings.extend(config.missing_decisions().into_iter().map(|(part, advice)| Finding::bad(part, advice)));
    findings.extend(client_secrets(config, SystemClock.now()));
    match Registry::from_config(config, &SigningTools::of_this_machine()) {
        Err(error) => findings.push(Finding::bad("providers", error.to_string())),
        Ok(registry) => {
            for (offer, provider) in registry.in_windows() {
                match (provider.address_example(), section(config, &registry, offer)) {
                    (None, Some(settings)) => {
                        findings.extend(of_provider(config, settings, offer, &**provider, &*entropy, http).await);
                    }
                    _ => findings.push(not_tried(offer)),
                }
            }
            let by_password = registry.all().filter(|(offer, _)| registry.by_password(offer).is_some());
            findings.extend(by_password.map(|(offer, _)| not_tried(offer)));
        }
    }
    match Settings::from_config(config) {
        Err(error) => findings.push(Finding::bad("settings", error.to_string())),
        Ok(settings) => {
            if let Some(mail) = &settings.mail {
                findings.push(match mail.check().await {
                    Ok(()) => Finding::good("mail", "the server accepts messages"),
                    Err(cause) => Finding::bad("mail", format!("{cause}; check host, port, tls, user and password")),
                });
            }
        }
    }
    findings
}

async fn store(config: &Config, entropy: Arc<dyn Entropy>) -> Vec<Finding> {
    let store = match open_store(config, entropy).await {
        Ok(store) => store,
        Err(error) => return vec![Finding::bad("store", error.to_string())],
    };
    let mut findings = vec![match store.ping().await {
        Ok(()) => Finding::good("store", "responds and is writable"),
        Err(error) => Finding::bad("store", error.to_string()),
    }];
    findings.push(match store.list_missing_keys().await {
        Ok(missing) if missing.is_empty() => Finding::good("encryption", "every required key is listed"),
        Ok(missing) => {
            let missing = missing.join(", ");
            Finding::bad(
                "encryption",
                format!("encryption.keys lacks {missing}: put it back, or the values encrypted with it are lost"),
            )
        }
        Err(error) => Finding::bad("encryption", error.to_string()),
    });
    store.close().await;
    findings
}

fn pane(config: &Config) -> Finding {
    match &config.pane_dir {
        None => Finding::good("pane_dir", "no pane is served, only the API"),
        Some(folder) if folder.join("index.html").is_file() => Finding::good("pane_dir", "holds a pane"),
        Some(folder) => Finding::bad("pane_dir", format!("{} holds no index.html", folder.display())),
    }
}

/// A provider whose servers are known only when people enter them.
fn not_tried(offer: &OfferId) -> Finding {
    Finding::good(format!("provider {offer}"), "not checked: people enter its server when they sign in")
}

/// The settings of the section that an offer belongs to.
fn section<'a>(config: &'a Config, registry: &Registry, offer: &OfferId) -> Option<&'a ProviderSettings> {
    config.providers.get(&registry.provider_key(offer, None).part)
}

async fn of_provider(
    config: &Config,
    settings: &ProviderSettings,
    offer: &OfferId,
    provider: &dyn Provider,
    entropy: &dyn Entropy,
    http: &dyn Http,
) -> Vec<Finding> {
    let subject = format!("provider {offer}");
    let Some(client) = settings.client() else { return Vec::new() };
    if let Some(cause) = client.unreadable_assertion() {
        return vec![Finding::bad(subject, cause)];
    }
    let (state, nonce) = (StateToken::new(entropy.token()), Nonce::new(entropy.token()));
    let verifier = PkceVerifier::new(entropy.token());
    let request = SignInRequest {
        state: &state,
        nonce: &nonce,
        verifier: &verifier,
        login_hint: None,
        challenge: None,
        lost_because: None,
    };
    if provider.sign_in_url(http, &request).await.is_err() {
        return vec![match settings {
            ProviderSettings::Oidc(settings) => Finding::bad(subject, discovery::explain(settings, http).await),
            _ => Finding::bad(subject, "has no sign-in page: check its address and the network"),
        }];
    }
    let mut findings = client::of_client(config, offer, client, provider, http).await;
    if let ProviderSettings::Oidc(settings) = settings {
        findings.extend(discovery::notes(&subject, settings, http).await);
        if settings.purpose == Purpose::Mailbox && settings.domains.is_empty() {
            findings.push(Finding::good(
                subject,
                "has no domains: look-ups of an address will find no one here; set domains to those of its mailboxes",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 15 January 2027.
    const NOW: UnixSeconds = 1_800_000_000;

    fn found(client: &str) -> Option<Result<String, String>> {
        let config = Config::parse(&format!(
            r#"
            listen = "127.0.0.1:0"
            public_url = "https://latchkey.example"
            store = {{ url = "sqlite::memory:" }}
            encryption = {{ keys = [] }}
            [providers.own]
            kind = "google"
            client_id = "id"
            {client}
            [providers.exchange]
            kind = "exchange"
            "#
        ));
        let findings = client_secrets(&config.unwrap(), NOW);
        assert!(
            findings.len() <= 1 && findings.iter().all(|finding| finding.subject == "providers.own"),
            "{findings:?}"
        );
        findings.into_iter().next().map(|finding| finding.result)
    }

    #[test]
    fn a_client_secret_that_ends_in_months_is_good_and_one_that_ends_soon_or_has_ended_is_not() {
        let ends = |day: &str| found(&format!("client_secret = \"secret\"\nclient_secret_ends = {day:?}")).unwrap();
        assert_eq!(ends("2027-02-15"), Ok("the client secret ends on 2027-02-15".to_owned()));
        for (day, says) in [("2027-02-14", "ends on 2027-02-14"), ("2027-01-14", "ended on 2027-01-14")] {
            let advice = ends(day).unwrap_err();
            assert!(advice.contains(says) && advice.contains("next_client_secret"), "{advice}");
        }
    }

    #[test]
    fn where_the_next_secret_is_there_already_only_its_last_day_is_missing() {
        let both = "client_secret = \"secret\"\nnext_client_secret = \"next\"\nclient_secret_ends = \"2027-01-14\"";
        let advice = found(both).unwrap().unwrap_err();
        assert!(advice.contains("set client_secret_ends to the last day of the next secret"), "{advice}");
    }

    #[test]
    fn a_client_secret_whose_end_is_not_known_is_good_and_a_key_has_no_end() {
        let unknown = found("client_secret_file = \"/etc/latchkey/secret\"").unwrap().unwrap();
        assert!(unknown.contains("set client_secret_ends"), "{unknown}");
        assert_eq!(found("client_key_file = \"/etc/latchkey/key.pem\""), None);
    }
}
