//! Key sets: what servers publish beside the key that signs, and how they write it.

use latchkey_wire::ReasonCode;

use super::{Origin, SignInOutcome};
use crate::server::{KeyChoice, KeysAt, Signing};

/// A key set at a sign-in.
pub struct KeySetRow {
    pub origin: Origin,
    pub offer: &'static str,
    pub keys: KeyChoice,
    pub becomes: SignInOutcome,
}

/// A key set that changes after a first sign-in.
pub struct KeyChangeRow {
    pub origin: Origin,
    pub before: KeyChoice,
    pub after: KeyChoice,
    /// How long after the first sign-in the second one is tried.
    pub after_s: i64,
    pub becomes: SignInOutcome,
    /// How often the set may be fetched for the second sign-in.
    pub most_fetches: u32,
}

const DAY_S: i64 = 24 * 3600;
const LOGTO: &str = "logto-io/logto #5640; thomseddon/traefik-forward-auth #358; twentyhq/twenty #22780";
const SECRET: &str = "ktaka-ccmp/oauth2-passkey PR #326; damienbod/angular-auth-oidc-client #1445";
const CORE: &str = "OpenID Connect Core, 10.1";
const GOOD: &str = r#"{"keys":[{{key},"alg":"RS256","use":"sig","kid":"1"}]}"#;

