"""exchangelib, as a program uses it that reads somebody's mailbox.

Arguments: what to do ("inbox", "pox" or "soap"), a user name, the address of a mailbox; for "inbox" also the address of EWS,
"basic" or "NTLM", and anything if the server's version is known: exchangelib otherwise finds it out first, and takes every
refusal on the way for a version that the server does not speak. The password comes from standard input.

Says one line: "came of it: opened <folder>", "… found <address of EWS>", or "… refused <the error's class>". The hosts in
HOSTS, separated by blanks, are at PORT of this machine; no others are anywhere.
"""

import os
import socket
import sys

import dns.resolver
from exchangelib import DELEGATE, Account, Configuration, Credentials
from exchangelib.autodiscover.discovery.pox import PoxAutodiscovery
from exchangelib.autodiscover.discovery.soap import SoapAutodiscovery
from exchangelib.errors import EWSError
from exchangelib.protocol import FailFast
from exchangelib.version import EXCHANGE_2016, Version

HOSTS, PORT = os.environ["HOSTS"].split(), int(os.environ["PORT"])


def lay_wires():
    """The names of companies that don't exist are in no DNS, and their servers' port is any that was free."""
    get_address_info = socket.getaddrinfo

    def somewhere(host, port, *rest, **more):
        if host in HOSTS:
            return get_address_info("127.0.0.1", PORT, *rest, **more)
        if host != "localhost":
            raise socket.gaierror(socket.EAI_NONAME, f"{host} is nowhere")
        return get_address_info("127.0.0.1", port, *rest, **more)

    def resolve(_resolver, name, kind, **_):
        if kind == "A" and str(name).rstrip(".") in HOSTS:
            return ["127.0.0.1"]
        raise dns.resolver.NXDOMAIN

    socket.getaddrinfo = somewhere
    dns.resolver.Resolver.resolve = resolve


def inbox(credentials, address, endpoint, auth_type, knows_version=None):
    configuration = Configuration(
        service_endpoint=endpoint,
        credentials=credentials,
        auth_type=auth_type,
        retry_policy=FailFast(),
        version=Version(build=EXCHANGE_2016) if knows_version else None,
    )
    account = Account(address, config=configuration, autodiscover=False, access_type=DELEGATE)
    return f"opened {account.inbox.name}"


def discover(autodiscovery, credentials, address):
    _, protocol = autodiscovery(email=address, credentials=credentials).discover()
    return f"found {protocol.service_endpoint}"


def act(what, user, address, *rest):
    credentials = Credentials(user, sys.stdin.readline().rstrip("\n"))
    if what == "inbox":
        return inbox(credentials, address, *rest)
    return discover({"pox": PoxAutodiscovery, "soap": SoapAutodiscovery}[what], credentials, address)


lay_wires()
try:
    outcome = act(*sys.argv[1:])
except EWSError as error:
    outcome = f"refused {type(error).__name__}"
print("came of it:", outcome, flush=True)
