"""An OpenID provider written from the standards alone. See README.md for its commands and choices."""
from __future__ import annotations

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from provider import Provider
from records import Request, Response

MAX_BODY = 64 * 1024


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
