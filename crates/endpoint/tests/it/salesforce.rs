//! Salesforce by each access type: sign-in, renewal and refusals.

use latchkey_practice::{Condition, Faults, Quirk};
use latchkey_testkit::{LoadedPage, TestBrowser, TestEndpoint, TestPane};
use latchkey_wire::{Authorization, Connection, ConnectionState, Permission, Phase, ProblemCode, Purpose, ReasonCode};

use crate::people::{ANN, BEN, CLEO, phase};

/// Ann's user in the sandbox.
const ANN_DEV: &str = "ann@contoso.example.dev";
const PRODUCTION: &str = "salesforce-production";
const SANDBOX: &str = "salesforce-sandbox";
const MY_DOMAIN: &str = "salesforce-my-domain";
const EXPERIENCE: &str = "salesforce-experience-cloud";

async fn start_endpoint() -> TestEndpoint {
    TestEndpoint::builder().with_salesforce().start().await
}

fn password(user: &str) -> &'static str {
    match user {
        ANN | ANN_DEV => "Ann-practice-1",
        BEN => "Ben-practice-2",
        CLEO => "Cleo-practice-3",
        other => panic!("who is {other}?"),
    }
}

/// The address of this site at the practice Salesforce.
fn site_url(endpoint: &TestEndpoint, site: &str) -> String {
    format!("{}/{site}", endpoint.practice.salesforce().url())
}

async fn sign_in(browser: &mut TestBrowser, pane: &TestPane, attempt: &Authorization, user: &str) -> LoadedPage {
    let page = browser.goes_to_sign_in(pane, &attempt.id).await;
    browser.sign_in(page, user, password(user)).await
}

async fn crm(pane: &TestPane) -> Connection {
    pane.overview().await.connections.into_iter().find(|one| one.purpose == Purpose::Crm).unwrap()
}

async fn connect(endpoint: &TestEndpoint, user: &str, offer: &str, site: Option<&str>) -> (TestPane, Connection) {
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through(offer, site).await;
    sign_in(&mut endpoint.browser(), &pane, &attempt, user).await;
    let connection = crm(&pane).await;
    (pane, connection)
}

async fn refresh(endpoint: &TestEndpoint, pane: &TestPane, connection: &Connection, user: &str) -> Phase {
    let attempt = pane.refreshes(&connection.id).await;
    sign_in(&mut endpoint.browser(), pane, &attempt, user).await;
    phase(pane, &attempt).await
}

fn reason(phase: &Phase) -> ReasonCode {
    match phase {
        Phase::Failed { reason, .. } => reason.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_way_connects_and_is_renewed_where_it_was_connected() {
    let endpoint = start_endpoint().await;
    let (my_domain, partners) = (site_url(&endpoint, "my/fabrikam"), site_url(&endpoint, "site/partners"));
    for (user, offer, site) in [
        (ANN, PRODUCTION, None),
        (ANN_DEV, SANDBOX, None),
        (CLEO, MY_DOMAIN, Some(&*my_domain)),
        (BEN, EXPERIENCE, Some(&*partners)),
    ] {
        let (pane, connection) = connect(&endpoint, user, offer, site).await;
        assert_eq!((connection.account.address.as_str(), connection.offer.as_str()), (user, offer));
        assert_eq!(connection.site.as_deref(), site);
        assert_eq!((connection.provider_label.as_str(), &connection.state), ("Salesforce", &ConnectionState::Working));
        endpoint.renew_all().await;
        assert_eq!(crm(&pane).await.state, ConnectionState::Working);
        let again = refresh(&endpoint, &pane, &connection, user).await;
        assert_eq!(again, Phase::Succeeded { connection: connection.id });
    }
}

#[tokio::test]
async fn an_address_that_is_not_salesforces_is_refused_at_once() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    let refused = async |offer: &str, site: Option<&str>| {
        let id = latchkey_wire::AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
        let (offer, site) = (latchkey_wire::OfferId::new(offer), site.map(str::to_owned));
        let intent = latchkey_wire::Intent::Connect { offer, site };
        let request = latchkey_wire::AuthorizationRequest { intent, host_mailbox: None };
        let refused = pane.begin_as(&id, &request).await.unwrap_err();
        (refused.status.as_u16(), refused.problem.code)
    };
    assert_eq!(refused(MY_DOMAIN, Some("evil.example")).await, (422, ProblemCode::SiteNotAllowed));
    assert_eq!(refused(MY_DOMAIN, Some("a b")).await, (422, ProblemCode::SiteMalformed));
    assert_eq!(refused(MY_DOMAIN, None).await, (422, ProblemCode::SiteMalformed));
    assert_eq!(refused(PRODUCTION, Some("contoso.my.salesforce.com")).await, (422, ProblemCode::SiteMalformed));
    assert_eq!(refused("salesforce", None).await, (400, ProblemCode::OfferUnknown));
}

#[tokio::test]
async fn a_sandbox_in_place_of_production_is_named_and_changes_nothing() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN, PRODUCTION, None).await;
    let attempt = pane.refreshes(&connection.id).await;
    let mut browser = endpoint.browser();
    let page = browser.goes_to_sign_in(&pane, &attempt.id).await;
    let page = use_custom_domain(&mut browser, &page, "contoso--dev").await;
    browser.sign_in(page, ANN_DEV, password(ANN_DEV)).await;
    assert_eq!(reason(&phase(&pane, &attempt).await), ReasonCode::SandboxNotProduction);
    endpoint.renew_all().await;
    let after = crm(&pane).await;
    assert_eq!((after.account.address.as_str(), after.state), (ANN, ConnectionState::Working));
}

