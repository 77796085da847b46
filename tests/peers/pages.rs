//! What a person does at a peer's pages, up to the redirect that leads back to the client.

use latchkey_testkit::{LoadedPage, TestBrowser};
use url::Url;

/// More redirects than any sign-in has.
const MAX_REDIRECTS: usize = 12;

/// Where a chain of redirects ends: at a page, or back at the client.
#[derive(Debug)]
pub enum RedirectEnd {
    /// A page of the peer's.
    At(LoadedPage),
    /// The client's address, with what the peer says to it.
    Back(Url),
}

impl RedirectEnd {
    /// The page. It panics if the peer asked nothing.
    pub fn page(self) -> LoadedPage {
        match self {
            Self::At(page) => page,
            Self::Back(address) => panic!("no page before {address}"),
        }
    }

    /// The address. It panics if the peer asked something more.
    pub fn back(self) -> Url {
        match self {
            Self::Back(address) => address,
            Self::At(page) => panic!("led nowhere: {page:?}"),
        }
    }
}

/// Opens an address.
pub async fn open(browser: &mut TestBrowser, address: &Url) -> RedirectEnd {
    let page = browser.open(address.as_str()).await;
    follow(browser, page).await
}

/// Follows redirects to their end.
pub async fn follow(browser: &mut TestBrowser, mut page: LoadedPage) -> RedirectEnd {
    for _ in 0..MAX_REDIRECTS {
        if !page.status.is_redirection() {
            return RedirectEnd::At(page);
        }
        let next = page.redirect();
        if next.path().starts_with("/oauth/callback/") {
            return RedirectEnd::Back(next);
        }
        page = browser.open(next.as_str()).await;
    }
    panic!("redirected without end: {}", page.address)
}

/// Submits the page's only form that contains this text, with these fields filled in, and its hidden fields as they are. A
/// button that was pressed counts as a field.
pub async fn submit(browser: &mut TestBrowser, page: &LoadedPage, with: &str, fill: &[(&str, &str)]) -> RedirectEnd {
    let forms = page.body.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap());
    let form = forms.filter(|form| form.contains(with)).collect::<Vec<_>>();
    let [form] = form[..] else { panic!("not one form with {with}: {}", page.body) };
    let tags: Vec<_> = form.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
    let hidden = tags.iter().filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"));
    let hidden = hidden.filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())));
    let mut fields: Vec<_> = hidden.filter(|(hidden, _)| fill.iter().all(|(name, _)| name != hidden)).collect();
    fields.extend(fill.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let action = attribute(form.split('>').next().unwrap(), "action").unwrap_or_default();
    let mut action = page.address.join(&action).unwrap();
    action.set_fragment(None);
    let answer = browser.posts(Some(page), &action, |request| request.form(&fields)).await;
    follow(browser, answer).await
}

/// A tag's attribute.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (before, rest) = tag.split_once(&format!(r#"{name}=""#))?;
    if !before.ends_with(char::is_whitespace) {
        return attribute(rest, name);
    }
    Some(rest.split('"').next()?.replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&"))
}
