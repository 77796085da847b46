"""The endpoints that give, read and end tokens."""
from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
from typing import Any

from jose import b64
from records import Access, Grant, Refusal, Request, Response, same, subject

ID_TOKEN_LIFE_S = 600


class TokenEndpoints:
    """A part of the provider."""

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
