"""The provider: its state, its commands, and where each request goes."""
from __future__ import annotations

import json
import re
import secrets
import threading
from typing import Any, Callable

from authorization import PROMPTS, SCOPES, AuthorizationEndpoint
from choices import ALGS, read_choices, texts
from client_authentication import ClientAuthentication
from jose import SigningKey, b64
from records import Access, Flow, Grant, PageError, Refusal, Request, Response, Session, page, subject
from tokens import TokenEndpoints


class Provider(AuthorizationEndpoint, ClientAuthentication, TokenEndpoints):
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
