use proptest::prelude::*;

use super::*;

fn read(typed: &str) -> Result<String, EwsUrlError> {
    EwsUrl::parse(typed).map(|url| url.to_string())
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
fn every_other_address_is_refused_with_its_reason() {
    for (typed, reason) in [
        ("", EwsUrlError::Malformed),
        ("https://", EwsUrlError::Malformed),
        ("not an address", EwsUrlError::Malformed),
        ("https://mail.contoso.example./EWS/Exchange.asmx", EwsUrlError::Malformed),
        ("https://mail.contoso.example\\@evil.example", EwsUrlError::Malformed),
        ("https://mail\t.contoso.example", EwsUrlError::Malformed),
        ("http://mail.contoso.example", EwsUrlError::NotHttps),
        ("ftp://mail.contoso.example", EwsUrlError::NotHttps),
        ("file:///etc/passwd", EwsUrlError::NotHttps),
        ("https://mail.contoso.example@evil.example", EwsUrlError::HasExtraParts),
        ("https://@evil.example", EwsUrlError::HasExtraParts),
        ("ann:secret@mail.contoso.example", EwsUrlError::HasExtraParts),
        ("https://mail.contoso.example/?x=/EWS/Exchange.asmx", EwsUrlError::HasExtraParts),
        ("https://mail.contoso.example/#/EWS/Exchange.asmx", EwsUrlError::HasExtraParts),
        ("https://mail.contoso.example/owa", EwsUrlError::OtherPath),
        ("https://mail.contoso.example/EWS/Exchange.asmx/", EwsUrlError::OtherPath),
        ("https://mail.contoso.example/EWS/Exchange.asmx%00", EwsUrlError::OtherPath),
        ("https://mail.contoso.example/EWS%2FExchange.asmx", EwsUrlError::OtherPath),
    ] {
        assert_eq!(read(typed), Err(reason), "{typed}");
    }
}

#[test]
fn an_address_in_disguise_is_read_as_what_it_is() {
    for typed in
        ["https://2130706433", "https://0x7f.1", "https://0177.0.0.1", "https://127.1", "https://%31%32%37.0.0.1"]
    {
        assert_eq!(EwsUrl::parse(typed).unwrap().server().host, "127.0.0.1", "{typed}");
    }
}

#[test]
fn the_cloud_is_recognised_by_its_hosts_alone() {
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
    fn every_parsed_address_is_canonical_and_parses_to_itself(typed in ".{0,60}") {
        if let Ok(url) = EwsUrl::parse(&typed) {
            let spelt = url.to_string();
            prop_assert!(spelt.starts_with("https://") && spelt.ends_with("/EWS/Exchange.asmx"));
            prop_assert!(!spelt.contains('@') && !spelt.contains('?') && !spelt.contains('#'));
            prop_assert_eq!(EwsUrl::parse(&spelt), Ok(url));
        }
    }

    #[test]
    fn nothing_before_an_at_sign_is_ever_taken_for_the_host(user in "[a-z.:%/0-9]{0,20}", host in "[a-z]{1,10}\\.example") {
        let typed = format!("https://{user}@{host}");
        prop_assert!(EwsUrl::parse(&typed).is_err());
    }
}
