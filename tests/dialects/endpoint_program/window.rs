//! The sign-in window of that pane: a browser that follows redirects, keeps cookies and runs the window's own scripts.

use std::collections::BTreeMap;

use reqwest::Method;
use reqwest::header::{ACCEPT, COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};

use super::EndpointProgram;

/// More redirects than a window ever has.
const MAX_STEPS: u32 = 10;

impl EndpointProgram {
    /// Goes through the window's pages and returns the last.
    pub(super) async fn run_window(&self, id: &str, token: &str) -> Result<String, String> {
        let mut cookies = BTreeMap::new();
        let mut origin_key = None;
        let mut to = format!("{}/authorizations/{id}/start", self.url);
        for _ in 0..MAX_STEPS {
            let jar = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
            let request = self.http.get(&to).header(ACCEPT, "text/html").header(COOKIE, jar);
            let answer = request.send().await.map_err(|error| error.to_string())?;
            keep_cookies(&mut cookies, answer.headers());
            if let Some(next) = answer.headers().get(LOCATION) {
                let base = reqwest::Url::parse(&to).unwrap();
                to = base.join(next.to_str().unwrap()).unwrap().into();
                continue;
            }
            let page = answer.text().await.unwrap_or_default();
            if !to.ends_with("/start") {
                let Some(returns) = attribute(&page, "data-returns") else { return Ok(page) };
                let body = json!({ "origin_key": origin_key, "return_key": to.split_once('#').map(|(_, key)| key) });
                let jar = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
                let request =
                    self.post_as_own_page(&returns).header(ACCEPT, "text/html").header(COOKIE, jar).json(&body);
                return request.send().await.unwrap().text().await.map_err(|error| error.to_string());
            }
            let (_, key) =
                self.request(Method::POST, &format!("/v1/authorizations/{id}/keys"), Some(token), None).await;
            let request = self.post_as_own_page(&format!("/authorizations/{id}/openings"));
            let answer = request.json(&json!({ "key": key["key"] })).send().await.unwrap();
            keep_cookies(&mut cookies, answer.headers());
            let opened: Value = answer.json().await.unwrap_or_default();
            origin_key = opened["origin_key"].as_str().map(str::to_owned);
            opened["to"].as_str().ok_or(format!("not opened: {opened}"))?.clone_into(&mut to);
        }
        Err("the window never ends".to_owned())
    }

    /// A request with the headers of the endpoint's own page.
    fn post_as_own_page(&self, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.post(format!("{}{path}", self.url));
        request.header(ORIGIN, &self.url).header("sec-fetch-site", "same-origin")
    }
}

fn keep_cookies(cookies: &mut BTreeMap<String, String>, headers: &reqwest::header::HeaderMap) {
    for set in headers.get_all(SET_COOKIE) {
        let pair = set.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// The value of an attribute of a page, the first of its name.
pub(super) fn attribute(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("{name}=\""))?;
    rest.split('"').next().map(str::to_owned)
}
