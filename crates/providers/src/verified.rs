//! Reading what providers say about an address. Whatever is not plainly "yes" vouches for nothing: tokens hold what a
//! server's owner wants, and a claim of a type that nobody documented must neither break a sign-in nor pass.

use serde_json::Value;

/// Whether `email_verified` says so: `true` (OpenID Connect Core, 5.1), or the same as a text, as some servers write it.
pub(crate) fn says_yes(claim: Option<&Value>) -> bool {
    match claim {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(text)) => text == "true",
        _ => false,
    }
}

/// Whether two addresses are the same mailbox to everybody who compares them here.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Whether the address belongs to one of these domains, to the letter.
pub(crate) fn is_in(domains: &[String], address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    !local.is_empty() && domains.iter().any(|known| known.eq_ignore_ascii_case(domain))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_plain_yes_is_one() {
        assert!(says_yes(Some(&json!(true))) && says_yes(Some(&json!("true"))));
        for other in [json!(false), json!("false"), json!("True "), json!(1), json!("1"), json!([true]), json!(null)] {
            assert!(!says_yes(Some(&other)), "{other}");
        }
        assert!(!says_yes(None));
    }

    #[test]
    fn an_address_belongs_to_the_whole_of_a_domain_and_to_no_other() {
        let domains = ["contoso.example".to_owned()];
        assert!(is_in(&domains, "ann@Contoso.example"));
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
            assert!(!is_in(&domains, other), "{other:?}");
        }
        assert!(!is_in(&[], "ann@contoso.example"));
    }
}
