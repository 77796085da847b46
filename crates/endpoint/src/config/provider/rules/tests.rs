//! Each setting of a provider that is refused, with what the message says.

use super::*;
use crate::config::Config;
use crate::outbound::SigningTools;
use crate::registry::Registry;

const MICROSOFT: &str = "kind = \"microsoft\"\nclient_id = \"id\"\nclient_secret = \"secret\"\n";
const GOOGLE: &str = "kind = \"google\"\nclient_id = \"id\"\nclient_secret = \"secret\"\n";
const SALESFORCE: &str = "kind = \"salesforce\"\nclient_id = \"id\"\nclient_secret = \"secret\"\n";
const OPENID: &str = "kind = \"oidc\"\npurpose = \"mailbox\"\nlabel = \"Own\"\nissuer = \"https://id.contoso.example\"\n\
                      client_id = \"id\"\nclient_secret = \"secret\"\n";

/// What is wrong with the section `[providers.own]`, if anything is.
fn problem(section: &str) -> Option<String> {
    let config = Config::parse(&format!(
        "listen = \"127.0.0.1:0\"\npublic_url = \"https://latchkey.example\"\nstore = {{ url = \"sqlite::memory:\" }}\n\
         encryption = {{ keys = [] }}\n[providers.own]\n{section}"
    ));
    Registry::from_config(&config.unwrap(), &SigningTools::of_this_machine()).err().map(|error| error.to_string())
}

fn assert_refused(section: &str, setting: &str, says: &str) {
    let said = problem(section).unwrap_or_else(|| panic!("accepted: {section}"));
    assert!(said.starts_with(&format!("providers.own{setting}")) && said.contains(says), "{said}\n{section}");
}

#[test]
fn a_client_needs_an_id_and_one_way_to_authenticate() {
    let key = "client_key_file = \"/none.pem\"\n";
    let without_secret = GOOGLE.replace("client_secret = \"secret\"\n", "");
    assert_refused(&without_secret, ": ", "give client_secret, client_key_file or client_assertion_file");
    assert_refused(&GOOGLE.replace("\"id\"", "\" \""), ".client_id: ", "must not be empty");
    assert_refused(&GOOGLE.replace("\"id\"", "\"id \""), ".client_id: ", "a blank or a line break at an end");
    let issuer = OPENID.replace("contoso.example\"", "contoso.example \"");
    assert_refused(&issuer, ".issuer: ", "a blank or a line break at an end");
    for (setting, section) in [
        (".client_secret ", GOOGLE.replace("\"secret\"", "\"\"")),
        (".next_client_secret ", format!("{GOOGLE}next_client_secret = \"\"\n")),
    ] {
        assert_refused(&section, setting, "must not be empty");
    }
    for more in ["client_secret = \"s\"\n", "next_client_secret = \"s\"\n", "client_assertion_file = \"/none\"\n"] {
        assert_refused(&format!("{without_secret}{key}{more}"), ": ", "only one of them");
    }
    let assertion = "client_assertion_file = \"/none\"\n";
    assert_refused(&format!("{without_secret}{assertion}next_client_secret = \"s\"\n"), ": ", "only one of them");
    assert_eq!(problem(&format!("{without_secret}{assertion}")), None, "a platform may write the file later");
    for setting in ["client_key_id", "client_certificate_file", "client_assertion_audience"] {
        for section in [GOOGLE.to_owned(), format!("{without_secret}{assertion}")] {
            assert_refused(&format!("{section}{setting} = \"x\"\n"), &format!(".{setting}: "), "needs client_key_file");
        }
        if setting != "client_certificate_file" {
            let empty = format!("{without_secret}{key}{setting} = \"\"\n");
            assert_refused(&empty, &format!(".{setting}: "), "must not be empty");
        }
    }
}

#[test]
fn an_empty_file_is_no_secret() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), " \n").unwrap();
    let section = GOOGLE.replace("client_secret = \"secret\"", &format!("client_secret_file = {:?}", file.path()));
    assert_refused(&section, ".client_secret_file ", "must not be empty");
}

#[test]
fn where_a_secret_goes_is_said_only_of_a_secret() {
    let without_secret = OPENID.replace("client_secret = \"secret\"\n", "");
    for other in ["client_key_file", "client_assertion_file"] {
        for way in ["post", "basic", "plain_basic"] {
            let section = format!("{without_secret}{other} = \"/none\"\nclient_auth = \"{way}\"\n");
            assert_refused(&section, ".client_auth: ", other);
        }
    }
    assert_eq!(problem(&format!("{OPENID}client_auth = \"post\"\n")), None);
}