#[rustfmt::skip]
pub fn key_sets() -> Vec<KeySetRow> {
    use Signing::{EdDsa, Es256, Es384, Hs256, Hs256ByPublicKey, None as Unsigned, Ps256, Ps512, Rs256, Rs384, Rs512};
    let row = |server, what, read_at, signing, kid, set| KeySetRow {
        origin: Origin { server, what, read_at },
        offer: "openid",
        keys: KeyChoice { signing, kid, set, ..KeyChoice::default() },
        becomes: SignInOutcome::SignsIn,
    };
    let at = |row: KeySetRow, at| KeySetRow { keys: KeyChoice { at, ..row.keys }, ..row };
    let refused = |row: KeySetRow| KeySetRow { becomes: SignInOutcome::Refused(ReasonCode::SignInNotFinished), ..row };
    // Only the installation's administrator can have the server sign in another way.
    let unusable = |row: KeySetRow| KeySetRow { becomes: SignInOutcome::Refused(ReasonCode::AnswerUnusable), ..row };
    let at_microsoft = |row: KeySetRow| KeySetRow { offer: "tenants", ..row };
    let one = Some("1");
    vec![
        row("FusionAuth", "a key of a type of the future", "FusionAuth/fusionauth-jwt #80; airsidemobile/JOSESwift #494; RFC 7517, 5", Rs256, one,
            r#"{"keys":[{"kty":"AKP","alg":"ML-DSA-44","kid":"pq","pub":"AA"},{{key},"alg":"RS256","kid":"1"}]}"#),
        row("Zitadel", "keys of other types and curves", "zitadel/oidc PR #771; RFC 7517, 5", Rs256, one,
            r#"{"keys":[{"kty":"OKP","crv":"X25519","x":"AA","use":"enc"},{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"},{"kty":"oct","k":"AA"},{{key},"kid":"1"}]}"#),
        row("Any OpenID server", "a broken key beside the good one", "huskarl-rs/huskarl PR #139", Rs256, one,
            r#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","kid":"1"},{"kty":"RSA","kid":"1"},{"kty":7},{{key},"kid":"1"}]}"#),
        row("Keycloak", "the key for encryption comes first, and no key id in the token", "jpadilla/pyjwt #722; jenkinsci/oic-auth-plugin #304", Rs256, None,
            r#"{"keys":[{"kty":"RSA","n":"{n of 7}","e":"AQAB","alg":"RSA-OAEP","use":"enc","kid":"e"},{{key},"alg":"RS256","use":"sig","kid":"s"}]}"#),
        row("Keycloak", "one key id for a key with three algorithms", "keycloak/keycloak #14794, #15616", Rs512, one,
            r#"{"keys":[{{key},"alg":"RS256","kid":"1"},{{key},"alg":"RS384","kid":"1"},{{key},"alg":"RS512","kid":"1"}]}"#),
        row("Any OpenID server", "two keys with the same id", "keycloak/keycloak #14794, #15616", Rs256, one,
            r#"{"keys":[{"kty":"RSA","n":"{n of 7}","e":"AQAB","kid":"1"},{{key},"kid":"1"}]}"#),
        row("authgear", "a key without algorithm and use", "jenkinsci/oic-auth-plugin #304; authgear/authgear-server PR #1189", Rs256, one,
            r#"{"keys":[{{key},"kid":"1"}]}"#),
        row("Nextcloud", "no key id in token and key", "nextcloud/user_oidc #1214", Rs256, None, r#"{"keys":[{{key}}]}"#),
        row("Any OpenID server", "no key id in the token, and several keys", CORE, Rs256, None,
            r#"{"keys":[{"kty":"RSA","n":"{n of 7}","e":"AQAB","kid":"a"},{{key},"kid":"b"}]}"#),
        row("Any OpenID server", "a key id in the token alone", CORE, Rs256, one, r#"{"keys":[{{key}}]}"#),
        row("Cloud Foundry UAA", "the key as PEM, too, and a zero byte before it", "cloudfoundry/uaa #449; MicahParks/jwkset #20", Rs256, one,
            r#"{"keys":[{"kty":"RSA","n":"{n0}","e":"AQAB","value":"-----BEGIN PUBLIC KEY-----","kid":"1"}]}"#),
        row("Any OpenID server", "numbers with padding", "MicahParks/keyfunc #30; w3c-ccg/did-key-spec PR #73", Rs256, one,
            r#"{"keys":[{"kty":"RSA","n":"{n=}","e":"AQAB","kid":"1"}]}"#),
        row("IdentityServer", "numbers in plain Base64", "IdentityServer/IdentityServer3 #732", Rs256, one,
            r#"{"keys":[{"kty":"RSA","n":"{n/}","e":"AQAB","kid":"1"}]}"#),
        row("Any OpenID server", "padding written as commas, and no key id", "OpenIDC/mod_auth_openidc #229", Rs256, None,
            r#"{"keys":[{"kty":"RSA","n":"{n,}","e":"AQAB"}]}"#),
        row("Any OpenID server", "coordinates in plain Base64 with padding", "IdentityServer/IdentityServer3 #732; MicahParks/keyfunc #30", Es256, one,
            r#"{"keys":[{"kty":"EC","crv":"P-256","x":"{x/}","y":"{y=}","kid":"1"}]}"#),
        row("Any OpenID server", "a key that is a certificate alone, beside the good one", "panva/jose #96", Rs256, one,
            r#"{"keys":[{"kty":"RSA","use":"sig","kid":"1","x5c":["MIIC"]},{{key},"kid":"1"}]}"#),
        row("Auth0", "a certificate that is none", "lestrrat-go/jwx #316; auth0/node-jwks-rsa #279; nhynes/jwk-rs #2", Rs256, one,
            r#"{"keys":[{{key},"kid":"1","x5c":"MIIC","x5t":7,"key_ops":"verify"}]}"#),
        row("SPIFFE", "members of a trust bundle", "keycloak/keycloak PR #42314", Rs256, one,
            r#"{"spiffe_sequence":1,"spiffe_refresh_hint":300,"keys":[{"kty":"RSA","n":"{n of 7}","e":"AQAB","use":"jwt-svid","kid":"1"},{{key},"kid":"1"}]}"#),
        refused(row("SPIFFE", "a key for another use", "keycloak/keycloak PR #42314", Rs256, one, r#"{"keys":[{{key},"use":"jwt-svid","kid":"1"}]}"#)),
        row("Logto", "ES384", LOGTO, Es384, one, ""),
        row("Any OpenID server", "EdDSA", LOGTO, EdDsa, one, ""),
        row("Any OpenID server", "PS256", LOGTO, Ps256, one, ""),
        row("Any OpenID server", "PS512", LOGTO, Ps512, one, ""),
        row("Any OpenID server", "RS384", LOGTO, Rs384, one, ""),
        row("Any OpenID server", "RS512", LOGTO, Rs512, one, ""),
        refused(row("Any OpenID server", "a token of another algorithm than its key is for", "RFC 7517, 4.4", Ps256, one, GOOD)),
        unusable(row("LINE", "HS256 with the client's secret", SECRET, Hs256, None, r#"{"keys":[{"kty":"oct","k":"ZGlhbGVjdHMtc2VjcmV0"}]}"#)),
        unusable(row("Better Auth", "HS256 where RS256 is listed", "better-auth/better-auth PR #2326", Hs256, one, "")),
        unusable(row("an attacker", "HS256 with the public key", "RFC 8725, 3.1", Hs256ByPublicKey, one, r#"{"keys":[{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}","kid":"1"}]}"#)),
        unusable(row("an attacker", "no signature", "RFC 8725, 3.1", Unsigned, one, r#"{"keys":[{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}","kid":"1"}]}"#)),
        at_microsoft(at(row("Microsoft", "a key of the registration alone", "nextauthjs/next-auth #5137; python-social-auth/social-core #695", Rs256, one, ""), KeysAt::ForAppId)),
        at(row("Any OpenID server", "the key set behind a redirect", "panva/openid-client #707; nextcloud/user_oidc #1214", Es256, one, ""), KeysAt::Moved),
        KeySetRow {
            becomes: SignInOutcome::Refused(ReasonCode::ProviderUnreachable),
            ..at(row("Any OpenID server", "no key set", "garden-co/jazz PR #340", Es256, one, ""), KeysAt::Down)
        },
        KeySetRow {
            becomes: SignInOutcome::Refused(ReasonCode::ProviderUnreachable),
            ..row("Any OpenID server", "an empty key set with 200", "garden-co/jazz PR #340", Es256, one, r#"{"keys":[]}"#)
        },
    ]
}

#[rustfmt::skip]
pub fn key_changes() -> Vec<KeyChangeRow> {
    let row = |server, what, read_at, before, after, after_s, becomes, most_fetches| KeyChangeRow {
        origin: Origin { server, what, read_at }, before, after, after_s, becomes, most_fetches,
    };
    let key = |number, kid| KeyChoice { number, kid: Some(kid), ..KeyChoice::default() };
    let first = || key(0, "1");
    let (signs_in, refused) = (SignInOutcome::SignsIn, SignInOutcome::Refused(ReasonCode::SignInNotFinished));
    let rotates = "garden-co/jazz PR #340; micronaut-projects/micronaut-security PR #2289; auth0/docs-v2 PR #1569";
    let bounded = "zmartzone/lua-resty-openidc #468; evoila/meho PR #3484; blckngm/jwtk PR #8";
    let same_id = "DataZooDE/quack-oauth PR #15";
    let set_of_another = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"{x of 7}","y":"{y of 7}","kid":"7"}]}"#;
    vec![
        row("Auth0", "a new key with a new id", rotates, first(), key(1, "2"), 120, signs_in, 1),
        row("Any OpenID server", "a new key under the same id", same_id, first(), key(1, "1"), 120, signs_in, 1),
        row("Any OpenID server", "a new key without an id", same_id, KeyChoice { kid: None, ..first() }, KeyChoice { kid: None, ..key(1, "") }, 120, signs_in, 1),
        row("Any OpenID server", "a new key within a minute of the last fetch", bounded, first(), key(1, "2"), 10, refused, 0),
        row("Any OpenID server", "a token whose key is in no set", bounded, first(), KeyChoice { number: 5, kid: Some("x"), set: set_of_another, ..first() }, 120, refused, 1),
        row("Any OpenID server", "a key that was taken out a day ago", same_id, first(), KeyChoice { set: set_of_another, ..first() }, DAY_S + 60, refused, 1),
        row("Any OpenID server", "a key set that is down when it is due", "garden-co/jazz PR #340", first(), KeyChoice { at: KeysAt::Down, ..first() }, DAY_S + 60, signs_in, 1),
        row("Any OpenID server", "an empty key set when it is due", "garden-co/jazz PR #340", first(), KeyChoice { set: r#"{"keys":[]}"#, ..first() }, DAY_S + 60, signs_in, 1),
        row("Any OpenID server", "a page in place of the key set when it is due", "sebadob/rauthy PR #1656", first(), KeyChoice { set: "<!doctype html>", ..first() }, DAY_S + 60, signs_in, 1),
        row("Any OpenID server", "a key set that has been down for days", "garden-co/jazz PR #340; benmcollins/libjwt #313", first(), KeyChoice { at: KeysAt::Down, ..first() }, 4 * DAY_S, SignInOutcome::Refused(ReasonCode::ProviderUnreachable), 2),
    ]
}