/// Goes from the common sign-in page to an organisation's own.
async fn use_custom_domain(browser: &mut TestBrowser, page: &LoadedPage, domain: &str) -> LoadedPage {
    let link = page.link("Use Custom Domain").unwrap_or_else(|| panic!("no such link: {}", page.body));
    let page = browser.visit(link.as_str()).await;
    browser.press_and_follow(&page, "Continue", &[("domain", domain)]).await
}

#[tokio::test]
async fn another_organisation_and_another_person_are_told_apart() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN, PRODUCTION, None).await;
    for (user, code) in [(CLEO, ReasonCode::WrongOrganisation), (BEN, ReasonCode::WrongAccount)] {
        match refresh(&endpoint, &pane, &connection, user).await {
            Phase::Failed { reason, signed_in_as, expected } => {
                assert_eq!(reason.code, code);
                assert_eq!((signed_in_as.unwrap().address.as_str(), expected.unwrap().address.as_str()), (user, ANN));
            }
            other => panic!("{other:?}"),
        }
    }
    endpoint.renew_all().await;
    assert_eq!(crm(&pane).await.state, ConnectionState::Working);
}

#[tokio::test]
async fn many_refreshes_never_displace_the_stored_grant() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN, PRODUCTION, None).await;
    for _ in 0..7 {
        assert!(matches!(refresh(&endpoint, &pane, &connection, ANN).await, Phase::Succeeded { .. }));
    }
    assert_revocations(&endpoint, 7).await;
    endpoint.renew_all().await;
    assert_eq!(crm(&pane).await.state, ConnectionState::Working);
}

/// Asserts how many grants were revoked. Revoking continues after a sign-in was answered.
async fn assert_revocations(endpoint: &TestEndpoint, count: u64) {
    endpoint.settled().await;
    assert_eq!(endpoint.practice.salesforce().counters().revocations, count);
}

#[tokio::test]
async fn an_unused_grant_is_revoked() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN, PRODUCTION, None).await;
    refresh(&endpoint, &pane, &connection, BEN).await;
    assert_revocations(&endpoint, 1).await;
    endpoint.renew_all().await;
    assert_eq!(crm(&pane).await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_grant_whose_code_was_not_typed_is_revoked() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through(PRODUCTION, None).await;
    let mut elsewhere = endpoint.browser();
    let page = elsewhere.opens_without_key(&pane, &attempt.id).await;
    elsewhere.sign_in(page, ANN, password(ANN)).await;
    assert_eq!(phase(&pane, &attempt).await, Phase::AwaitingProof);
    endpoint.sweep().await;
    assert_revocations(&endpoint, 0).await;
    endpoint.clock.advance_s(attempt.deadline_at - endpoint.now());
    endpoint.sweep().await;
    assert_revocations(&endpoint, 1).await;
    assert_eq!(phase(&pane, &attempt).await, Phase::Expired);
    endpoint.sweep().await;
    assert_revocations(&endpoint, 1).await;
}

#[tokio::test]
async fn rotation_is_followed_and_its_absence_too() {
    let endpoint = start_endpoint().await;
    let (pane, _) = connect(&endpoint, ANN, PRODUCTION, None).await;
    let salesforce = endpoint.practice.salesforce();
    for rotates in [true, false, true] {
        salesforce.set_quirk(Quirk::RefreshTokenRotation, rotates);
        for _ in 0..2 {
            endpoint.renew_all().await;
            assert_eq!(crm(&pane).await.state, ConnectionState::Working, "rotation: {rotates}");
        }
    }
    assert_eq!(salesforce.counters().refreshes_refused, 0);
}

#[tokio::test]
async fn a_token_never_goes_to_a_place_that_is_not_salesforces() {
    let endpoint = start_endpoint().await;
    endpoint.practice.salesforce().set_quirk(Quirk::HostileApiAddress, true);
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through(PRODUCTION, None).await;
    sign_in(&mut endpoint.browser(), &pane, &attempt, ANN).await;
    assert_eq!(reason(&phase(&pane, &attempt).await), ReasonCode::SignInNotFinished);
    assert!(pane.overview().await.connections.is_empty());
}

