"""An HTTPS server that lets in whoever pyspnego believes, and answers with a document.

Arguments: the certificate and its key (PEM), the document, and whose channel an answer must be bound to: "any", or a
certificate (PEM). Says "listening on <port>", then one line for each answer to a challenge: "accepted <who>" or
"refused <why>". pyspnego reads the passwords from the file in NTLM_USER_FILE.
"""

import base64
import hashlib
import http.server
import ssl
import sys

import spnego
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from spnego.channel_bindings import GssChannelBindings

CERTIFICATE, KEY, DOCUMENT, BOUND_TO = sys.argv[1:]


def bindings():
    if BOUND_TO == "any":
        return None
    with open(BOUND_TO, "rb") as file:
        certificate = x509.load_pem_x509_certificate(file.read())
    algorithm = certificate.signature_hash_algorithm.name
    if algorithm in ("md5", "sha1"):
        algorithm = "sha256"
    digest = hashlib.new(algorithm, certificate.public_bytes(serialization.Encoding.DER)).digest()
    return GssChannelBindings(application_data=b"tls-server-end-point:" + digest)


class Handler(http.server.BaseHTTPRequestHandler):
    """One of these for each connection: NTLM signs a connection in, and not a request."""

    protocol_version = "HTTP/1.1"
    context = None
    signed_in = False

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        scheme, _, message = self.headers.get("Authorization", "").partition(" ")
        if self.signed_in:
            self.let_in()
        elif scheme == "NTLM":
            self.negotiate(base64.b64decode(message))
        else:
            self.ask("NTLM")

    def negotiate(self, message):
        if self.context is None:
            self.context = spnego.server(protocol="ntlm", channel_bindings=bindings())
        try:
            challenge = self.context.step(message)
        except spnego.exceptions.SpnegoError as error:
            print("refused", str(error).replace("\n", " "), flush=True)
            self.context = None
            self.ask("NTLM")
            return
        if self.context.complete:
            print("accepted", self.context.client_principal, flush=True)
            self.signed_in = True
            self.let_in()
        else:
            self.ask("NTLM " + base64.b64encode(challenge).decode())

    def let_in(self):
        with open(DOCUMENT, "rb") as file:
            document = file.read()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(document)))
        self.end_headers()
        self.wfile.write(document)

    def ask(self, challenge):
        self.send_response(401)
        self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
server.socket = context.wrap_socket(server.socket, server_side=True)
print("listening on", server.server_address[1], flush=True)
server.serve_forever()
