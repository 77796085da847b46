"""Client authentication (RFC 6749, 2.3; Core, 9)."""
from __future__ import annotations

import base64
import json
import time
from urllib.parse import unquote_plus

from cryptography.exceptions import InvalidSignature

from choices import ALGS, AUTH_METHODS
from jose import unb64, verify
from records import Refusal, Request, once, same

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class ClientAuthentication:
    """A part of the provider."""

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