#[tokio::test]
async fn each_loss_names_its_cause_and_who_can_act() {
    for (condition, code) in [
        (Condition::AddressRestricted, ReasonCode::NetworkNotAllowed),
        (Condition::AdminApproval, ReasonCode::AdminApproval),
        (Condition::Disabled, ReasonCode::AccountDisabled),
        (Condition::OrganisationInactive, ReasonCode::AccountDisabled),
    ] {
        let endpoint = start_endpoint().await;
        let (pane, _) = connect(&endpoint, ANN, PRODUCTION, None).await;
        endpoint.practice.salesforce().impose(ANN, condition);
        endpoint.renew_all().await;
        let state = crm(&pane).await.state;
        assert!(matches!(&state, ConnectionState::NeedsAdmin { reason, .. } if reason.code == code), "{state:?}");
    }
}

#[tokio::test]
async fn access_to_the_data_that_was_taken_away_is_named() {
    let endpoint = start_endpoint().await;
    let (pane, _) = connect(&endpoint, ANN, PRODUCTION, None).await;
    endpoint.practice.salesforce().impose(ANN, Condition::ApiAccessRemoved);
    endpoint.renew_all().await;
    match crm(&pane).await.state {
        ConnectionState::NeedsSignIn { reason, .. } => {
            assert_eq!(reason.code, ReasonCode::PermissionsNotGranted);
            assert_eq!(reason.missing, [Permission::Records]);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_outage_and_a_renewal_under_way_elsewhere_ask_no_person_to_act() {
    let endpoint = start_endpoint().await;
    let (pane, _) = connect(&endpoint, ANN, PRODUCTION, None).await;
    let salesforce = endpoint.practice.salesforce();
    for quirk in [Quirk::OutageLikeRefusal, Quirk::RenewalUnderWay] {
        salesforce.set_quirk(quirk, true);
        endpoint.renew_all().await;
        assert!(matches!(crm(&pane).await.state, ConnectionState::Retrying { .. }), "{quirk:?}");
        salesforce.set_quirk(quirk, false);
        endpoint.renew_all().await;
        assert_eq!(crm(&pane).await.state, ConnectionState::Working);
    }
    salesforce.set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
    endpoint.renew_all().await;
    let state = crm(&pane).await.state;
    assert!(matches!(&state, ConnectionState::Retrying { reason, .. } if reason.code == ReasonCode::Misconfigured));
}

#[tokio::test]
async fn declining_leaves_everything_as_it_was_in_either_spelling() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN, PRODUCTION, None).await;
    for hyphenated in [false, true] {
        endpoint.practice.salesforce().set_quirk(Quirk::HyphenatedDenial, hyphenated);
        endpoint.practice.salesforce().remove_consent(ANN);
        let attempt = pane.refreshes(&connection.id).await;
        let mut browser = endpoint.browser();
        let page = browser.goes_to_sign_in(&pane, &attempt.id).await;
        let fill = [("email", ANN), ("password", password(ANN))];
        let page = browser.press_and_follow(&page, "Log In", &fill).await;
        browser.press_and_follow(&page, "Deny", &[]).await;
        assert_eq!(reason(&phase(&pane, &attempt).await), ReasonCode::CancelledAtProvider);
    }
}

#[tokio::test]
async fn an_app_that_is_not_installed_leaves_the_attempt_open_and_the_grant_alone() {
    let endpoint = start_endpoint().await;
    let (pane, connection) = connect(&endpoint, ANN, PRODUCTION, None).await;
    endpoint.practice.salesforce().impose(ANN, Condition::AppNotInstalled);
    assert_eq!(refresh(&endpoint, &pane, &connection, ANN).await, Phase::Waiting);
    endpoint.practice.salesforce().lift(ANN, Condition::AppNotInstalled);
    endpoint.renew_all().await;
    assert_eq!(crm(&pane).await.state, ConnectionState::Working);
}

#[tokio::test]
async fn a_known_person_who_begins_with_the_crm_keeps_both_connections() {
    let endpoint = start_endpoint().await;
    let (known, mailbox) = crate::people::connect(&endpoint, ANN).await;
    let (pane, crm) = connect(&endpoint, ANN, PRODUCTION, None).await;
    let attempt = pane.connects().await;
    crate::people::sign_in(&endpoint, &mut endpoint.browser(), &pane, &attempt, ANN).await;
    for pane in [pane, known] {
        let ids: Vec<_> = pane.overview().await.connections.into_iter().map(|connection| connection.id).collect();
        assert_eq!(ids, [mailbox.id.clone(), crm.id.clone()]);
    }
}
