//! What all providers have in common. Snapshots hold what each says in its own words.

use std::collections::BTreeMap;

use insta::{assert_json_snapshot, assert_snapshot};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use latchkey_practice::{Coop, Faults, PracticeConfig, TokenAnswers};
use latchkey_testkit::TestBrowser;
use serde_json::Value;

use crate::client::{Client, SITES, refusal};
use crate::session::{ANN, BEN, CLIENT_ID, CLIENT_SECRET, START, VERIFIER, text};

/// Runs a test at each provider.
macro_rules! at_every_provider {
    ($($(#[$more:meta])* async fn $name:ident($client:ident: Client) $body:block)*) => {$(
        $(#[$more])*
        #[tokio::test]
        async fn $name() {
            for site in SITES {
                let $client = Client::start(site).await;
                $body
            }
        }
    )*};
}

at_every_provider! {
    async fn a_person_signs_in_accepts_and_is_sent_back_with_a_code(client: Client) {
        let mut browser = TestBrowser::new();
        let page = browser.open(&client.authorize_address(&[])).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, client.site.sign_in_heading));
        let page = client.type_password(&mut browser, &page, ANN).await;
        assert_eq!(page.heading(), client.site.consent_heading);
        assert_eq!(page.button_names(), [client.site.accept, client.site.deny]);
        let page = browser.press(&page, client.site.accept, &[]).await;
        assert_eq!(page.status, 303);
        assert!(page.redirect().as_str().starts_with(client.site.redirect));
        assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
        assert!(page.redirect_parameter("code").is_some());
        assert_eq!(client.provider().counters().authorizations, 1);
    }

    async fn a_wrong_password_is_said_and_nothing_is_lost(client: Client) {
        let mut browser = TestBrowser::new();
        let page = browser.open(&client.authorize_address(&[])).await;
        let page = browser.press(&page, client.site.sign_in, &[("email", ANN), ("password", "wrong")]).await;
        assert_eq!((page.status.as_u16(), page.heading()), (200, client.site.sign_in_heading));
        assert!(page.says(r#"role="alert""#) && page.says(client.site.wrong_password), "{}", page.body);
        assert!(page.says(&format!(r#"value="{ANN}""#)) && !page.says("wrong"));
        let page = client.type_password(&mut browser, &page, ANN).await;
        assert_eq!(page.heading(), client.site.consent_heading);
    }

    async fn a_denial_tells_the_program(client: Client) {
        let mut browser = TestBrowser::new();
        let at_sign_in = browser.open(&client.authorize_address(&[])).await;
        let at_sign_in = if at_sign_in.has_button(client.site.deny) {
            Some(browser.press(&at_sign_in, client.site.deny, &[]).await)
        } else {
            None
        };
        let at_consent = client.sign_in(&mut browser, ANN, &[]).await;
        let at_consent = browser.press(&at_consent, client.site.deny, &[]).await;
        for page in at_sign_in.iter().chain([&at_consent]) {
            assert_eq!(page.redirect_parameter("error").as_deref(), Some("access_denied"));
            assert_eq!(page.redirect_parameter("state").as_deref(), Some("the-state"));
            assert_eq!(page.redirect_parameter("code"), None);
        }
    }

    async fn another_browser_cannot_go_on_with_a_sign_in(client: Client) {
        let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
        let mut other = TestBrowser::new();
        other.open(&client.authorize_address(&[])).await;
        let page = other.press(&page, client.site.accept, &[]).await;
        assert_eq!((page.status.as_u16(), page.heading()), (400, "Please start again"));
    }

    async fn a_sign_in_that_ended_cannot_be_ended_again(client: Client) {
        let mut browser = TestBrowser::new();
        let page = client.sign_in(&mut browser, ANN, &[]).await;
        browser.press(&page, client.site.accept, &[]).await;
        assert_eq!(browser.press(&page, client.site.accept, &[]).await.heading(), "Please start again");
    }

    async fn signing_out_forgets_the_browser(client: Client) {
        let mut browser = TestBrowser::new();
        let page = client.sign_in(&mut browser, ANN, &[]).await;
        client.accept(&mut browser, page).await;
        browser.open(&client.address(client.site.log_out)).await;
        assert_eq!(browser.open(&client.authorize_address(&[])).await.heading(), client.site.sign_in_heading);
    }

    async fn the_opener_is_cut_off_unless_that_is_switched_off(client: Client) {
        let (page, silent) = (client.authorize_address(&[]), client.authorize_address(&[("prompt", "none")]));
        for address in [&page, &silent] {
            let page = TestBrowser::new().open(address).await;
            assert_eq!(page.header("cross-origin-opener-policy"), Some("same-origin"));
        }
        client.provider().set_coop(Coop::Off);
        for address in [&page, &silent] {
            assert_eq!(TestBrowser::new().open(address).await.header("cross-origin-opener-policy"), None);
        }
    }

    async fn pages_run_nothing_load_nothing_and_let_forms_lead_only_to_the_callback(client: Client) {
        let mut browser = TestBrowser::new();
        let at_sign_in = browser.open(&client.authorize_address(&[])).await;
        let at_consent = client.type_password(&mut browser, &at_sign_in, ANN).await;
        for page in [at_sign_in, at_consent] {
            let policy = page.header("content-security-policy").unwrap();
            assert!(policy.starts_with("default-src 'none';"), "{policy}");
            assert!(policy.ends_with("form-action 'self' https://latchkey.example"), "{policy}");
            assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
            assert_eq!(page.header("cache-control"), Some("no-store"));
            assert!(!page.says("<script") && !page.says("style="));
        }
    }

    async fn what_was_typed_into_the_address_is_shown_as_text(client: Client) {
        let hint = r#""><script>alert(1)</script>"#;
        let page = TestBrowser::new().open(&client.authorize_address(&[("login_hint", hint)])).await;
        assert!(page.says("&lt;script&gt;") && !page.says("<script>"));
    }

    async fn a_person_can_be_left_on_an_error_page(client: Client) {
        let (status, words) = client.site.error_page;
        client.provider().set_faults(Faults { ends_on_error_page: true, ..Faults::default() });
        let page = TestBrowser::new().open(&client.authorize_address(&[])).await;
        assert_eq!((page.status.as_u16(), page.header("location")), (status, None));
        assert!(page.says(words) && page.button_names().is_empty() && !page.says("<a "), "{}", page.body);
    }

    async fn a_disabled_account_cannot_sign_in(client: Client) {
        client.provider().impose(ANN, latchkey_practice::Condition::Disabled);
        let page = client.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
        assert!(page.heading() == client.site.sign_in_heading && page.says(client.site.disabled), "{}", page.body);
    }

    async fn a_code_becomes_tokens_once(client: Client) {
        let code = client.code(ANN, client.site.connect).await;
        let answer = client.exchange(&code, &[]).await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, Some("no-store")));
        let tokens: BTreeMap<String, Value> =
            serde_json::from_str(&answer.body.replace(client.session.practice.url(), "https://practice.example")).unwrap();
        assert_json_snapshot!(format!("tokens_of_{}", client.site.name), tokens, {
            ".access_token" => "…", ".refresh_token" => "…", ".id_token" => "…", ".signature" => "…",
        });
        assert_eq!(refusal(&client.exchange(&code, &[]).await).1, "invalid_grant");
        let counters = client.provider().counters();
        assert_eq!((counters.code_exchanges, counters.code_exchanges_refused), (1, 1));
    }

    async fn a_code_is_good_for_ten_minutes(client: Client) {
        let code = client.code(ANN, &[]).await;
        client.session.clock.advance_s(600);
        assert_eq!(refusal(&client.exchange(&code, &[]).await).1, "invalid_grant");
    }

    async fn the_id_token_verifies_against_the_published_keys(client: Client) {
        let tokens = client.connect(ANN).await;
        let id_token = text(&tokens, "id_token");
        let document = client.get(client.site.discovery, "").await.json();
        let keys: JwkSet = serde_json::from_value(client.get(text(&document, "jwks_uri"), "").await.json()).unwrap();
        let kid = decode_header(id_token).unwrap().kid.unwrap();
        let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&[CLIENT_ID]);
        // The library would compare with the real time; the snapshot holds these claims.
        validation.validate_exp = false;
        let claims = decode::<BTreeMap<String, Value>>(id_token, &key, &validation).unwrap().claims;
        assert_eq!((&claims["iat"], &claims["nonce"]), (&START.into(), &"the-nonce".into()));
        let claims = serde_json::to_string_pretty(&claims).unwrap();
        let claims = claims.replace(client.session.practice.url(), "https://practice.example");
        let claims: Value = serde_json::from_str(&claims).unwrap();
        assert_json_snapshot!(format!("claims_of_{}", client.site.name), claims, { ".at_hash" => "…" });
        assert!(decode::<Value>(&format!("{id_token}A"), &key, &validation).is_err());
    }

    async fn the_discovery_document_names_every_address(client: Client) {
        let document = client.get(client.site.discovery, "").await.json();
        let text = serde_json::to_string_pretty(&document).unwrap();
        let text = text.replace(client.session.practice.url(), "https://practice.example");
        assert_snapshot!(format!("discovery_of_{}", client.site.name), text);
    }

    async fn each_secret_is_in_the_log_and_none_on_the_control_page(client: Client) {
        let code = client.code(ANN, client.site.connect).await;
        let tokens = client.exchange(&code, &[]).await.json();
        let secrets = client.session.practice.secrets_issued();
        let issued = |secret: &str| secrets.iter().any(|entry| entry.text == secret);
        for name in ["access_token", "refresh_token", "id_token"] {
            assert!(issued(text(&tokens, name)), "{name}");
        }
        assert!(issued(&code) && issued(CLIENT_SECRET) && issued(VERIFIER) && issued("Ann-practice-1"));
        assert!(!format!("{secrets:?}").contains(CLIENT_SECRET));
        let page = TestBrowser::new().open(&format!("{}/control", client.session.practice.url())).await;
        for secret in secrets {
            assert!(!page.says(&secret.text), "{secret:?}");
        }
    }

    async fn an_invented_refresh_token_is_refused(client: Client) {
        let (status, error, _) = refusal(&client.refresh("invented", &[]).await);
        assert_eq!((status, error.as_str()), (400, "invalid_grant"));
        assert_eq!(refusal(&client.refresh("", &[]).await).1, "invalid_request");
        assert_eq!(client.provider().counters().refreshes_refused, 2);
    }

    async fn any_other_token_opens_nothing(client: Client) {
        let tokens = client.connect(ANN).await;
        assert_eq!(client.api(text(&tokens, "access_token")).await.status, 200);
        for token in ["", "invented", text(&tokens, "refresh_token"), text(&tokens, "id_token")] {
            let answer = client.api(token).await;
            assert_eq!(answer.status, 401);
            assert!(answer.body.contains(client.site.api_refusal), "{}", answer.body);
        }
    }

    async fn an_access_token_ends_with_its_time_or_on_command(client: Client) {
        let tokens = client.connect(ANN).await;
        client.session.clock.advance_s(3599);
        assert_eq!(client.api(text(&tokens, "access_token")).await.status, 200);
        client.session.clock.advance_s(1);
        assert_eq!(client.api(text(&tokens, "access_token")).await.status, 401);
        let renewed = client.refresh(text(&tokens, "refresh_token"), &[]).await.json();
        assert_eq!(client.api(text(&renewed, "access_token")).await.status, 200);
        client.provider().expire_access_tokens(ANN);
        assert_eq!(client.api(text(&renewed, "access_token")).await.status, 401);
        assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
    }

    async fn to_revoke_the_access_of_one_person_affects_no_other(client: Client) {
        let (anns, bens) = (client.connect(ANN).await, client.connect(BEN).await);
        client.provider().revoke(ANN);
        assert_eq!(refusal(&client.refresh(text(&anns, "refresh_token"), &[]).await).1, "invalid_grant");
        assert_eq!(client.refresh(text(&bens, "refresh_token"), &[]).await.status, 200);
        let again = client.connect(ANN).await;
        assert_eq!(client.refresh(text(&again, "refresh_token"), &[]).await.status, 200);
        assert_eq!(refusal(&client.refresh(text(&anns, "refresh_token"), &[]).await).1, "invalid_grant");
    }

    async fn every_condition_has_its_refusal_and_ends(client: Client) {
        let (tokens, bens) = (client.connect(ANN).await, client.connect(BEN).await);
        let mut refusals = Vec::new();
        for &condition in client.provider().conditions() {
            client.provider().impose(ANN, condition);
            let answer = client.refresh(text(&tokens, "refresh_token"), &[]).await;
            refusals.push((condition, answer.status.as_u16(), essence(&answer.json())));
            assert_eq!(client.refresh(text(&bens, "refresh_token"), &[]).await.status, 200, "{condition:?}");
            client.provider().lift(ANN, condition);
            let answer = client.refresh(text(&tokens, "refresh_token"), &[]).await;
            assert_eq!(answer.status, 200, "{condition:?}");
        }
        assert_json_snapshot!(format!("conditions_of_{}", client.site.name), refusals);
    }

    async fn a_provider_that_is_down_answers_nothing_else(client: Client) {
        let tokens = client.connect(ANN).await;
        client.provider().set_faults(Faults { down: true, ..Faults::default() });
        let page = TestBrowser::new().open(&client.authorize_address(&[])).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (503, Some("text/html; charset=utf-8")));
        assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 503);
        assert_eq!(client.api(text(&tokens, "access_token")).await.status, 503);
        assert_eq!(client.get(client.site.discovery, "").await.status, 503);
        if !client.site.revoke.is_empty() {
            assert_eq!(client.revoke(text(&tokens, "refresh_token")).await.status, 503);
        }
        assert_eq!(client.session.get("/control").await.status, 200);
        for other in SITES.iter().filter(|other| other.name != client.site.name) {
            let other = Client { site: other, ..client.clone() };
            assert_eq!(other.at(other.site.place).get(other.site.discovery, "").await.status, 200);
        }
        client.provider().set_faults(Faults::default());
        assert_eq!(client.refresh(text(&tokens, "refresh_token"), &[]).await.status, 200);
        assert_eq!(client.provider().counters().refresh_tokens_presented_twice, 0, "a request while down does not count");
    }

    async fn the_token_endpoint_answers_what_it_was_told(client: Client) {
        let tokens = client.connect(ANN).await;
        let tell = |token_answers| client.provider().set_faults(Faults { token_answers, ..Faults::default() });
        let refresh = async || client.refresh(text(&tokens, "refresh_token"), &[]).await;
        tell(TokenAnswers::HtmlPage);
        let answer = refresh().await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
        tell(TokenAnswers::EmptyBadRequest);
        let answer = refresh().await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (400, ""));
        tell(TokenAnswers::TooManyRequests { retry_after_s: 17 });
        let answer = refresh().await;
        let (status, error, _) = refusal(&answer);
        assert_eq!((status, error.as_str()), client.site.too_many);
        assert_eq!(answer.header("retry-after"), (status == 429).then_some("17"));
        tell(TokenAnswers::Normal);
        assert_eq!(refresh().await.status, 200);
    }

    async fn a_rotated_secret_is_refused_whatever_it_is_used_for(client: Client) {
        let tokens = client.connect(ANN).await;
        client.provider().set_faults(Faults { client_secret_rotated: true, ..Faults::default() });
        for answer in
            [client.refresh(text(&tokens, "refresh_token"), &[]).await, client.exchange("invented", &[]).await]
        {
            let (status, error, _) = refusal(&answer);
            assert_eq!((status, error.as_str()), client.site.rotated_secret);
        }
    }
}

