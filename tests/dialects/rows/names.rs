//! Names: which address an account has, which name its person signs in with, and by which address a sync engine finds it.

use super::Origin;
use crate::server::ApiAnswer;

/// An account at a sign-in.
pub struct NameRow {
    pub origin: Origin,
    pub offer: &'static str,
    /// Claims over the usual ones.
    pub claims: &'static str,
    /// What the API says of it.
    pub api: &'static [ApiAnswer],
    /// The address that the pane shows.
    pub address: &'static str,
    /// The name that the person signs in with, if it is another one. The sign-in page gets it as a hint.
    pub sign_in_name: Option<&'static str>,
    pub found_by: &'static [&'static str],
    pub not_found_by: &'static [&'static str],
}

const UPN: &str =
    "bkaankose/Wino-Mail #643; AzureAD/microsoft-authentication-library-for-js #4970; netbirdio/netbird #4799";
const GUEST: &str =
    "AzureAD/microsoft-authentication-library-for-python #351; learn.microsoft.com/entra/external-id/user-properties";
const PROXIES: &str = "learn.microsoft.com/graph/api/resources/user";
const FOLD: &str = "github.com/validatorjs/validator.js/blob/master/src/lib/normalizeEmail.js; www.techrepublic.com/blog/google-in-the-enterprise/quick-tip-dots-are-meaningless-in-your-gmail-address/; flathub/us.zoom.Zoom #294";
const UPN_CLAIMS: &str = r#"{"email":"(absent)","preferred_username":"a123@corp.example"}"#;

const fn me(body: &'static str) -> ApiAnswer {
    ApiAnswer { at: "/v1.0/me", status: 200, headers: &[], body }
}

