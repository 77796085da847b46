"""Choices: what the standards leave open, and a few known slips of real providers."""
from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

ALGS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
AUTH_METHODS = ["client_secret_basic", "client_secret_post", "private_key_jwt"]


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
