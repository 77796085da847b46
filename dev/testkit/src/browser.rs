//! The parts of a browser that sign-in pages need: cookies for each host, a storage for each origin, forms that a named
//! button submits, what the endpoint's own scripts do, and redirects that are followed only on request.

use std::collections::HashMap;

use latchkey_wire::{AuthorizationId, OpeningRequest, OpeningResponse, ReturnRequest, openings_path};
use reqwest::header::{ACCEPT, COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Method, RequestBuilder, StatusCode};
use url::Url;

use crate::TestPane;

/// More redirects than any sign-in has.
const MAX_REDIRECTS: usize = 12;

/// A browser. A clone has the cookies and the storage that it has so far.
#[derive(Clone)]
pub struct TestBrowser {
    http: reqwest::Client,
    cookies: HashMap<String, HashMap<String, String>>,
    /// Origin keys, by origin and authorization.
    storages: HashMap<(String, String), String>,
    unticked: Vec<String>,
}

/// An answer, as the browser shows it.
#[derive(Debug)]
pub struct LoadedPage {
    /// The address that was requested.
    pub address: Url,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

struct PageButton {
    text: String,
    attributes: String,
    form: String,
}

/// A client that follows no redirects. It trusts this certificate in PEM, and none of the machine's: tests reach no other
/// machine.
#[expect(clippy::disallowed_methods, reason = "the client of tests, which must not follow redirects by itself")]
pub(crate) fn http(trusted: Option<&str>) -> reqwest::Client {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let trusted = trusted.map(|pem| reqwest::Certificate::from_pem(pem.as_bytes()).unwrap());
    client.tls_certs_only(trusted).build().unwrap()
}

impl Default for TestBrowser {
    fn default() -> Self {
        Self::new()
    }
}

impl TestBrowser {
    /// A browser without cookies.
    pub fn new() -> Self {
        Self::trusting(None)
    }

    pub(crate) fn trusting(certificate: Option<&str>) -> Self {
        Self { http: http(certificate), cookies: HashMap::new(), storages: HashMap::new(), unticked: Vec::new() }
    }

    /// Has this browser's person untick every box whose value contains this.
    #[must_use]
    pub fn unticking(mut self, part: &str) -> Self {
        self.unticked.push(part.to_owned());
        self
    }

    /// Opens an address without following redirects.
    pub async fn open(&mut self, address: &str) -> LoadedPage {
        self.get(address.parse().unwrap()).await
    }

    /// Opens an address and follows its redirects.
    pub async fn visit(&mut self, address: &str) -> LoadedPage {
        let page = self.open(address).await;
        self.follow(page).await
    }

    /// Follows redirects to the page that they end at.
    pub async fn follow(&mut self, mut page: LoadedPage) -> LoadedPage {
        for _ in 0..MAX_REDIRECTS {
            if !page.status.is_redirection() {
                return page;
            }
            page = self.get(page.redirect()).await;
        }
        panic!("redirected without end: {}", page.address);
    }

    /// Opens a pane's sign-in as the pane's own window does: with a key. Returns the address that the window is sent to.
    pub async fn opens(&mut self, pane: &TestPane, id: &AuthorizationId) -> Url {
        let start = self.open(&pane.start_page(id)).await;
        assert_eq!(start.status, 200, "{}", start.body);
        let key = pane.key(id).await.unwrap().key;
        let answer = self.hands_in(&start, id, &OpeningRequest { key: Some(key), pressed: false }).await;
        match answer.said() {
            Ok(OpeningResponse::Go { to, .. }) => to.parse().unwrap(),
            Ok(OpeningResponse::Ended { .. }) => start.address.join(&format!("/authorizations/{id}/window")).unwrap(),
            other => panic!("not let in: {other:?}"),
        }
    }

    /// Like [`Self::opens`], up to the provider's page.
    pub async fn goes_to_sign_in(&mut self, pane: &TestPane, id: &AuthorizationId) -> LoadedPage {
        let address = self.opens(pane, id).await;
        self.visit(address.as_str()).await
    }

