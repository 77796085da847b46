//! The endpoint's own pages, in the language that the browser asks for.

use latchkey_testkit::TestEndpoint;
use reqwest::Method;

async fn page(endpoint: &TestEndpoint, path: &str, languages: &str) -> String {
    let request = endpoint.pane().request(Method::GET, path).header("accept", "text/html");
    request.header("accept-language", languages).send().await.unwrap().text().await.unwrap()
}

#[tokio::test]
async fn the_page_of_a_refused_request_speaks_the_readers_language() {
    let endpoint = TestEndpoint::start().await;
    let german = page(&endpoint, "/nowhere", "fr,de-AT;q=0.9,en;q=0.5").await;
    assert!(german.contains(r#"<html lang="de" dir="ltr">"#), "{german}");
    assert!(german.contains("Unter dieser Adresse gibt es nichts."), "{german}");
    let arabic = page(&endpoint, "/nowhere", "ar-SA").await;
    assert!(arabic.contains(r#"<html lang="ar" dir="rtl">"#), "{arabic}");
    assert!(arabic.contains("لا يوجد شيء في هذا العنوان."), "{arabic}");
    let other = page(&endpoint, "/nowhere", "fr").await;
    assert!(other.contains(r#"<html lang="en" dir="ltr">"#) && other.contains("There's nothing at this address."));
}

#[tokio::test]
async fn a_link_from_a_message_leads_to_a_page_in_the_readers_language() {
    let endpoint = TestEndpoint::start().await;
    let over = page(&endpoint, "/repair/used-up", "de").await;
    assert!(over.contains(r#"<html lang="de" dir="ltr">"#) && over.contains("Dieser Link wird nicht mehr benötigt."));
}

#[tokio::test]
async fn api_problems_stay_english_in_every_language() {
    let endpoint = TestEndpoint::start().await;
    let request = endpoint.pane().request(Method::GET, "/v1/nowhere").header("accept-language", "de");
    let problem = request.send().await.unwrap().text().await.unwrap();
    assert!(problem.contains("There is no such route."), "{problem}");
}
