"""What the OpenID servers in Python have in common: they listen, and do what lines of JSON on standard input tell them.

Each line gets one line of JSON on standard output as its answer; the first one names the issuer. The process ends when
standard input does. To add a server: a server.py makes a WsgiPeer, gives it the application of the library that it tests, and has it answer
commands. Nothing here looks into a request or a response.
"""

import json
import sys
import threading
from socketserver import TCPServer, ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

HOST = "127.0.0.1"
# How often a server that is about to stop notices it.
POLL_S = 0.02


class Listener(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self):
        # HTTPServer would ask the name service who it is.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]
        self.setup_environ()


class Handler(WSGIRequestHandler):
    def address_string(self):
        return HOST

    def log_message(self, *_):
        pass


class WsgiPeer:
    def __init__(self):
        self.app = None
        self.port = 0
        self.come_back()
        self.port = self.listener.server_port
        self.url = f"http://{HOST}:{self.port}"

    def come_back(self):
        self.listener = Listener((HOST, self.port), Handler)
        self.listener.set_app(lambda environ, start_response: self.app(environ, start_response))
        threading.Thread(target=self.listener.serve_forever, args=[POLL_S], daemon=True).start()

    def go_down(self):
        self.listener.shutdown()
        self.listener.server_close()

    def answer_commands(self, issuer, commands):
        commands = {"go_down": self.go_down, "come_back": self.come_back, **commands}
        say({"issuer": issuer})
        for line in sys.stdin:
            message = json.loads(line)
            say(commands[message.pop("command")](**message) or {})


def say(message):
    print(json.dumps(message), flush=True)
