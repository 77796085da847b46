"""What the provider remembers, and what a request and its response are."""
from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass, field


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


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
