//! As much of a browser as the pages need: one cookie, forms that are sent by pressing a button with a name, and no
//! redirect that isn't asked for.

use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Method, StatusCode};
use url::Url;

use crate::rehearsal::http;

pub struct Browser {
    http: reqwest::Client,
    cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub address: Url,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

struct Button {
    text: String,
    attributes: String,
    form: String,
}

impl Browser {
    pub fn new() -> Self {
        Self { http: http(), cookie: None }
    }

    pub async fn open(&mut self, address: &str) -> Page {
        self.send(Method::GET, address.parse().unwrap(), &[]).await
    }

    /// Presses the button with this name, with these fields filled in.
    pub async fn press(&mut self, page: &Page, name: &str, fill: &[(&str, &str)]) -> Page {
        let button = page.buttons().into_iter().find(|button| button.text == name);
        let button = button.unwrap_or_else(|| panic!("no button {name} on this page: {}", page.body));
        let form_tag = button.form.split('>').next().unwrap();
        let action = attribute(&button.attributes, "formaction").or_else(|| attribute(form_tag, "action")).unwrap();
        let mut fields: Vec<(String, String)> = button
            .form
            .split("<input ")
            .skip(1)
            .filter(|input| attribute(input, "type").as_deref() == Some("hidden"))
            .map(|input| (attribute(input, "name").unwrap(), attribute(input, "value").unwrap()))
            .collect();
        fields.extend(
            attribute(&button.attributes, "name").map(|name| (name, attribute(&button.attributes, "value").unwrap())),
        );
        for (name, value) in fill {
            assert!(button.form.contains(&format!(r#"name="{name}""#)), "no field {name} in this form");
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.send(Method::POST, page.address.join(&action).unwrap(), &fields).await
    }

    async fn send(&mut self, method: Method, address: Url, fields: &[(&str, &str)]) -> Page {
        let mut request = self.http.request(method.clone(), address.clone());
        if method == Method::POST {
            request = request.header("origin", address.origin().ascii_serialization()).form(fields);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let response = request.send().await.unwrap();
        if let Some(set) = response.headers().get(SET_COOKIE) {
            self.cookie = set.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        let (status, headers) = (response.status(), response.headers().clone());
        Page { address, status, headers, body: response.text().await.unwrap() }
    }
}

impl Page {
    /// The buttons' names, in their order.
    pub fn button_names(&self) -> Vec<String> {
        self.buttons().into_iter().map(|button| button.text).collect()
    }

    pub fn heading(&self) -> &str {
        let heading = self.body.split("<h1>").nth(1).unwrap_or_else(|| panic!("no heading: {self:?}"));
        heading.split("</h1>").next().unwrap()
    }

    pub fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where it sends the browser.
    pub fn redirect(&self) -> Url {
        let location = self.headers.get(LOCATION).unwrap_or_else(|| panic!("no redirect: {}", self.body));
        location.to_str().unwrap().parse().unwrap()
    }

    /// A parameter of the address that it sends the browser to.
    pub fn redirect_parameter(&self, name: &str) -> Option<String> {
        self.redirect().query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    fn buttons(&self) -> Vec<Button> {
        let forms = self.body.split("<form ").skip(1).map(|rest| rest.split("</form>").next().unwrap());
        forms
            .flat_map(|form| {
                form.split("<button").skip(1).map(|rest| {
                    let (attributes, rest) = rest.split_once('>').unwrap();
                    let text = without_tags(rest.split("</button>").next().unwrap());
                    Button { text, attributes: attributes.to_owned(), form: form.to_owned() }
                })
            })
            .collect()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(r#"{name}=""#))?;
    rest.split('"').next().map(str::to_owned)
}

fn without_tags(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}