#[test]
fn a_tenant_is_one_of_three_words_an_id_or_a_domain() {
    for good in [
        "organizations",
        "common",
        "consumers",
        "7b2c9d10-1111-4222-8333-444455556666",
        "contoso.example",
        "contoso.onmicrosoft.com",
    ] {
        assert_eq!(problem(&format!("{MICROSOFT}tenant = {good:?}\n")), None, "{good}");
    }
    for bad in ["organisations", "", " ", "contoso", "../../x?y#z", "contoso.example/x", "..", "7b2c9d10-1111"] {
        assert_refused(&format!("{MICROSOFT}tenant = {bad:?}\n"), ".tenant: ", "organizations, common or consumers");
    }
    for personal in ["common", "9188040d-6c67-4c5b-b112-36a304b66dad", "9188040D-6C67-4C5B-B112-36A304B66DAD"] {
        assert_refused(&format!("{MICROSOFT}tenant = {personal:?}\ncloud = \"china\"\n"), ".tenant: ", "no personal");
        assert_eq!(problem(&format!("{MICROSOFT}tenant = {personal:?}\n")), None);
    }
}

#[test]
fn a_cloud_has_its_own_addresses() {
    for address in ["authority", "graph"] {
        let both = format!("{MICROSOFT}cloud = \"china\"\n{address} = \"https://login.example\"\n");
        assert_refused(&both, ".cloud: ", "remove authority and graph");
        assert_eq!(problem(&both.replace("china", "global")), None);
    }
}

#[test]
fn an_issuer_is_a_bare_address() {
    let issuer = |issuer: &str| OPENID.replace("https://id.contoso.example", issuer);
    for (bad, says) in [
        ("id.contoso.example", "an address such as https://"),
        ("", "an address such as https://"),
        ("https://ann@id.example", "no user"),
        ("https://id.example?x", "no user"),
        ("https://id.example/#x", "fragment"),
        ("https://id.example/realm/.well-known/openid-configuration", "leave /.well-known/openid-configuration off"),
    ] {
        assert_refused(&issuer(bad), ".issuer: ", says);
    }
    assert!(!problem(&issuer("https://ann:pa55@id.example")).unwrap().contains("pa55"), "a message shows a password");
    assert_eq!(problem(&issuer("https://id.example/realm/")), None);
    assert_refused(&issuer("http://id.example"), ".issuer ", "https://");
}

#[test]
fn each_entry_of_scopes_is_one_scope() {
    for section in [MICROSOFT, GOOGLE, SALESFORCE, OPENID] {
        for bad in ["", "Mail.Read Mail.Send", "a\\\\b", "é", "a\\\"b"] {
            assert_refused(&format!("{section}scopes = [\"{bad}\"]\n"), ".scopes: ", "each entry is one scope");
        }
        assert_eq!(problem(&format!("{section}scopes = []\n")), None, "an empty list means the usual scopes");
    }
    for always in ["openid", "profile", "email", "offline_access", "Offline_Access"] {
        assert_refused(&format!("{MICROSOFT}scopes = [{always:?}]\n"), ".scopes: ", "always asked for");
    }
    for other in ["https://outlook.office.com/Mail.Read", "https://graph.microsoft.com.evil.example/Mail.Read"] {
        let section = format!("{MICROSOFT}scopes = [{other:?}]\n");
        assert_refused(&section, ".scopes: ", "only permissions of https://graph.microsoft.com/");
    }
    assert_refused(
        &format!("{MICROSOFT}cloud = \"china\"\nscopes = [\"https://graph.microsoft.com/Mail.Read\"]\n"),
        ".scopes: ",
        "microsoftgraph.chinacloudapi.cn",
    );
    assert_eq!(
        problem(&format!("{MICROSOFT}scopes = [\"Mail.Read\", \"https://graph.microsoft.com/Mail.Send\"]\n")),
        None
    );
    assert_eq!(problem(&format!("{OPENID}scopes = [\"offline_access\", \"https://api.example/mail\"]\n")), None);
}

#[test]
fn a_domain_is_plain_and_a_limit_is_at_least_a_day() {
    for section in [GOOGLE, SALESFORCE, OPENID] {
        for bad in [
            "@contoso.example",
            "https://contoso.example",
            "contoso.example:443",
            "*.contoso.example",
            "",
            "a b",
            "a..b",
        ] {
            assert_refused(&format!("{section}domains = [{bad:?}]\n"), ".domains: ", "such as contoso.example");
        }
        for good in ["contoso.example", "bücher.example", "127.0.0.1"] {
            assert_eq!(problem(&format!("{section}domains = [{good:?}]\n")), None, "{good}");
        }
        assert_refused(&format!("{section}idle_limit_days = 0\n"), ".idle_limit_days: ", "at least 1");
    }
    assert_eq!(problem(&format!("{SALESFORCE}domains = [\".contoso.example\"]\n")), None);
    assert_refused(&format!("{MICROSOFT}idle_limit_days = 0\n"), ".idle_limit_days: ", "at least 1");
}

#[test]
fn the_example_in_the_documents_is_accepted() {
    let example = Config::parse(include_str!("../../../../../../docs/latchkey.example.toml")).unwrap();
    for (name, provider) in &example.providers {
        review(name, provider).unwrap();
    }
}
