//! Scopes: which permissions were not granted. A scope may be granted under a wider name.

use latchkey_wire::Permission;

/// How a provider names scopes.
pub(crate) struct ScopeRules {
    /// What a scope is for, as people are told.
    pub(crate) permission: fn(&str) -> Permission,
    /// Whether a granted scope includes a wanted one that has another name.
    pub(crate) includes: fn(&str, &str) -> bool,
}

/// Where scopes have no names that the product knows.
pub(crate) const PLAIN: ScopeRules = ScopeRules { permission: |_| Permission::Other, includes: |_, _| false };

impl ScopeRules {
    /// The permissions of the wanted scopes that were not granted. If the provider does not state the granted ones, all wanted
    /// ones were granted (RFC 6749, 5.1). Names are compared without regard to case, and with or without a resource before them.
    pub(crate) fn missing(&self, granted: Option<&Vec<String>>, wanted: &[String]) -> Vec<Permission> {
        let Some(granted) = granted else { return Vec::new() };
        let has = |wanted: &str| granted.iter().any(|granted| self.covers(granted, wanted));
        let mut missing: Vec<_> =
            wanted.iter().filter(|wanted| !has(wanted)).map(|wanted| (self.permission)(wanted)).collect();
        missing.dedup();
        missing
    }

    /// The permissions of the wanted scopes that were granted before a renewal and are no longer. A wanted scope that was
    /// never granted is not among them: the list of wanted scopes can be widened at any time, and what was granted before
    /// works as it did. Nothing was withdrawn if the provider does not state the scopes, or has never stated them.
    pub(crate) fn withdrawn(&self, now: Option<&Vec<String>>, before: &[String], wanted: &[String]) -> Vec<Permission> {
        let had = |wanted: &&String| before.iter().any(|granted| self.covers(granted, wanted));
        self.missing(now, &wanted.iter().filter(had).cloned().collect::<Vec<_>>())
    }

    fn covers(&self, granted: &str, wanted: &str) -> bool {
        granted.eq_ignore_ascii_case(wanted)
            || without_resource(granted).eq_ignore_ascii_case(without_resource(wanted))
            || (self.includes)(granted, wanted)
    }
}

/// The name behind the resource: `https://graph.microsoft.com/Mail.Read` is `Mail.Read`.
pub(crate) fn without_resource(scope: &str) -> &str {
    scope.rsplit_once('/').map_or(scope, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(granted: &[&str], wanted: &[&str]) -> usize {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        PLAIN.missing(Some(&texts(granted)), &texts(wanted)).len()
    }

    #[test]
    fn a_scope_is_the_same_with_and_without_its_resource() {
        assert_eq!(missing(&["https://graph.example/mail.READ"], &["Mail.Read"]), 0);
        assert_eq!(missing(&["Mail.Read"], &["https://graph.example/Mail.Read"]), 0);
        assert_eq!(missing(&["Mail.Read"], &["Mail.ReadWrite"]), 1);
        assert_eq!(missing(&["https://graph.example/"], &["Mail.Read"]), 1);
        assert_eq!(PLAIN.missing(None, &["a".to_owned()]), []);
    }
}
