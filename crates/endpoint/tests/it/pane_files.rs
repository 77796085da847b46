//! The pane's files: caching, compression, and a content security policy that admits nothing else.

use std::path::Path;

use latchkey_testkit::TestEndpoint;
use reqwest::Method;
use tempfile::TempDir;

const SCRIPT: &str = "pane-0123456789abcdef.js";

fn built_pane() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, content: &str| std::fs::write(folder.path().join(name), content).unwrap();
    write(
        "index.html",
        r#"<!doctype html><style>a{}</style><script type="application/json" id="installation">{}</script>"#,
    );
    write(SCRIPT, "raw");
    write(&format!("{SCRIPT}.br"), "as brotli");
    write(&format!("{SCRIPT}.gz"), "as gzip");
    write("icon.svg", "<svg/>");
    folder
}

async fn start_endpoint(folder: &Path) -> TestEndpoint {
    TestEndpoint::builder().with_pane(folder).embedded_by("https://outlook.office.com").start().await
}

#[tokio::test]
async fn the_page_names_the_product_and_lets_nothing_else_run() {
    let folder = built_pane();
    let endpoint = start_endpoint(folder.path()).await;
    let page = endpoint.pane().request(Method::GET, "/").send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    for part in ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'self' https://outlook.office.com"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert_eq!(page.headers()["cache-control"], "no-cache");
    let tag = page.headers()["etag"].clone();
    assert!(page.text().await.unwrap().contains(r#""product_name":"Latchkey""#));
    let again = endpoint.pane().request(Method::GET, "/").header("if-none-match", tag).send().await.unwrap();
    assert_eq!(again.status(), 304);
}

#[tokio::test]
async fn by_another_name_of_this_machine_the_browser_is_led_to_the_public_one() {
    let folder = built_pane();
    let endpoint = start_endpoint(folder.path()).await;
    let public = endpoint.url().host_str().unwrap().to_owned();
    let port = endpoint.url().port().unwrap();
    let asked_as = async |host: String| {
        endpoint.pane().request(Method::GET, "/outlook?_host_Info=x").header("host", host).send().await.unwrap()
    };
    let other = if public == "localhost" { "127.0.0.1" } else { "localhost" };
    let led = asked_as(format!("{other}:{port}")).await;
    assert_eq!(led.status(), 307);
    assert_eq!(led.headers()["location"].to_str().unwrap(), format!("http://{public}:{port}/outlook?_host_Info=x"));
    for host in [format!("{public}:{port}"), format!("{other}:1"), format!("latchkey.example:{port}"), "a b".to_owned()]
    {
        assert_eq!(asked_as(host.clone()).await.status(), 200, "{host}");
    }
}

#[tokio::test]
async fn at_the_address_for_outlook_the_same_page_lets_office_js_in_and_outlook_show_it() {
    let folder = built_pane();
    let endpoint = start_endpoint(folder.path()).await;
    let get = async |path: &str| endpoint.pane().request(Method::GET, path).send().await.unwrap();
    let (plain, outlook) = (get("/").await, get("/outlook").await);
    let policy = outlook.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("https://appsforoffice.microsoft.com"), "{policy}");
    assert!(policy.contains("frame-ancestors 'self' https://outlook.office.com"), "{policy}");
    let policy = plain.headers()["content-security-policy"].to_str().unwrap();
    assert!(!policy.contains("appsforoffice"), "{policy}");
    assert_eq!(plain.text().await.unwrap(), outlook.text().await.unwrap());
}

#[tokio::test]
async fn a_file_with_a_hash_in_its_name_is_kept_for_ever_and_comes_as_small_as_it_can() {
    let folder = built_pane();
    let endpoint = start_endpoint(folder.path()).await;
    for (accepted, coding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "as brotli"),
        ("gzip", Some("gzip"), "as gzip"),
        ("identity", None, "raw"),
    ] {
        let request = endpoint.pane().request(Method::GET, &format!("/{SCRIPT}")).header("accept-encoding", accepted);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.headers()["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(answer.headers()["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(answer.headers().get("content-encoding").map(|value| value.to_str().unwrap()), coding);
        assert_eq!(answer.text().await.unwrap(), body);
    }
    let icon = endpoint.pane().request(Method::GET, "/icon.svg").send().await.unwrap();
    assert_eq!(icon.headers()["cache-control"], "no-cache");
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let folder = built_pane();
    let endpoint = start_endpoint(folder.path()).await;
    for path in ["/..%2f..%2fetc/passwd", "/%2e%2e/latchkey.db", "/index.html.br", "/missing.js"] {
        let answer = endpoint.pane().request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{path}");
    }
    let posted = endpoint.pane().request(Method::POST, "/").send().await.unwrap();
    assert_eq!(posted.status(), 404);
}
