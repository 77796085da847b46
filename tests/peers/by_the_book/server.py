"""An OpenID provider written from the standards alone. See README.md for its commands and choices."""
from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import re
import secrets
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any, Callable
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

CODE_LIFE_S, FLOW_LIFE_S, ID_TOKEN_LIFE_S, MAX_BODY = 60, 600, 600, 64 * 1024
SCOPES = {"openid": "know who you are", "profile": "see your name", "email": "see your email address",
          "mail": "read your mail"}
PROMPTS = ["none", "login", "consent", "select_account"]
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
CURVES: dict[str, tuple[str, ec.EllipticCurve, int]] = {
    "ES256": ("P-256", ec.SECP256R1(), 32), "ES384": ("P-384", ec.SECP384R1(), 48),
    "ES512": ("P-521", ec.SECP521R1(), 66)}
ALGS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
AUTH_METHODS = ["client_secret_basic", "client_secret_post", "private_key_jwt"]


# ---- Choices: what the standards leave open, and a few known slips of real providers ----

def texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


# Each has its default, and the values that it may take or a check of them.
CHOICES: dict[str, tuple[Any, Any]] = {
    "issuer_path": ("", lambda v: re.fullmatch(r"(/[\w.-]+)*", v)),
    "auth_methods": (AUTH_METHODS[:2], lambda v: v is None or texts(v)),
    "auth_works": (AUTH_METHODS[:2], lambda v: texts(v) and set(v) <= set(AUTH_METHODS)),
    "alg": ("RS256", ALGS), "kid": (True, [True, False]), "extra_keys": (False, [True, False]),
    "id_token_claims": ("full", ["full", "minimal"]), "aud_list": (False, [True, False]),
    "userinfo": ("json", ["json", "jwt", "none"]), "rotate": (True, [True, False]),
    "offline_access": ("standard", ["standard", "unknown", "ignored"]),
    "id_token_at_refresh": (True, [True, False]), "refusal": ("standard", ["standard", "bare"]),
    "content_type": ("application/json", lambda v: re.fullmatch(r"[ -~]+", v)),
    "expires_in": ("number", ["number", "text", "absent"]), "scope_in_response": ("text", ["text", "absent"]),
    "redirect_discovery": (False, [True, False]), "email_claim": ("text", ["text", "list", "empty"])}


def read_choices(given: dict[str, Any]) -> SimpleNamespace:
    """Refuse unknown names and values, so that a typing slip never goes unseen."""
    for name, value in given.items():
        if name not in CHOICES:
            raise ValueError(f"unknown choice {name}")
        allowed = CHOICES[name][1]
        if not (allowed(value) if callable(allowed) else value in allowed):
            raise ValueError(f"choice {name} cannot be {value!r}")
    methods = {"auth_methods": given["auth_works"]} if "auth_works" in given else {}
    return SimpleNamespace(**{name: default for name, (default, _) in CHOICES.items()} | methods | given)


# ---- Small helpers and JOSE (RFC 7515, 7517, 7518, 8037) ----

