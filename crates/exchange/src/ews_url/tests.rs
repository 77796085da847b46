use proptest::prelude::*;

use super::*;

fn read(typed: &str) -> Result<String, NotAnEwsUrl> {
    EwsUrl::read(typed).map(|url| url.to_string())
}

#[test]
fn people_may_type_less_than_the_address() {
    for typed in [
        "mail.contoso.example",
        "mail.contoso.example/",
        " https://mail.contoso.example ",
        "MAIL.contoso.example/ews/exchange.ASMX",
        "HTTPS://mail.contoso.example:443/EWS/Exchange.asmx",
    ] {
        assert_eq!(read(typed).as_deref(), Ok("https://mail.contoso.example/EWS/Exchange.asmx"), "{typed}");
    }
    assert_eq!(read("mail.contoso.example:8443").as_deref(), Ok("https://mail.contoso.example:8443/EWS/Exchange.asmx"));
    assert_eq!(read("https://[::1]").as_deref(), Ok("https://[::1]/EWS/Exchange.asmx"));
}

#[test]
fn whatever_else_is_said_is_refused_with_its_reason() {
    for (typed, reason) in [
        ("", NotAnEwsUrl::Malformed),
        ("https://", NotAnEwsUrl::Malformed),
        ("not an address", NotAnEwsUrl::Malformed),
        ("https://mail.contoso.example./EWS/Exchange.asmx", NotAnEwsUrl::Malformed),
        ("https://mail.contoso.example\\@evil.example", NotAnEwsUrl::Malformed),
        ("https://mail\t.contoso.example", NotAnEwsUrl::Malformed),
        ("http://mail.contoso.example", NotAnEwsUrl::NotHttps),
        ("ftp://mail.contoso.example", NotAnEwsUrl::NotHttps),
        ("file:///etc/passwd", NotAnEwsUrl::NotHttps),
        ("https://mail.contoso.example@evil.example", NotAnEwsUrl::Adorned),
        ("https://@evil.example", NotAnEwsUrl::Adorned),
        ("ann:secret@mail.contoso.example", NotAnEwsUrl::Adorned),
        ("https://mail.contoso.example/?x=/EWS/Exchange.asmx", NotAnEwsUrl::Adorned),
        ("https://mail.contoso.example/#/EWS/Exchange.asmx", NotAnEwsUrl::Adorned),
        ("https://mail.contoso.example/owa", NotAnEwsUrl::OtherPath),
        ("https://mail.contoso.example/EWS/Exchange.asmx/", NotAnEwsUrl::OtherPath),
        ("https://mail.contoso.example/EWS/Exchange.asmx%00", NotAnEwsUrl::OtherPath),
        ("https://mail.contoso.example/EWS%2FExchange.asmx", NotAnEwsUrl::OtherPath),
    ] {
        assert_eq!(read(typed), Err(reason), "{typed}");
    }
}

#[test]
fn an_address_in_disguise_is_read_as_what_it_is() {
    for typed in
        ["https://2130706433", "https://0x7f.1", "https://0177.0.0.1", "https://127.1", "https://%31%32%37.0.0.1"]
    {
        assert_eq!(EwsUrl::read(typed).unwrap().server().host, "127.0.0.1", "{typed}");
    }
}

#[test]
fn the_cloud_is_known_by_its_hosts_and_nobody_else_is() {
    for host in ["outlook.office365.com", "Autodiscover-s.outlook.com", "*.outlook.com", "contoso.mail.onmicrosoft.com"]
    {
        assert!(is_cloud_host(host), "{host}");
    }
    for host in ["myoutlook.com", "outlook.com.evil.example", "mail.contoso.example", ""] {
        assert!(!is_cloud_host(host), "{host}");
    }
}

proptest! {
    #[test]
    fn whatever_is_read_has_one_spelling_and_reads_the_same_again(typed in ".{0,60}") {
        if let Ok(url) = EwsUrl::read(&typed) {
            let spelt = url.to_string();
            prop_assert!(spelt.starts_with("https://") && spelt.ends_with("/EWS/Exchange.asmx"));
            prop_assert!(!spelt.contains('@') && !spelt.contains('?') && !spelt.contains('#'));
            prop_assert_eq!(EwsUrl::read(&spelt), Ok(url));
        }
    }

    #[test]
    fn nothing_before_an_at_sign_is_ever_taken_for_the_host(user in "[a-z.:%/0-9]{0,20}", host in "[a-z]{1,10}\\.example") {
        let typed = format!("https://{user}@{host}");
        prop_assert!(EwsUrl::read(&typed).is_err());
    }
}
