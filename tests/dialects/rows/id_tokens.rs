//! ID tokens: what servers put into them, and what that means.

use latchkey_wire::ReasonCode;

use super::{Origin, SignInOutcome};

/// An ID token at a sign-in.
#[derive(Clone, Copy)]
pub struct IdTokenRow {
    pub origin: Origin,
    pub offer: &'static str,
    /// Claims over the usual ones.
    pub claims: &'static str,
    pub becomes: SignInOutcome,
    /// The account's address, if the sign-in works.
    pub address: &'static str,
    /// Whether a sync engine finds the connection by the person's address.
    pub is_found: bool,
}

/// An ID token that comes with a renewal.
pub struct RenewedIdTokenRow {
    pub origin: Origin,
    /// Claims over the usual ones, with the nonce of the sign-in.
    pub claims: &'static str,
    pub becomes: RenewedIdTokenOutcome,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RenewedIdTokenOutcome {
    Works,
    /// The answer is about another account, and nothing of it is kept.
    OtherAccount,
}

const UPDATED_AT: &str = "ramosbugs/openidconnect-rs #23, #136; indigo-iam/iam #272; wso2/product-is #11317";
const EMAIL_LIST: &str = "rustdesk/rustdesk-server-pro #860; cloudfoundry/uaa #3083; vibber-ai/fastapi-azure-auth #195";
const VERIFIED: &str =
    "zitadel/oidc PR #139; keycloak/keycloak PR #41830; teamhanko/hanko PR #2054; holoplot/radioauth #4";
const TIMES: &str = "IdentityPython/pyop #20; Kong/insomnia #9170";
const TIME_TEXT: &str = "mozilla/addons-server PR #9378; auth0/node-jsonwebtoken #293";
const SUBJECT: &str = "ory/hydra #460; simplesamlphp/simplesamlphp-module-oidc #353";
const SUBJECT_ODD: &str = "DuendeArchive/identity-model-oidc-client-js #302; jagregory/cognito-local #397";
const AUDIENCE: &str = "pow-auth/assent #111; damienbod/angular-auth-oidc-client #582";
const ZITADEL: &str = "BookStackApp/BookStack PR #4147";
const AZP: &str = "apache/cxf PR #3166; panva/openid-client #280; OpenID Connect Core, 3.1.3.7";
const CORE: &str = "OpenID Connect Core, 3.1.3.7";
const ENTRA: &str = "entra-docs id-token-claims-reference";
const GROUPS: &str = "entra-docs id-token-claims-reference; danny-avila/LibreChat PR #12187";

fn signs_in(server: &'static str, what: &'static str, read_at: &'static str, claims: &'static str) -> IdTokenRow {
    IdTokenRow {
        origin: Origin { server, what, read_at },
        offer: "openid",
        claims,
        becomes: SignInOutcome::SignsIn,
        address: "{person}",
        is_found: true,
    }
}

/// The person signs in, and the server does not vouch for the address.
fn unverified(server: &'static str, what: &'static str, read_at: &'static str, claims: &'static str) -> IdTokenRow {
    IdTokenRow { is_found: false, ..signs_in(server, what, read_at, claims) }
}

fn refused(server: &'static str, what: &'static str, read_at: &'static str, claims: &'static str) -> IdTokenRow {
    let becomes = SignInOutcome::Refused(ReasonCode::SignInNotFinished);
    IdTokenRow { becomes, ..signs_in(server, what, read_at, claims) }
}

fn at_microsoft(row: IdTokenRow) -> IdTokenRow {
    IdTokenRow { offer: "tenants", ..row }
}

#[rustfmt::skip]
pub fn id_tokens() -> Vec<IdTokenRow> {
    vec![
        unverified("AD FS", "e-mail as a list of one", EMAIL_LIST, r#"{"email":["{person}"],"preferred_username":"a123"}"#),
        unverified("AD FS", "e-mail as a list of two", EMAIL_LIST, r#"{"email":["{person}","zoe@contoso.example"],"preferred_username":"a123"}"#),
        unverified("Azure AD B2C", "e-mail as a list with null in it", EMAIL_LIST, r#"{"email":[null,"{person}"],"preferred_username":"a123"}"#),
        unverified("Azure AD B2C", "e-mail as an empty list", EMAIL_LIST, r#"{"email":[]}"#),
        unverified("Any OpenID server", "an empty e-mail", "OpenID Connect Core, 5.1; omnigent-ai/omnigent #2222", r#"{"email":""}"#),
        unverified("AD FS", "a UPN alone", "vouch/vouch-proxy PR #171; snok/django-auth-adfs #196", r#"{"email":"(absent)","preferred_username":"(absent)","upn":"{person}"}"#),
        unverified("Any OpenID server", "no name at all", "vouch/vouch-proxy PR #171; OpenID Connect Core, 5.3.2", r#"{"email":"(absent)","preferred_username":"(absent)"}"#),
        signs_in("Amazon Cognito", "email_verified as text", VERIFIED, r#"{"email_verified":"true"}"#),
        unverified("Apple", "email_verified as the text false", VERIFIED, r#"{"email_verified":"false"}"#),
        unverified("JumpCloud", "email_verified as a number", VERIFIED, r#"{"email_verified":1}"#),
        unverified("Keycloak", "email_verified as an object", VERIFIED, r#"{"email_verified":{"value":true}}"#),
        signs_in("Google", "two members about the e-mail that disagree", "googleapis/google-api-java-client #828", r#"{"verified_email":false,"email_verified":"true"}"#),
        signs_in("Auth0", "updated_at as a date in text", UPDATED_AT, r#"{"updated_at":"2020-06-16T03:23:10.426Z"}"#),
        signs_in("Auth0", "updated_at as a number in text", UPDATED_AT, r#"{"updated_at":"1684410000"}"#),
        signs_in("INDIGO IAM", "updated_at as Java writes dates", UPDATED_AT, r#"{"updated_at":"Wed Apr 04 18:45:44 CEST 2018"}"#),
        signs_in("ForgeRock", "amr as a text, and names that are URNs", "ramosbugs/openidconnect-rs #110", r#"{"amr":"simulator","urn:etoegang:core:ServiceID":"urn:x"}"#),
        signs_in("Any OpenID server", "a name as a list, a locale as an object", "ramosbugs/openidconnect-rs #230; Timshel/vaultwarden #74", r#"{"name":["Ann",7],"locale":{"language":"de"},"address":"x","phone_number":49}"#),
        signs_in("pyop", "times with a fraction", TIMES, r#"{"exp":{now+600}.549083,"iat":{now}.1}"#),
        signs_in("Mozilla Accounts", "exp as a number in text", TIME_TEXT, r#"{"exp":"{now+600}"}"#),
        refused("Any OpenID server", "exp as a word", TIME_TEXT, r#"{"exp":"never"}"#),
        refused("Any OpenID server", "exp as null", CORE, r#"{"exp":null}"#),
        refused("Any OpenID server", "no exp", CORE, r#"{"exp":"(absent)"}"#),
        refused("Any OpenID server", "exp in the past", CORE, r#"{"exp":{now-600}}"#),
        signs_in("Any OpenID server", "a clock that is four minutes behind", CORE, r#"{"exp":{now-240}}"#),
        refused("Any OpenID server", "a token for later", CORE, r#"{"nbf":{now+3000}}"#),
        signs_in("Ory Hydra", "sub as a number", SUBJECT, r#"{"sub":123}"#),
        signs_in("SimpleSAMLphp", "sub as a number that no float holds", SUBJECT, r#"{"sub":12345678901234567890}"#),
        refused("Duende IdentityServer", "sub as a list", SUBJECT_ODD, r#"{"sub":["2b6d2f5c9e70","2b6d2f5c-9e70"]}"#),
        refused("cognito-local", "sub as an object", SUBJECT_ODD, r#"{"sub":{"Name":"sub","Value":"a19c"}}"#),
        refused("Any OpenID server", "an empty sub", "OpenID Connect Core, 2", r#"{"sub":""}"#),
        signs_in("Auth0", "sub with colons and pipes", "hasura/graphql-engine #7019", r#"{"sub":"oauth2|Combine|1:1467702"}"#),
        signs_in("Oracle IDCS", "aud lists the client and the vendor, without azp", AUDIENCE, r#"{"aud":["{client}","https://identity.oraclecloud.com/"]}"#),
        signs_in("Zitadel", "five audiences", ZITADEL, r#"{"aud":["c1","c2","{client}","c4","project"]}"#),
        signs_in("Zitadel", "five audiences and our azp", ZITADEL, r#"{"aud":["c1","c2","{client}","c4","project"],"azp":"{client}"}"#),
        signs_in("Any OpenID server", "one audience in a list", AZP, r#"{"aud":["{client}"],"azp":"{client}"}"#),
        refused("Any OpenID server", "another party's azp", AZP, r#"{"aud":["{client}","c2"],"azp":"c2"}"#),
        refused("Dex", "another audience with our azp", "dexidp/dex #984", r#"{"aud":"cli-app","azp":"{client}"}"#),
        refused("Any OpenID server", "an empty list of audiences", CORE, r#"{"aud":[]}"#),
        refused("Any OpenID server", "no audience", CORE, r#"{"aud":"(absent)"}"#),
        refused("Authentik", "an issuer with a slash that the document does not have", "TencentCloud/Octop PR #399; indigo-iam/iam #714", r#"{"iss":"{url}/"}"#),
        refused("AD FS", "the issuer of access tokens", "MicrosoftDocs/windowsserverdocs #551; canonical/lxd #14175", r#"{"iss":"{url}/adfs/services/trust"}"#),
        refused("Any OpenID server", "no nonce", "OpenID Connect Core, 3.1.3.7; DuendeArchive/IdentityServer4 #2180", r#"{"nonce":"(absent)"}"#),
        refused("Any OpenID server", "the nonce of another sign-in", CORE, r#"{"nonce":"another"}"#),
        refused("Any OpenID server", "a nonce as a list", CORE, r#"{"nonce":["another"]}"#),
        signs_in("Any OpenID server", "a telephone number as the sign-in name", ENTRA, r#"{"preferred_username":"+49 30 1234567"}"#),
        at_microsoft(signs_in("Microsoft", "no e-mail", ENTRA, r#"{"email":"(absent)"}"#)),
        at_microsoft(signs_in("Microsoft", "a token of version 1", "entra-docs id-token-claims-reference; huggingface/chat-ui PR #984", r#"{"email":"(absent)","preferred_username":"(absent)","upn":"{person}","ver":"1.0"}"#)),
        at_microsoft(signs_in("Microsoft", "too many groups for the token", GROUPS, r#"{"_claim_names":{"groups":"src1"},"_claim_sources":{"src1":{"endpoint":"https://graph.microsoft.com/v1.0/users/x/getMemberObjects"}},"hasgroups":true}"#)),
        at_microsoft(refused("Microsoft", "a tenant that its issuer is not", "entra-docs claims-validation; OpenID Connect Core, 3.1.3.7", r#"{"tid":"11111111-0000-4000-8000-000000000001"}"#)),
        at_microsoft(refused("Microsoft", "a personal account where only companies may sign in", ENTRA, r#"{"tid":"9188040d-6c67-4c5b-b112-36a304b66dad","iss":"{url}/tenants/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0"}"#)),
        at_microsoft(refused("Microsoft", "a tenant as a list", ENTRA, r#"{"tid":["11111111-0000-4000-8000-000000000001"]}"#)),
    ]
}

#[rustfmt::skip]
pub fn renewed_id_tokens() -> Vec<RenewedIdTokenRow> {
    use RenewedIdTokenOutcome::{OtherAccount, Works};
    let row = |server, what, read_at, claims, becomes| RenewedIdTokenRow { origin: Origin { server, what, read_at }, claims, becomes };
    let old_nonce = "zitadel/oidc #509; okta/okta-mobile-kotlin #252; damienbod/angular-auth-oidc-client #1642";
    let standard = "OpenID Connect Core, 12.2";
    vec![
        row("Keycloak", "a renewal brings the first nonce again", old_nonce, "{}", Works),
        row("IdentityServer", "a renewal brings no nonce", "DuendeArchive/IdentityServer4 #2180", r#"{"nonce":"(absent)"}"#, Works),
        row("Any OpenID server", "a renewal brings a token with little in it", standard, r#"{"nonce":"(absent)","email":"(absent)","preferred_username":"(absent)","exp":"(absent)","aud":"(absent)"}"#, Works),
        row("Authentik", "a renewal names the issuer with a slash", "TencentCloud/Octop PR #399; Morelitea/initiative PR #1772", r#"{"iss":"{url}/"}"#, Works),
        row("Any OpenID server", "a renewal brings a subject that is no text", "OpenID Connect Core, 12.2; jagregory/cognito-local #397", r#"{"sub":["x"]}"#, Works),
        row("Any OpenID server", "a renewal names another subject", standard, r#"{"sub":"ben@fabrikam.example"}"#, OtherAccount),
        row("Any OpenID server", "a renewal names another issuer", standard, r#"{"iss":"https://other.example"}"#, OtherAccount),
    ]
}
