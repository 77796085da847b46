//! Whether providers accept the client, by each of its credentials.

use latchkey_domain::breaker::ClientAnswer;
use latchkey_providers::{Http, Provider};
use latchkey_wire::OfferId;

use super::Finding;
use crate::config::{ClientSettings, Config};
use crate::outbound::SigningTools;
use crate::registry::Registry;

/// Asks the provider of an offer. A second secret is tried by itself: it would hide that the first one is refused.
pub(super) async fn of_client(
    config: &Config,
    offer: &OfferId,
    client: ClientSettings<'_>,
    provider: &dyn Provider,
    http: &dyn Http,
) -> Vec<Finding> {
    let subject = format!("provider {offer}");
    let names = client.credential_names();
    if let [name] = names.as_slice() {
        return vec![finding(&subject, name, provider.check_client(http).await)];
    }
    let mut answers = Vec::new();
    for (position, name) in names.into_iter().enumerate() {
        match Registry::with_secret_alone(config, &SigningTools::of_this_machine(), offer, position) {
            Ok(Some(alone)) => answers.push((name, alone.check_client(http).await)),
            Ok(None) => {}
            Err(error) => return vec![Finding::bad(subject, error.to_string())],
        }
    }
    let is_replaced = matches!(answers.as_slice(), [(_, ClientAnswer::Refused), (_, ClientAnswer::Accepted)]);
    let findings = answers.iter().map(|(name, answer)| match answer {
        ClientAnswer::Refused if is_replaced => {
            Finding::bad(&subject, format!("{name}: not accepted; the next secret is in use: move it to client_secret"))
        }
        ClientAnswer::Accepted => Finding::good(&subject, format!("{name}: accepted")),
        ClientAnswer::Refused => {
            Finding::bad(&subject, format!("{name}: not accepted; compare client_id and {name} with the registration"))
        }
        ClientAnswer::Unclear | ClientAnswer::Silent { .. } => finding(&subject, name, *answer),
    });
    findings.collect()
}

fn finding(subject: &str, name: &str, answer: ClientAnswer) -> Finding {
    match answer {
        ClientAnswer::Accepted => Finding::good(subject, format!("accepts client_id and {name}")),
        ClientAnswer::Refused => {
            Finding::bad(subject, format!("does not accept client_id and {name}: compare them with the registration"))
        }
        ClientAnswer::Unclear => {
            Finding::good(subject, format!("responds, but does not say whether it accepts client_id and {name}"))
        }
        ClientAnswer::Silent { .. } => {
            Finding::bad(subject, "does not respond: check its address, the network and the proxy")
        }
    }
}
