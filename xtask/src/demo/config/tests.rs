use super::*;

fn demo(folder: &Path) -> Demo {
    Demo { folder: folder.to_path_buf(), port: 5000, https: false }
}

#[test]
fn the_two_programs_are_configured_for_each_other() {
    let config = demo(Path::new("/data")).endpoint_config(Path::new("/dist"));
    for line in [
        "listen = \"127.0.0.1:5000\"",
        "public_url = \"http://localhost:5000\"",
        "pane_dir = \"/dist\"",
        "url = \"sqlite:///data/latchkey.db\"",
        "authority = \"http://127.0.0.1:5001/microsoft\"",
        "issuer = \"http://127.0.0.1:5001/openid\"",
        "extra_ca_file = \"/data/exchange-ca.pem\"",
        "\"autodiscover.contoso.example\" = \"127.0.0.1:5002\"",
        "client_secret_file = \"/data/client-secret\"",
    ] {
        assert!(config.lines().any(|it| it == line), "{line} is not in\n{config}");
    }
    let redirect_uris = demo(Path::new("/data")).redirect_uris();
    assert!(redirect_uris.contains(&"http://localhost:5000/oauth/callback/salesforce".to_owned()));
    assert!(redirect_uris.contains(&"http://localhost:5000/oauth/callback/openid".to_owned()));
}

#[test]
fn paths_with_quotes_and_backslashes_stay_what_they_are() {
    assert_eq!(quoted(r#"C:\a "b""#), r#""C:\\a \"b\"""#);
}

#[test]
fn a_second_start_keeps_the_secrets_and_takes_the_new_port() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let first = demo(&data);
    first.write().unwrap();
    let secret = fs::read_to_string(first.client_secret_file()).unwrap();
    let second = Demo { port: 6000, ..first };
    second.write().unwrap();
    assert_eq!(fs::read_to_string(second.client_secret_file()).unwrap(), secret);
    assert!(fs::read_to_string(second.config_file()).unwrap().contains(":6000"));
    assert!(!fs::read_to_string(second.config_file()).unwrap().contains(&secret));
}