/// Comes before [`me`]: the first answer that fits counts.
const NO_INBOX: ApiAnswer =
    ApiAnswer { at: "/inbox", status: 404, headers: &[], body: r#"{"error":{"code":"MailboxNotEnabledForRESTAPI"}}"# };
const INBOX: ApiAnswer = ApiAnswer { at: "/inbox", status: 200, headers: &[], body: r#"{"id":"1"}"# };

#[rustfmt::skip]
pub fn names() -> Vec<NameRow> {
    let row = |server, offer, what, read_at, claims, api, address| NameRow {
        origin: Origin { server, what, read_at }, offer, claims, api, address, sign_in_name: None, found_by: &[], not_found_by: &[],
    };
    let graph = |what, read_at, claims, api, address| row("Microsoft", "tenants", what, read_at, claims, api, address);
    let google = |what, read_at, claims, address| row("Google", "google", what, read_at, claims, &[], address);
    let salesforce = |what, read_at, api, address| row("Salesforce", "salesforce-production", what, read_at, "", api, address);
    vec![
        NameRow {
            sign_in_name: Some("a123@corp.example"),
            found_by: &["ann.lee@contoso.example", "ann@contoso.example", "ANN@Contoso.example"],
            not_found_by: &["a123@corp.example"],
            ..graph("a UPN that is no address of the mailbox", UPN, UPN_CLAIMS, const { &[INBOX, me(r#"{"proxyAddresses":["smtp:ann@contoso.example","SMTP:ann.lee@contoso.example"]}"#)] }, "ann.lee@contoso.example")
        },
        NameRow {
            found_by: &["ann@contoso.example"],
            not_found_by: &["ann.sip@contoso.example", "1@contoso.example"],
            ..graph("addresses of other kinds", PROXIES, "", const { &[INBOX, me(r#"{"proxyAddresses":["SIP:ann.sip@contoso.example","X500:/o=contoso","SPO:1@contoso.example","SMTP:ann@contoso.example","smtp:"]}"#)] }, "ann@contoso.example")
        },
        NameRow {
            sign_in_name: Some("eve_gmail.com#EXT#@corp.onmicrosoft.com"),
            not_found_by: &["ceo@fabrikam.example", "eve_gmail.com#EXT#@corp.onmicrosoft.com"],
            ..graph("a guest with another person's address and no mailbox", GUEST, r#"{"email":"ceo@fabrikam.example","preferred_username":"eve_gmail.com#EXT#@corp.onmicrosoft.com"}"#, const { &[NO_INBOX, me(r#"{"proxyAddresses":["SMTP:ceo@fabrikam.example"]}"#)] }, "ceo@fabrikam.example")
        },
        NameRow {
            sign_in_name: Some("ceo@fabrikam.example"),
            not_found_by: &["ceo@fabrikam.example"],
            ..graph("a foreign tenant that claims an address", "entra-docs claims-validation", r#"{"email":"ceo@fabrikam.example","preferred_username":"ceo@fabrikam.example"}"#, const { &[INBOX, me(r#"{"proxyAddresses":["SMTP:ann@contoso.example"]}"#)] }, "ann@contoso.example")
        },
        NameRow {
            found_by: &["ann@contoso.example"],
            ..graph("an e-mail whose domain's owner is verified", "learn.microsoft.com/entra/identity-platform/optional-claims-reference", r#"{"xms_edov":true,"email":"ann@contoso.example"}"#, const { &[NO_INBOX, me("{}")] }, "ann@contoso.example")
        },
        NameRow {
            not_found_by: &["ann@contoso.example"],
            ..graph("no addresses at all", GUEST, r#"{"email":"(absent)","preferred_username":"ann@contoso.example"}"#, const { &[NO_INBOX, me(r#"{"mail":null,"userPrincipalName":"ann@contoso.example","proxyAddresses":[]}"#)] }, "ann@contoso.example")
        },
        NameRow {
            sign_in_name: Some("+49 30 1234567"),
            found_by: &["ann@contoso.example"],
            ..graph("a telephone number as the sign-in name", "entra-docs id-token-claims-reference", r#"{"email":"(absent)","preferred_username":"+49 30 1234567"}"#, const { &[INBOX, me(r#"{"proxyAddresses":["SMTP:ann@contoso.example"]}"#)] }, "ann@contoso.example")
        },
        NameRow {
            found_by: &["ann@gmail.com", "ann@googlemail.com", "Ann@GoogleMail.com"],
            ..google("googlemail.com", FOLD, r#"{"email":"ann@googlemail.com"}"#, "ann@googlemail.com")
        },
        NameRow {
            found_by: &["zoe@googlemail.com", "zoe@gmail.com"],
            not_found_by: &["zoe@gmail.com.example"],
            ..google("gmail.com, sought as googlemail.com", FOLD, r#"{"email":"zoe@gmail.com"}"#, "zoe@gmail.com")
        },
        NameRow {
            found_by: &["j.smith@contoso.example"],
            not_found_by: &["jsmith@contoso.example", "j.smith+x@contoso.example"],
            ..google("a company's domain, where dots count", FOLD, r#"{"email":"j.smith@contoso.example"}"#, "j.smith@contoso.example")
        },
        NameRow {
            not_found_by: &["ceo@fabrikam.example"],
            ..google("an e-mail that is not verified", "googleapis/google-api-java-client #828; OpenID Connect Core, 5.1", r#"{"email":"ceo@fabrikam.example","email_verified":false}"#, "ceo@fabrikam.example")
        },
        NameRow {
            found_by: &["ann@contoso.example"],
            ..salesforce("a user name that is the verified e-mail", "help.salesforce.com/s/articleView?id=sf.remoteaccess_using_userinfo_endpoint.htm", &[], "ann@contoso.example")
        },
        NameRow {
            found_by: &["ann@contoso.example"],
            not_found_by: &["ceo@fabrikam.example"],
            ..salesforce("another person's address as the user name", "help.salesforce.com/s/articleView?id=sf.remoteaccess_using_userinfo_endpoint.htm", const { &[ApiAnswer { at: "/userinfo", status: 200, headers: &[], body: r#"{"user_id":"{user}","organization_id":"{organisation}","preferred_username":"ceo@fabrikam.example","email":"ann@contoso.example","email_verified":true,"name":["x"]}"# }] }, "ceo@fabrikam.example")
        },
        NameRow {
            found_by: &["ann@contoso.example.dev", "ann@contoso.example"],
            ..salesforce("a user name with a sandbox's name behind", "help.salesforce.com/s/articleView?id=platform.data_sandbox_users_and_contacts.htm", const { &[ApiAnswer { at: "/userinfo", status: 200, headers: &[], body: r#"{"user_id":"{user}","organization_id":"{organisation}","preferred_username":"ann@contoso.example.dev","email":"ann@contoso.example","email_verified":true}"# }] }, "ann@contoso.example.dev")
        },
    ]
}