    /// Opens a sign-in that the pane allows without a key, and presses the button that the page then shows.
    pub async fn opens_without_key(&mut self, pane: &TestPane, id: &AuthorizationId) -> LoadedPage {
        pane.asks_without_key(id).await.unwrap();
        let start = self.open(&pane.start_page(id)).await;
        let answer = self.hands_in(&start, id, &OpeningRequest { key: None, pressed: true }).await;
        match answer.said() {
            Ok(OpeningResponse::Go { to, .. }) => self.visit(&to).await,
            other => panic!("not let in: {other:?}"),
        }
    }

    /// Has the script of a page hand in for an authorization, at the origin of the page.
    pub async fn hands_in(&mut self, page: &LoadedPage, id: &AuthorizationId, body: &OpeningRequest) -> LoadedPage {
        let address = page.address.join(&openings_path(id)).unwrap();
        let answer = self.posts(Some(page), &address, |request| request.json(body)).await;
        if let Ok(OpeningResponse::Go { origin_key, .. } | OpeningResponse::Ended { origin_key }) = answer.said() {
            self.keeps(&address, id, origin_key);
        }
        answer
    }

    /// Stores the origin key of an authorization for this origin.
    pub fn keeps(&mut self, address: &Url, id: &AuthorizationId, origin_key: String) {
        self.storages.insert((address.origin().ascii_serialization(), id.to_string()), origin_key);
    }

    /// The origin key of an authorization in the storage of this origin.
    pub fn origin_key(&self, address: &Url, id: &AuthorizationId) -> Option<String> {
        self.storages.get(&(address.origin().ascii_serialization(), id.to_string())).cloned()
    }

    /// The cookies for a host name, each as `name=value`.
    pub fn cookies(&self, host: &str) -> Vec<String> {
        let jar = self.cookies.get(host).into_iter().flatten();
        jar.map(|(name, value)| format!("{name}={value}")).collect()
    }

    /// Stores a cookie that another program at a host name set.
    pub fn stores_cookie(&mut self, host: &str, name: &str, value: &str) {
        self.cookies.entry(host.to_owned()).or_default().insert(name.to_owned(), value.to_owned());
    }

    /// Copies another browser's cookies, as a page at another port of the same host can have a browser do.
    pub fn takes_cookies_of(&mut self, other: &Self) {
        for (host, jar) in &other.cookies {
            self.cookies.entry(host.clone()).or_default().extend(jar.clone());
        }
    }

    /// Has the script of the page that a callback leads to hand in, and returns the page that it shows.
    pub async fn returns(&mut self, page: LoadedPage) -> LoadedPage {
        let Some(returns) = page.attribute("data-returns") else { return page };
        let id = AuthorizationId::new(page.attribute("data-authorization").unwrap());
        let body = ReturnRequest {
            origin_key: self.origin_key(&page.address, &id),
            return_key: page.address.fragment().map(str::to_owned),
        };
        let address = page.address.join(&returns).unwrap();
        let html = |request: RequestBuilder| request.header(ACCEPT, "text/html").json(&body);
        let answer = self.posts(Some(&page), &address, html).await;
        let mut shown = page.address;
        shown.set_fragment(Some("end"));
        LoadedPage { address: shown, ..answer }
    }

    /// Presses the button of the page that an e-mail's link leads to. Returns the address that it leads to, or the refusal.
    pub async fn begins_repair(&mut self, page: &LoadedPage) -> Result<Url, LoadedPage> {
        let address = page.address.join(&page.attribute("data-repair").expect("no button to repair by")).unwrap();
        let answer = self.posts(Some(page), &address, |request| request.header(ACCEPT, "text/html")).await;
        let Ok(said) = serde_json::from_str::<serde_json::Value>(&answer.body) else { return Err(answer) };
        let id = AuthorizationId::new(said["authorization"].as_str().unwrap());
        self.keeps(&address, &id, said["origin_key"].as_str().unwrap().to_owned());
        let window = format!("/authorizations/{id}/window");
        Ok(page.address.join(said["to"].as_str().unwrap_or(&window)).unwrap())
    }

