//! What providers say about an address. Only a plain "yes" counts: a server's owner decides what its tokens say. A claim
//! of an undocumented type must neither break a sign-in nor count as verified.

use serde_json::Value;

/// Whether `email_verified` is true: `true` (OpenID Connect Core, 5.1), or the same as a text, as some servers send it.
pub(crate) fn is_yes(claim: Option<&Value>) -> bool {
    match claim {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(text)) => text == "true",
        _ => false,
    }
}

/// Whether two addresses are the same, without regard to the case of ASCII letters.
pub(crate) fn is_same_address(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Whether the domain of the address is one of these; subdomains do not count.
pub(crate) fn is_in_domains(domains: &[String], address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    !local.is_empty() && domains.iter().any(|known| known.eq_ignore_ascii_case(domain))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_plain_yes_is_one() {
        assert!(is_yes(Some(&json!(true))) && is_yes(Some(&json!("true"))));
        for other in [json!(false), json!("false"), json!("True "), json!(1), json!("1"), json!([true]), json!(null)] {
            assert!(!is_yes(Some(&other)), "{other}");
        }
        assert!(!is_yes(None));
    }

    #[test]
    fn an_address_belongs_to_the_whole_of_a_domain_and_to_no_other() {
        let domains = ["contoso.example".to_owned()];
        assert!(is_in_domains(&domains, "ann@Contoso.example"));
        for other in [
            "ann@contoso.example.evil.example",
            "ann@evil-contoso.example",
            "ann@mail.contoso.example",
            "ann@contoso.example ",
            "ann@contoso.example@evil.example",
            "@contoso.example",
            "contoso.example",
            "",
        ] {
            assert!(!is_in_domains(&domains, other), "{other:?}");
        }
        assert!(!is_in_domains(&[], "ann@contoso.example"));
    }
}