def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number_b64(number: int, size: int = 0) -> str:
    return b64(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def rsa_padding(alg: str) -> padding.AsymmetricPadding:
    digest = HASHES[alg[2:]]
    return padding.PKCS1v15() if alg[:2] == "RS" else padding.PSS(padding.MGF1(digest), digest.digest_size)


class SigningKey:
    """One private key, used with one algorithm only."""

    def __init__(self, alg: str, kid: str | None) -> None:
        self.alg, self.kid = alg, {"kid": kid} if kid else {}
        self.private: Any = (
            ed25519.Ed25519PrivateKey.generate() if alg == "EdDSA"
            else ec.generate_private_key(CURVES[alg][1]) if alg in CURVES
            else rsa.generate_private_key(public_exponent=65537, key_size=2048))

    def jwk(self, use: str = "sig", alg: str = "") -> dict[str, str]:
        public = self.private.public_key()
        if self.alg == "EdDSA":
            key = {"kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes_raw())}
        elif self.alg in CURVES:
            (crv, _, size), point = CURVES[self.alg], public.public_numbers()
            key = {"kty": "EC", "crv": crv, "x": number_b64(point.x, size), "y": number_b64(point.y, size)}
        else:
            numbers = public.public_numbers()
            key = {"kty": "RSA", "n": number_b64(numbers.n), "e": number_b64(numbers.e)}
        return key | {"use": use, "alg": alg or self.alg} | self.kid

    def sign(self, claims: dict[str, Any]) -> str:
        header = {"alg": self.alg, "typ": "JWT"} | self.kid
        text = ".".join(b64(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
        if self.alg == "EdDSA":
            signature = self.private.sign(text.encode())
        elif self.alg in CURVES:
            size, digest = CURVES[self.alg][2], HASHES[self.alg[2:]]
            r, s = decode_dss_signature(self.private.sign(text.encode(), ec.ECDSA(digest)))
            signature = r.to_bytes(size, "big") + s.to_bytes(size, "big")
        else:
            signature = self.private.sign(text.encode(), rsa_padding(self.alg), HASHES[self.alg[2:]])
        return f"{text}.{b64(signature)}"


def verify(jwk: dict[str, str], alg: str, data: bytes, signature: bytes) -> None:
    """Check a signature with a public JWK. Raises when it does not fit."""
    kind = (jwk["kty"], jwk.get("crv") if jwk["kty"] != "RSA" else None)
    if jwk.get("use", "sig") != "sig" or jwk.get("alg", alg) != alg:
        raise InvalidSignature
    numbers = {name: int.from_bytes(unb64(jwk[name]), "big") for name in ("n", "e", "x", "y") if name in jwk}
    if alg == "EdDSA" and kind == ("OKP", "Ed25519"):
        ed25519.Ed25519PublicKey.from_public_bytes(unb64(jwk["x"])).verify(signature, data)
    elif alg in CURVES and kind == ("EC", CURVES[alg][0]) and len(signature) == 2 * CURVES[alg][2]:
        _, curve, size = CURVES[alg]
        der = encode_dss_signature(*(int.from_bytes(half, "big") for half in (signature[:size], signature[size:])))
        point = ec.EllipticCurvePublicNumbers(numbers["x"], numbers["y"], curve).public_key()
        point.verify(der, data, ec.ECDSA(HASHES[alg[2:]]))
    elif alg[:2] in ("RS", "PS") and kind == ("RSA", None):
        key = rsa.RSAPublicNumbers(numbers["e"], numbers["n"]).public_key()
        key.verify(signature, data, rsa_padding(alg), HASHES[alg[2:]])
    else:
        raise InvalidSignature


# ---- Data ----

@dataclass
class Session:
    """One browser. It may have one person signed in."""
    id: str
    login: str | None = None
    auth_time: int = 0


@dataclass
class Flow:
    """One authorization request on its way through the pages."""
    params: dict[str, str]
    session: Session
    scopes: list[str]
    prompts: set[str]
    offline: bool
    started: float = field(default_factory=time.time)
    login: str = ""
    auth_time: int = 0
    signed_in: bool = False
    consented: bool = False


@dataclass
class Grant:
    """What a person allowed. All codes and tokens hang on it and end with it."""
    flow: Flow
    login: str
    code_expires: float
    code_used: bool = False
    refresh: str | None = None
    ended: bool = False


@dataclass
class Access:
    grant: Grant
    scopes: list[str]
    issued: int
    expires: int

    def live(self) -> bool:
        return not self.grant.ended and time.time() < self.expires


@dataclass
class Request:
    method: str
    path: str
    query: list[tuple[str, str]]
    form: list[tuple[str, str]] | None  # None: the body is not a form.
    authorization: str
    cookies: dict[str, str]


@dataclass
class Response:
    status: int
    body: str = ""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """An error that is told to the client in the form of its standard."""

    def __init__(self, error: str, text: str, status: int = 400, challenge: str = "") -> None:
        super().__init__(error)
        self.status, self.challenge = status, challenge
        self.body = {"error": error, "error_description": text}


class PageError(Exception):
    """An error that may only be shown to the person, never sent to a redirect_uri."""


def page(title: str, inner: str, status: int = 200) -> Response:
    text = (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><h1>{title}</h1>{inner}</body></html>")
    return Response(status, text, "text/html; charset=utf-8", {
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"})


def once(pairs: list[tuple[str, str]] | None) -> tuple[dict[str, str], set[str]]:
    """Parameters and the names that came twice. An empty value counts as absent (RFC 6749, 3.1)."""
    names = [name for name, _ in pairs or []]
    return {n: v for n, v in pairs or [] if v}, {n for n in names if names.count(n) > 1}


def subject(login: str) -> str:
    return hashlib.sha256(f"subject:{login}".encode()).hexdigest()[:32]


# ---- The provider ----

class Provider:
    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.cookie = f"op_session_{port}"  # Cookies do not know ports, so the name does.
        self.lock = threading.RLock()
        self.open({}, {})

    # -- Commands. Their parameters are the members of the JSON command. --

    def open(self, client: dict[str, Any], people: dict[str, dict[str, Any]], access_life_s: int = 3600,
             choices: dict[str, Any] | None = None) -> dict[str, Any]:
        """Start afresh: no sessions, no grants, a new key, a tally of zero."""
        if client and not (client["client_id"] and texts(client["redirect_uris"])):
            raise ValueError("client_id and redirect_uris are needed")
        if not all(isinstance(person["password"], str) for person in people.values()):
            raise ValueError("every person needs a password")
        if type(access_life_s) is not int:
            raise ValueError("access_life_s must be a whole number")
        self.choices = read_choices(choices or {})
        self.client, self.people, self.access_life_s = client, people, access_life_s
        self.issuer, self.prefix = self.origin + self.choices.issuer_path, ""
        self.key_count = 0
        self.keys: list[SigningKey] = []
        self.rotate_key()
        self.extra_keys = self.make_extra_keys() if self.choices.extra_keys else []
        self.sessions: dict[str, Session] = {}
        self.flows: dict[str, Flow] = {}
        self.consents: dict[str, set[str]] = {}
        self.grants: list[Grant] = []
        self.codes: dict[str, Grant] = {}
        self.refreshes: dict[str, Grant] = {}  # Used-up tokens stay, to notice reuse.
        self.accesses: dict[str, Access] = {}
        self.id_tokens: dict[str, str] = {}  # To know an id_token_hint again.
        self.assertions: set[str] = set()
        self.counts = {"renewed": 0, "refused": 0, "revoked": 0}
        return {"ok": True, "issuer": self.issuer, "subs": {login: subject(login) for login in people}}

    def grants_of(self, login: str) -> list[Grant]:
        if login not in self.people:
            raise ValueError(f"no person {login}")
        return [grant for grant in self.grants if grant.login == login and not grant.ended]

    def count(self, login: str) -> dict[str, Any]:
        return {"live": sum(grant.refresh is not None for grant in self.grants_of(login))}

    def end(self, login: str) -> None:
        for grant in self.grants_of(login):
            grant.ended = True
        self.consents.pop(login, None)

    def tally(self) -> dict[str, Any]:
        return dict(self.counts)

    def rotate_key(self, same_kid: bool = False, drop_old: bool = False) -> None:
        self.key_count += not same_kid
        key = SigningKey(self.choices.alg, f"key-{self.key_count}" if self.choices.kid else None)
        self.keys = [key] + ([] if drop_old else self.keys)

    def move(self, prefix: str) -> None:
        if not re.fullmatch(r"(/[\w.-]+)*", prefix):
            raise ValueError("the prefix must be empty or like /v2")
        self.prefix = prefix

    # -- Paths, Discovery 1.0 and RFC 8414 --

    def make_extra_keys(self) -> list[dict[str, str]]:
        enc, odd = (SigningKey("RS256", name if self.choices.kid else None) for name in ("extra-enc", "extra-alg"))
        strange = {"kty": "LATTICE", "use": "sig", "pub": b64(secrets.token_bytes(32))}
        return [strange | ({"kid": "extra-kty"} if self.choices.kid else {}),
                enc.jwk("enc", "RSA-OAEP-256"), odd.jwk("sig", "XS999")]

    def url(self, name: str) -> str:
        """The back-channel endpoints move with the prefix; the pages stay."""
        return self.issuer + ("" if name in ("authorize", "sign-in", "consent") else self.prefix) + "/" + name

    def handle(self, request: Request) -> Response:
        get, post, both = ["GET"], ["POST"], ["GET", "POST"]
        routes: dict[str, tuple[list[str], Callable[[Request], Response]]] = {
            self.issuer + "/.well-known/openid-configuration": (get, self.discovery),
            self.origin + "/.well-known/oauth-authorization-server" + self.choices.issuer_path: (get, self.discovery),
            self.url("authorize"): (both, self.authorize), self.url("sign-in"): (post, self.sign_in),
            self.url("consent"): (post, self.consent), self.url("token"): (post, self.token),
            self.url("revoke"): (post, self.revoke), self.url("introspect"): (post, self.introspect),
            self.url("jwks"): (get, self.jwks)}
        if self.choices.userinfo != "none":
            routes[self.url("userinfo")] = (both, self.userinfo)
        if self.choices.redirect_discovery:
            routes[self.issuer + "/metadata"] = (get, self.metadata)
        if self.origin + request.path not in routes:
            return Response(404)
        methods, act = routes[self.origin + request.path]
        if request.method not in methods:
            return Response(405, headers={"Allow": ", ".join(methods)})
        try:
            response = act(request)
        except PageError as error:
            return page("Something is wrong", f"<p>{error}</p>", 400)
        except Refusal as refusal:
            bare = refusal.body["error"] == "invalid_grant" and self.choices.refusal == "bare"
            body = {"error": "invalid_grant"} if bare else refusal.body
            challenge = {"WWW-Authenticate": refusal.challenge} if refusal.challenge else {}
            response = Response(refusal.status, json.dumps(body), headers=challenge)
        if act == self.token:
            response.kind = self.choices.content_type
        return response

    def discovery(self, request: Request) -> Response:
        if self.choices.redirect_discovery:
            return Response(302, headers={"Location": self.issuer + "/metadata"})
        return self.metadata(request)

    def metadata(self, request: Request) -> Response:
        c = self.choices
        about: dict[str, Any] = {
            "issuer": self.issuer, "jwks_uri": self.url("jwks"), "authorization_endpoint": self.url("authorize"),
            "token_endpoint": self.url("token"), "revocation_endpoint": self.url("revoke"),
            "introspection_endpoint": self.url("introspect"),
            "scopes_supported": [*SCOPES] + ["offline_access"] * (c.offline_access == "standard"),
            "response_types_supported": ["code"], "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"], "code_challenge_methods_supported": ["S256"],
            # RS256 must be named, even when another one is used (Discovery 1.0, section 3).
            "id_token_signing_alg_values_supported": list(dict.fromkeys(["RS256", c.alg])),
            "claims_supported": "iss sub aud exp iat auth_time nonce name email email_verified".split(),
            "prompt_values_supported": PROMPTS, "authorization_response_iss_parameter_supported": True,
            "claims_parameter_supported": False, "request_parameter_supported": False,
            "request_uri_parameter_supported": False}
        if c.userinfo != "none":
            about["userinfo_endpoint"] = self.url("userinfo")
        if c.userinfo == "jwt":
            about["userinfo_signing_alg_values_supported"] = [c.alg]
        for endpoint in ("token", "revocation", "introspection") if c.auth_methods is not None else ():
            about[f"{endpoint}_endpoint_auth_methods_supported"] = c.auth_methods
            if "private_key_jwt" in c.auth_methods:
                about[f"{endpoint}_endpoint_auth_signing_alg_values_supported"] = ALGS
        return Response(200, json.dumps(about), headers={"Cache-Control": "no-cache"})

    def jwks(self, request: Request) -> Response:
        keys = self.extra_keys + [key.jwk() for key in self.keys]
        return Response(200, json.dumps({"keys": keys}), "application/jwk-set+json", {"Cache-Control": "no-cache"})

    # -- The authorization endpoint and its pages --

    def authorize(self, request: Request) -> Response:
        params, repeated = once(request.query if request.method == "GET" else request.form)
        if not self.client or params.get("client_id") != self.client["client_id"] or "client_id" in repeated:
            raise PageError("The application is not known here.")
        if params.get("redirect_uri") not in self.client["redirect_uris"] or "redirect_uri" in repeated:
            raise PageError("The address to return to is not registered for this application.")
        if "state" in repeated:
            params.pop("state", None)
        try:
            flow = self.read_request(params, repeated, request)
        except Refusal as refusal:
            return self.back(params, refusal.body)
        return self.step(secrets.token_urlsafe(24), flow)

    def read_request(self, params: dict[str, str], repeated: set[str], request: Request) -> Flow:
        asked = list(dict.fromkeys(params.get("scope", "").split()))
        prompts = set(params.get("prompt", "").split())
        pkce = "code_challenge" in params or "code_challenge_method" in params
        s256 = params.get("code_challenge_method") == "S256"  # Without it: plain (RFC 7636, 4.3).
        rule = self.choices.offline_access
        invalid = "invalid_request"
        for wrong, error, text in (
                (repeated, invalid, "A parameter came more than once"),
                ("request" in params, "request_not_supported", "The parameter request is not supported"),
                ("request_uri" in params, "request_uri_not_supported", "The parameter request_uri is not supported"),
                ("registration" in params, "registration_not_supported", "registration is not supported"),
                ("response_type" not in params, invalid, "response_type is missing"),
                (params.get("response_type") != "code", "unsupported_response_type", "Only code is supported"),
                (params.get("response_mode", "query") != "query", invalid, "Only response_mode query is supported"),
                ("openid" not in asked, "invalid_scope", "The scope openid is needed"),
                ("offline_access" in asked and rule == "unknown", "invalid_scope", "offline_access is not known"),
                (prompts - set(PROMPTS), invalid, "A prompt value is not known"),
                ("none" in prompts and len(prompts) > 1, invalid, "prompt none cannot be combined"),
                (not re.fullmatch("[0-9]{1,10}", params.get("max_age", "0")), invalid, "max_age is not a number"),
                (pkce and not s256, invalid, "The code challenge method must be S256"),
                (pkce and not re.fullmatch("[A-Za-z0-9_-]{43}", params.get("code_challenge", "")), invalid,
                 "code_challenge is not a SHA-256 hash in base64url"),
                (not pkce and "nonce" not in params, invalid, "code_challenge or nonce is needed (RFC 9700, 2.1.1)"),
                (params.get("id_token_hint", "") not in self.id_tokens and "id_token_hint" in params, invalid,
                 "id_token_hint was not issued here")):
            if wrong:
                raise Refusal(error, text)
        scopes = [scope for scope in asked if scope in SCOPES]
        if rule == "standard" and "offline_access" in asked and "consent" in prompts:
            scopes.append("offline_access")
        session = self.sessions.get(request.cookies.get(self.cookie, "")) or Session(secrets.token_urlsafe(24))
        self.sessions[session.id] = session
        return Flow(params, session, scopes, prompts, rule != "standard" or "offline_access" in scopes)

    def step(self, ticket: str, flow: Flow) -> Response:
        """Bring the flow one step on. It is kept under its ticket while a page waits for an answer."""
        self.flows[ticket] = flow
        try:
            response = self.proceed(ticket, flow)
        except Refusal as refusal:
            response = self.back(flow.params, refusal.body)
        if response.status == 303:
            del self.flows[ticket]
        response.headers["Set-Cookie"] = f"{self.cookie}={flow.session.id}; Path=/; HttpOnly; SameSite=Lax"
        return response

    def proceed(self, ticket: str, flow: Flow) -> Response:
        """Show the next page that is needed, or finish with a code."""
        session, quiet = flow.session, "none" in flow.prompts
        hinted_sub = self.id_tokens.get(flow.params.get("id_token_hint", ""))
        if not flow.signed_in:
            max_age = int(flow.params.get("max_age", -1))
            old = max_age == 0 or 0 < max_age < time.time() - session.auth_time
            other = hinted_sub and session.login and subject(session.login) != hinted_sub
            if session.login is None or old or other or flow.prompts & {"login", "select_account"}:
                if quiet:
                    raise Refusal("login_required", "The person must sign in")
                return self.sign_in_page(ticket, flow.params.get("login_hint", ""))
            flow.login, flow.auth_time = session.login, session.auth_time
        if hinted_sub and subject(flow.login) != hinted_sub:
            raise Refusal("login_required", "The person of id_token_hint is not signed in")
        known = set(flow.scopes) <= self.consents.get(flow.login, set())
        if not flow.consented and ("consent" in flow.prompts or not known):
            if quiet:
                raise Refusal("consent_required", "The person must consent")
            return self.consent_page(ticket, flow)
        code, grant = secrets.token_urlsafe(32), Grant(flow, flow.login, time.time() + CODE_LIFE_S)
        self.grants.append(grant)
        self.codes[code] = grant
        return self.back(flow.params, {"code": code})

    def back(self, params: dict[str, str], answer: dict[str, str]) -> Response:
        """Return to the client with state and iss (RFC 9207). A query in the redirect_uri is kept."""
        answer = answer | ({"state": params["state"]} if "state" in params else {}) | {"iss": self.issuer}
        mark = "&" if urlsplit(params["redirect_uri"]).query else "?"
        where = params["redirect_uri"].rstrip("?") + mark + urlencode(answer)
        return Response(303, headers={"Location": where, "Referrer-Policy": "no-referrer"})

    def sign_in_page(self, ticket: str, login: str, note: str = "") -> Response:
        return page("Sign in", f"""<p role="alert">{note}</p><form method="post" action="{self.url('sign-in')}">
<input type="hidden" name="ticket" value="{ticket}">
<p><label>Login <input name="login" value="{html.escape(login)}" autocomplete="username" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button type="submit">Sign in</button></p></form>""", 403 if note else 200)

    def consent_page(self, ticket: str, flow: Flow) -> Response:
        words = SCOPES | {"offline_access": "keep access while you are away"}
        items = "".join(f"<li>{words[scope]}</li>" for scope in flow.scopes)
        return page("Consent", f"""<p>{html.escape(self.client['client_id'])} asks
{html.escape(flow.login)} to let it:</p><ul>{items}</ul><form method="post" action="{self.url('consent')}">
<input type="hidden" name="ticket" value="{ticket}">
<button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="deny">Deny</button></form>""")

    def flow_of(self, request: Request) -> tuple[str, Flow, dict[str, str]]:
        """The flow that a page belongs to. It must come back from the same browser (against CSRF)."""
        params, _ = once(request.form)
        ticket = params.get("ticket", "")
        flow = self.flows.get(ticket)
        if flow is None or time.time() - flow.started > FLOW_LIFE_S:
            raise PageError("This page is too old. Please start again from the application.")
        if not same(request.cookies.get(self.cookie, ""), flow.session.id):
            raise PageError("This page belongs to another browser session. Please start again.")
        return ticket, flow, params

    def sign_in(self, request: Request) -> Response:
        ticket, flow, params = self.flow_of(request)
        login, session = params.get("login", ""), flow.session
        if login not in self.people or not same(self.people[login]["password"], params.get("password", "")):
            return self.sign_in_page(ticket, login, "The login or the password is wrong.")
        self.sessions.pop(session.id, None)  # A new id at sign-in, against session fixation.
        session.id, session.login, session.auth_time = secrets.token_urlsafe(24), login, int(time.time())
        self.sessions[session.id] = session
        flow.login, flow.auth_time, flow.signed_in = login, session.auth_time, True
        return self.step(ticket, flow)

    def consent(self, request: Request) -> Response:
        ticket, flow, params = self.flow_of(request)
        if not flow.login or flow.session.login != flow.login:
            raise PageError("Another person signed in meanwhile. Please start again from the application.")
        if params.get("decision") != "allow":
            del self.flows[ticket]
            return self.back(flow.params, {"error": "access_denied", "error_description": "The person denied"})
        flow.consented = True
        self.consents.setdefault(flow.login, set()).update(set(flow.scopes) - {"offline_access"})
        return self.step(ticket, flow)

    # -- Client authentication (RFC 6749, 2.3; Core, 9) --

    def client_form(self, request: Request) -> dict[str, str]:
        """The parameters of a request whose client has proved who it is."""
        params, repeated = once(request.form)
        if request.form is None or repeated:
            raise Refusal("invalid_request", "The body must be a form that names each parameter once")
        by_header, by_jwt = bool(request.authorization), "client_assertion" in params
        if by_header + by_jwt + ("client_secret" in params) > 1:
            raise Refusal("invalid_request", "More than one way of client authentication was used")
        fits = self.basic_fits if by_header else self.assertion_fits if by_jwt else self.post_fits
        try:
            right = AUTH_METHODS[0 if by_header else 2 if by_jwt else 1] in self.choices.auth_works
            right = right and fits(request, params)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # What came is malformed.
            right = False
        if not right:
            raise Refusal("invalid_client", "Client authentication failed", 401, f'Basic realm="{self.issuer}"')
        return params

    def post_fits(self, request: Request, params: dict[str, str]) -> bool:
        return params["client_id"] == self.client["client_id"] and same(
            params["client_secret"], self.client["client_secret"])

    def basic_fits(self, request: Request, params: dict[str, str]) -> bool:
        scheme, _, rest = request.authorization.partition(" ")
        name, secret = map(unquote_plus, base64.b64decode(rest.strip(), validate=True).decode().split(":"))
        return scheme.lower() == "basic" and params.get("client_id", name) == name and self.post_fits(
            request, {"client_id": name, "client_secret": secret})

    def assertion_fits(self, request: Request, params: dict[str, str]) -> bool:
        """Check a private_key_jwt (RFC 7523, 3; Core, 9). Each jti counts once."""
        head, body, signature = params["client_assertion"].split(".")
        header, claims, now = json.loads(unb64(head)), json.loads(unb64(body)), time.time()
        client_id, jti = self.client["client_id"], claims["jti"]
        aud = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        right = (header["alg"] in ALGS and "crit" not in header and isinstance(jti, str)
                 and jti not in self.assertions and params["client_assertion_type"] == ASSERTION_TYPE
                 and claims["iss"] == claims["sub"] == client_id == params.get("client_id", client_id)
                 and bool({self.issuer, self.url("token"), self.origin + request.path} & set(aud))
                 and claims["exp"] > now and max(claims.get("nbf", 0), claims.get("iat", 0)) <= now + 30
                 and self.client_signed(header, f"{head}.{body}".encode(), unb64(signature)))
        self.assertions.update([jti] if right else [])
        return right

    def client_signed(self, header: dict[str, str], data: bytes, signature: bytes) -> bool:
        for jwk in self.client["jwks"]["keys"]:
            if "kid" not in header or jwk.get("kid", header["kid"]) == header["kid"]:
                try:
                    verify(jwk, header["alg"], data, signature)
                    return True
                except (InvalidSignature, ValueError, KeyError):
                    continue  # Another key may fit.
        return False

    # -- The token endpoint --

    def token(self, request: Request) -> Response:
        renewal = ("grant_type", "refresh_token") in (request.form or [])
        try:
            params = self.client_form(request)
            if "grant_type" not in params:
                raise Refusal("invalid_request", "grant_type is missing")
            if params["grant_type"] not in ("authorization_code", "refresh_token"):
                raise Refusal("unsupported_grant_type", "Only codes and refresh tokens are supported")
            return self.renew(params) if renewal else self.redeem(params)
        except Refusal:
            self.counts["refused"] += renewal
            raise

    def redeem(self, params: dict[str, str]) -> Response:
        if "code" not in params or "redirect_uri" not in params:
            raise Refusal("invalid_request", "code or redirect_uri is missing")
        grant = self.codes.get(params["code"])
        if grant is None or grant.ended:
            raise Refusal("invalid_grant", "The code is unknown or ended")
        if grant.code_used:
            grant.ended = True
            raise Refusal("invalid_grant", "The code was used before, so the grant has ended")
        grant.code_used = True  # A failed try uses it up too.
        asked, verifier = grant.flow.params, params.get("code_verifier", "")
        fits = not verifier or re.fullmatch("[A-Za-z0-9._~-]{43,128}", verifier) and same(
            b64(hashlib.sha256(verifier.encode()).digest()), asked.get("code_challenge", ""))
        for wrong, text in (
                (time.time() > grant.code_expires, "The code is too old"),
                (params["redirect_uri"] != asked["redirect_uri"], "redirect_uri is not the one of the request"),
                (("code_challenge" in asked) != bool(verifier), "code_verifier and code_challenge come together"),
                (not fits, "code_verifier does not fit")):
            if wrong:
                raise Refusal("invalid_grant", text)
        if grant.flow.offline:
            self.new_refresh(grant)
        return self.issue(grant, grant.flow.scopes, grant.refresh, True, asked.get("nonce"))

    def renew(self, params: dict[str, str]) -> Response:
        if "refresh_token" not in params:
            raise Refusal("invalid_request", "refresh_token is missing")
        grant = self.refreshes.get(params["refresh_token"])
        if grant is None or grant.ended:
            raise Refusal("invalid_grant", "The refresh token is unknown or ended")
        if params["refresh_token"] != grant.refresh:
            grant.ended = True
            raise Refusal("invalid_grant", "The refresh token was used before, so the grant has ended")
        scopes = list(dict.fromkeys(params.get("scope", "").split())) or grant.flow.scopes
        if not set(scopes) <= set(grant.flow.scopes):
            raise Refusal("invalid_scope", "More was asked for than the person granted")
        if self.choices.rotate:
            self.new_refresh(grant)
        self.counts["renewed"] += 1
        with_id = self.choices.id_token_at_refresh and "openid" in scopes
        return self.issue(grant, scopes, grant.refresh if self.choices.rotate else None, with_id, None)

    def new_refresh(self, grant: Grant) -> None:
        grant.refresh = secrets.token_urlsafe(32)
        self.refreshes[grant.refresh] = grant

    def issue(self, grant: Grant, scopes: list[str], refresh: str | None, with_id: bool,
              nonce: str | None) -> Response:
        c, life, token, now = self.choices, self.access_life_s, secrets.token_urlsafe(32), int(time.time())
        self.accesses[token] = Access(grant, scopes, now, now + life)
        body = {"access_token": token, "token_type": "Bearer", "refresh_token": refresh,
                "expires_in": {"number": life, "text": str(life), "absent": None}[c.expires_in],
                "scope": " ".join(scopes) if c.scope_in_response == "text" else None,
                "id_token": self.id_token(grant, scopes, token, nonce) if with_id else None}
        return Response(200, json.dumps({name: value for name, value in body.items() if value is not None}))

    def id_token(self, grant: Grant, scopes: list[str], access: str, nonce: str | None) -> str:
        c, now, client_id = self.choices, int(time.time()), self.client["client_id"]
        claims: dict[str, Any] = {"iss": self.issuer, "sub": subject(grant.login), "aud": client_id,
                                  "iat": now, "exp": now + ID_TOKEN_LIFE_S}
        if c.aud_list:
            claims |= {"aud": [client_id], "azp": client_id}
        if nonce is not None:  # Only the first ID token has it (Core, 12.2).
            claims["nonce"] = nonce
        if c.id_token_claims == "full" or "max_age" in grant.flow.params:
            claims["auth_time"] = grant.flow.auth_time
        if c.id_token_claims == "full":
            digest = hashlib.new("sha512" if c.alg == "EdDSA" else f"sha{c.alg[2:]}", access.encode()).digest()
            claims |= {"at_hash": b64(digest[:len(digest) // 2])} | self.claims_of(grant.login, scopes)
        text = self.keys[0].sign(claims)
        self.id_tokens[text] = claims["sub"]
        return text

    def claims_of(self, login: str, scopes: list[str]) -> dict[str, Any]:
        person, kind = self.people[login], self.choices.email_claim
        claims = {"name": person["name"]} if "profile" in scopes and "name" in person else {}
        if "email" in scopes and "email" in person:
            email = {"text": person["email"], "list": [person["email"]], "empty": ""}[kind]
            claims |= {"email": email, "email_verified": kind != "empty"}
        return claims

    # -- Userinfo (Core, 5.3; RFC 6750), revocation (RFC 7009) and introspection (RFC 7662) --

    def userinfo(self, request: Request) -> Response:
        realm = f'Bearer realm="{self.issuer}"'
        scheme, _, given = request.authorization.partition(" ")
        tokens = [given.strip()] if scheme.lower() == "bearer" else []
        if request.method == "POST":
            tokens += [value for name, value in request.form or [] if name == "access_token"]
        if not tokens:
            return Response(401, headers={"WWW-Authenticate": realm})  # No error code (RFC 6750, 3.1).
        access = self.accesses.get(tokens[0])
        for wrong, error, text, status in (
                (len(tokens) > 1 or not re.fullmatch("[A-Za-z0-9._~+/-]+=*", tokens[0]), "invalid_request",
                 "Exactly one well-formed access token is needed", 400),
                (not (access and access.live()), "invalid_token", "The access token is unknown, old or ended", 401),
                (access and "openid" not in access.scopes, "insufficient_scope", "The scope openid is needed", 403)):
            if wrong:
                challenge = f'{realm}, error="{error}", error_description="{text}"'
                raise Refusal(error, text, status, challenge)
        assert access is not None  # The loop has refused that.
        login = access.grant.login
        claims = {"sub": subject(login)} | self.claims_of(login, access.scopes)
        if self.choices.userinfo == "json":
            return Response(200, json.dumps(claims))
        whose = {"iss": self.issuer, "aud": self.client["client_id"]}
        return Response(200, self.keys[0].sign(whose | claims), "application/jwt")

    def given_token(self, request: Request) -> str:
        params = self.client_form(request)
        if "token" not in params:
            raise Refusal("invalid_request", "token is missing")
        return params["token"]  # token_type_hint only speeds a search up, so it is not needed.

    def revoke(self, request: Request) -> Response:
        token = self.given_token(request)
        grant = self.accesses[token].grant if token in self.accesses else self.refreshes.get(token)
        if grant and not grant.ended:
            grant.ended = True
            self.counts["revoked"] += 1
        return Response(200)  # Also for an unknown token (RFC 7009, 2.2).

    def introspect(self, request: Request) -> Response:
        token, client_id = self.given_token(request), self.client["client_id"]
        access, grant = self.accesses.get(token), self.refreshes.get(token)
        if access and access.live():
            grant, scopes = access.grant, access.scopes
            more = {"token_type": "Bearer", "iat": access.issued, "exp": access.expires}
        elif grant and not grant.ended and grant.refresh == token:
            scopes, more = grant.flow.scopes, {}
        else:
            return Response(200, json.dumps({"active": False}))
        return Response(200, json.dumps({
            "active": True, "scope": " ".join(scopes), "client_id": client_id, "aud": client_id, "iss": self.issuer,
            "username": grant.login, "sub": subject(grant.login)} | more))


# ---- HTTP and the process ----

class Server(ThreadingHTTPServer):
    request_queue_size = 128
    provider: Provider
    closed = False


class Handler(BaseHTTPRequestHandler):
    protocol_version, timeout = "HTTP/1.1", 20
    server: Server

    def do_GET(self) -> None:
        if self.server.closed:  # A connection that was opened before go_down gets no answer either.
            self.close_connection = True
            return
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not re.fullmatch("[0-9]{1,9}", length):
            return self.answer(Response(411))
        if int(length) > MAX_BODY:
            return self.answer(Response(413))
        body = self.rfile.read(int(length)).decode("utf-8", "replace")
        is_form = self.headers.get_content_type() == "application/x-www-form-urlencoded"
        path, _, query = self.path.partition("?")
        cookies = [part.strip().partition("=") for part in ";".join(self.headers.get_all("Cookie", [])).split(";")]
        request = Request(self.command, path, parse_qsl(query, keep_blank_values=True),
                          parse_qsl(body, keep_blank_values=True) if is_form else None,
                          self.headers.get("Authorization", ""), {name: value for name, _, value in cookies})
        with self.server.provider.lock:
            response = self.server.provider.handle(request)
        self.answer(response)

    do_POST = do_GET

    def answer(self, response: Response) -> None:
        body = response.body.encode()
        self.send_response(response.status)
        headers = {"Cache-Control": "no-store", "Pragma": "no-cache", "X-Content-Type-Options": "nosniff",
                   "Connection": "close", "Content-Length": str(len(body))} | response.headers
        for name, value in (headers | ({"Content-Type": response.kind} if body else {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay quiet: stdout belongs to the commands."""


class Control:
    """Starts and stops the listening, and carries out the commands from stdin."""

    def __init__(self) -> None:
        self.server: Server | None = None
        self.port = 0
        self.come_back()

    def come_back(self) -> None:
        if self.server is None:
            self.server = Server(("127.0.0.1", self.port), Handler)
            if not self.port:
                self.port = self.server.server_port
                self.provider = Provider(self.port)
            self.server.provider = self.provider
            threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def go_down(self) -> None:
        if self.server:
            self.server.closed = True
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def carry_out(self, command: dict[str, Any]) -> dict[str, Any]:
        name = command.pop("command")
        if name in ("go_down", "come_back"):  # Without the lock, as running requests hold it.
            return getattr(self, name)(**command) or {"ok": True}
        if name not in ("open", "count", "end", "tally", "rotate_key", "move"):
            raise ValueError(f"unknown command {name}")
        with self.provider.lock:
            return getattr(self.provider, name)(**command) or {"ok": True}


def main() -> None:
    control = Control()
    print(json.dumps({"issuer": control.provider.issuer}), flush=True)
    for line in sys.stdin:
        try:
            answer = control.carry_out(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
