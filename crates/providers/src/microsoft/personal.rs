//! Microsoft's personal accounts: their tenant, and their addresses: Outlook.com, Hotmail, Live and MSN, with their regional
//! domains. A personal account may have any address as its name, so the list only suggests; the tenant in the ID token is the
//! proof.
//!
//! # To add a domain
//! Add its ending to the list of its name (github.com/validatorjs/validator.js lists most of them).

/// The tenant of personal accounts (learn.microsoft.com/entra/identity-platform/id-token-claims-reference, `tid`).
pub(super) const TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// The endings of `hotmail.`.
const HOTMAIL: [&str; 50] = [
    "at", "be", "ca", "cl", "co.id", "co.il", "co.in", "co.jp", "co.kr", "co.nz", "co.th", "co.uk", "co.za", "com",
    "com.ar", "com.au", "com.br", "com.gr", "com.hk", "com.mx", "com.pe", "com.tr", "com.tw", "com.vn", "cz", "de",
    "dk", "es", "fi", "fr", "gr", "hu", "id", "ie", "in", "it", "jp", "kr", "lt", "lv", "my", "nl", "no", "ph", "pt",
    "rs", "sa", "se", "sg", "sk",
];
/// The endings of `live.`.
const LIVE: [&str; 32] = [
    "at", "be", "ca", "cl", "cn", "co.jp", "co.kr", "co.uk", "co.za", "com", "com.ar", "com.au", "com.mx", "com.my",
    "com.ph", "com.pt", "com.sg", "de", "dk", "es", "eu", "fi", "fr", "hk", "ie", "in", "it", "jp", "nl", "no", "ru",
    "se",
];
/// The endings of `outlook.`.
const OUTLOOK: [&str; 34] = [
    "at", "be", "cl", "co.id", "co.il", "co.nz", "co.th", "com", "com.ar", "com.au", "com.br", "com.gr", "com.pe",
    "com.tr", "com.vn", "cz", "de", "dk", "es", "fr", "hu", "id", "ie", "in", "it", "jp", "kr", "lv", "my", "ph", "pt",
    "sa", "sg", "sk",
];
/// Domains with one ending.
const OTHERS: [&str; 4] = ["msn.com", "passport.com", "windowslive.com", "livemail.tw"];

/// Whether this is the id of the tenant of personal accounts.
pub fn is_personal_tenant(id: &str) -> bool {
    id.eq_ignore_ascii_case(TENANT)
}

/// Whether an address is at a domain of Microsoft's personal accounts.
pub(super) fn is_personal(address: &str) -> bool {
    let Some((_, domain)) = address.trim().rsplit_once('@') else { return false };
    let domain = domain.to_ascii_lowercase();
    let Some((name, ending)) = domain.split_once('.') else { return false };
    OTHERS.contains(&domain.as_str())
        || match name {
            "hotmail" => HOTMAIL.contains(&ending),
            "live" => LIVE.contains(&ending),
            "outlook" => OUTLOOK.contains(&ending),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regional_domains_are_known_and_look_alikes_are_not() {
        for own in
            ["ann@outlook.com", "Ann@Hotmail.FR", "ann@live.nl", "ann@hotmail.co.uk", "ann@msn.com", " a@outlook.de "]
        {
            assert!(is_personal(own), "{own}");
        }
        for other in
            ["ann@outlook.example", "ann@mail.outlook.com", "ann@outlook.com.evil.example", "outlook.com", "a@live"]
        {
            assert!(!is_personal(other), "{other}");
        }
    }
}
