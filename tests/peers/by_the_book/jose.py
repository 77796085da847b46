"""Keys and signatures (RFC 7515, 7517, 7518, 8037)."""
from __future__ import annotations

import base64
import json
import re
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
CURVES: dict[str, tuple[str, ec.EllipticCurve, int]] = {
    "ES256": ("P-256", ec.SECP256R1(), 32), "ES384": ("P-384", ec.SECP384R1(), 48),
    "ES512": ("P-521", ec.SECP521R1(), 66)}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number_b64(number: int, size: int = 0) -> str:
    return b64(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))


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