/// The parts of a refusal that a program can depend on.
fn essence(body: &Value) -> BTreeMap<&'static str, Value> {
    let keys: &[&'static str] = match body.get("error_codes") {
        Some(_) => &["error", "error_codes", "suberror", "claims"],
        None => &["error", "error_subtype", "error_description"],
    };
    keys.iter().filter_map(|&key| Some((key, body.get(key)?.clone()))).collect()
}

#[tokio::test]
async fn grants_consents_and_keys_outlive_a_restart() {
    for site in SITES {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("practice.json");
        let keeping = || PracticeConfig { state_file: Some(file.clone()), ..PracticeConfig::default() };
        let keys = async |client: &Client| {
            let document = client.get(client.site.discovery, "").await.json();
            client.get(text(&document, "jwks_uri"), "").await.body.replace(client.session.practice.url(), "")
        };
        let before = Client::start_with(site, keeping()).await;
        let (kept, revoked) = (before.connect(ANN).await, before.connect(BEN).await);
        before.provider().revoke(BEN);
        let keys_before = keys(&before).await;
        before.shut_down().await;

        let after = Client::start_with(site, keeping()).await;
        assert_eq!(after.refresh(text(&kept, "refresh_token"), &[]).await.status, 200);
        assert_eq!(refusal(&after.refresh(text(&revoked, "refresh_token"), &[]).await).1, "invalid_grant");
        assert_eq!(keys(&after).await, keys_before);
        let page = after.sign_in(&mut TestBrowser::new(), ANN, &[]).await;
        assert!(page.redirect_parameter("code").is_some(), "consent is not asked again");
    }
}