    /// Like [`Self::begins_repair`], up to the page that the redirects end at.
    pub async fn repairs(&mut self, page: &LoadedPage) -> LoadedPage {
        match self.begins_repair(page).await {
            Ok(to) => self.visit(to.as_str()).await,
            Err(refused) => refused,
        }
    }

    /// Posts from a page, or without one, with the headers that a browser adds and no page can change
    /// (w3.org/TR/fetch-metadata).
    pub async fn posts(
        &mut self,
        page: Option<&LoadedPage>,
        address: &Url,
        with: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> LoadedPage {
        let request = self.http.request(Method::POST, address.clone());
        let request = match page.map(|page| page.address.origin()) {
            Some(origin) => {
                let site = if origin == address.origin() { "same-origin" } else { "cross-site" };
                request.header("origin", origin.ascii_serialization()).header("sec-fetch-site", site)
            }
            None => request,
        };
        self.sends(address, with(request)).await
    }

    /// Signs in at a provider's page and accepts what it asks for, up to the page that the redirects end at.
    pub async fn sign_in(&mut self, page: LoadedPage, email: &str, password: &str) -> LoadedPage {
        let mut page = page;
        if page.has_button("Use another account") {
            page = self.press_and_follow(&page, "Use another account", &[]).await;
        }
        let enter = page.button_of(&["Sign in", "Log In"]).unwrap_or_else(|| panic!("no sign-in page: {}", page.body));
        let page = self.press_and_follow(&page, enter, &[("email", email), ("password", password)]).await;
        match page.button_of(&["Accept", "Continue", "Allow"]) {
            Some(allow) => self.press_and_follow(&page, allow, &[]).await,
            None => page,
        }
    }

    /// Presses a button and follows the redirects.
    pub async fn press_and_follow(&mut self, page: &LoadedPage, name: &str, fill: &[(&str, &str)]) -> LoadedPage {
        let page = self.press(page, name, fill).await;
        self.follow(page).await
    }

    /// Presses the button with this name, with these fields filled in.
    pub async fn press(&mut self, page: &LoadedPage, name: &str, fill: &[(&str, &str)]) -> LoadedPage {
        let button = page.buttons().into_iter().find(|button| button.text == name);
        let button = button.unwrap_or_else(|| panic!("no button {name} on this page: {}", page.body));
        let form_tag = button.form.split('>').next().unwrap();
        let action = attribute(&button.attributes, "formaction").or_else(|| attribute(form_tag, "action")).unwrap();
        let hidden = button.form.split("<input").skip(1);
        let hidden = hidden.filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
        // One without a name is there for password managers; browsers do not send it.
        let mut fields: Vec<(String, String)> =
            hidden.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value").unwrap()))).collect();
        let ticked = button.form.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
        let ticked = ticked.filter(|input| attribute(input, "type").as_deref() == Some("checkbox"));
        let ticked =
            ticked.filter(|input| input.contains(" checked") && !self.unticked.iter().any(|one| input.contains(one)));
        fields.extend(ticked.map(|input| (attribute(input, "name").unwrap(), attribute(input, "value").unwrap())));
        let own = attribute(&button.attributes, "name");
        fields.extend(own.map(|name| (name, attribute(&button.attributes, "value").unwrap())));
        for (name, value) in fill {
            assert!(button.form.contains(&format!(r#"name="{name}""#)), "no field {name} in this form");
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let action = page.address.join(&action).unwrap();
        self.posts(Some(page), &action, |request| request.header(ACCEPT, "text/html").form(&fields)).await
    }

    async fn get(&mut self, address: Url) -> LoadedPage {
        let request = self.http.request(Method::GET, address.clone()).header(ACCEPT, "text/html");
        let page = self.sends(&address, request).await;
        self.returns(page).await
    }

    async fn sends(&mut self, address: &Url, mut request: RequestBuilder) -> LoadedPage {
        // Cookies know no ports (RFC 6265, 8.5).
        let host = address.host_str().unwrap_or_default().to_owned();
        let jar = self.cookies.entry(host).or_default();
        if !jar.is_empty() {
            let pairs: Vec<_> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        let response = request.send().await.unwrap();
        for set in response.headers().get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            jar.insert(name.to_owned(), value.to_owned());
        }
        let (status, headers) = (response.status(), response.headers().clone());
        LoadedPage { address: address.clone(), status, headers, body: response.text().await.unwrap() }
    }
}

impl LoadedPage {
    /// The buttons' names, in their order.
    pub fn button_names(&self) -> Vec<String> {
        self.buttons().into_iter().map(|button| button.text).collect()
    }

    pub fn has_button(&self, name: &str) -> bool {
        self.buttons().iter().any(|button| button.text == name)
    }

    /// The first of these buttons that it has.
    pub fn button_of<'n>(&self, names: &[&'n str]) -> Option<&'n str> {
        names.iter().copied().find(|name| self.has_button(name))
    }

    /// Whether it has a button that begins to repair a connection.
    pub fn has_repair_button(&self) -> bool {
        self.attribute("data-repair").is_some()
    }

    /// The address of the link with this text.
    pub fn link(&self, name: &str) -> Option<Url> {
        let mut links = self.body.split("<a").skip(1).filter_map(|rest| rest.split_once('>'));
        let (tag, _) = links.find(|(_, rest)| without_tags(rest.split("</a>").next().unwrap_or_default()) == name)?;
        self.address.join(&attribute(tag, "href")?).ok()
    }

    /// The first `h1`.
    pub fn heading(&self) -> &str {
        let heading = self.body.split("<h1>").nth(1).unwrap_or_else(|| panic!("no heading: {self:?}"));
        heading.split("</h1>").next().unwrap()
    }

    /// Whether the page contains this text.
    pub fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The endpoint's answer to what was handed in, or the code of its problem.
    pub fn said(&self) -> Result<OpeningResponse, String> {
        let body: serde_json::Value = serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"));
        if self.status.is_success() {
            return Ok(serde_json::from_value(body).unwrap());
        }
        Err(body["code"].as_str().unwrap_or_else(|| panic!("{self:?}")).to_owned())
    }

    /// The code that the window shows after a sign-in without a key.
    pub fn code(&self) -> Option<&str> {
        let (_, rest) = self.body.split_once(r#"<p class="code" dir="ltr">"#)?;
        rest.split('<').next()
    }

    /// The value of an attribute that occurs once.
    pub fn attribute(&self, name: &str) -> Option<String> {
        attribute(&self.body, name)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The address that it redirects to.
    pub fn redirect(&self) -> Url {
        let location = self.headers.get(LOCATION).unwrap_or_else(|| panic!("no redirect: {}", self.body));
        self.address.join(location.to_str().unwrap()).unwrap()
    }

    /// A parameter of the address that it redirects to.
    pub fn redirect_parameter(&self, name: &str) -> Option<String> {
        self.redirect().query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    fn buttons(&self) -> Vec<PageButton> {
        let forms = self.body.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap());
        forms
            .flat_map(|form| {
                form.split("<button").skip(1).map(|rest| {
                    let (attributes, rest) = rest.split_once('>').unwrap();
                    let text = without_tags(rest.split("</button>").next().unwrap());
                    PageButton { text, attributes: attributes.to_owned(), form: form.to_owned() }
                })
            })
            .collect()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(r#" {name}=""#))?;
    rest.split('"').next().map(|value| value.replace("&amp;", "&"))
}

fn without_tags(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}
