"""A real HTTP server that speaks the chat-completions protocol and says what a test scripted."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Exchange"], None]


@dataclass
class ChatServer:
    """Answers requests with `script` in order; the last answer repeats."""

    script: list[Answer]
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    models: list[str] = field(default_factory=lambda: ["small", "large"])

    def __enter__(self) -> ChatServer:
        server = self

        class Handler(Exchange):
            chat = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"


class Exchange(BaseHTTPRequestHandler):
    """One request; the answers below write to it."""

    chat: ChatServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing on stderr."""

    def do_GET(self) -> None:
        self.send(
            200,
            {
                "object": "list",
                "data": [
                    {"id": name, "object": "model", "created": 0, "owned_by": "test"}
                    for name in self.chat.models
                ],
            },
        )

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.chat.requests.append(body)
        self.chat.keys.append(self.headers.get("Authorization", ""))
        number = len(self.chat.requests) - 1
        self.chat.script[min(number, len(self.chat.script) - 1)](self)

    def send(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)


def says(text: str, *, ended: str = "stop", cached: int = 0, refusal: str | None = None) -> Answer:
    """A good answer."""

    def answer(exchange: Exchange) -> None:
        exchange.send(
            200,
            {
                "id": "chat-1",
                "object": "chat.completion",
                "created": 0,
                "model": "small",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": ended,
                        "message": {"role": "assistant", "content": text, "refusal": refusal},
                    }
                ],
                "usage": {
                    "prompt_tokens": 100,
                    "completion_tokens": 20,
                    "total_tokens": 120,
                    "prompt_tokens_details": {"cached_tokens": cached},
                },
            },
        )

    return answer


def fails(status: int, message: str = "", code: str = "", retry_after: str | None = None) -> Answer:
    """An error of the protocol."""

    def answer(exchange: Exchange) -> None:
        headers = {"Retry-After": retry_after} if retry_after is not None else None
        exchange.send(status, {"error": {"message": message, "code": code}}, headers)

    return answer


def raw(status: int, body: bytes) -> Answer:
    """Anything at all."""
    return lambda exchange: exchange.send(status, body)


def resets(exchange: Exchange) -> None:
    """Half an answer, then the connection is gone."""
    exchange.send_response(200)
    exchange.send_header("Content-Type", "application/json")
    exchange.send_header("Content-Length", "1000")
    exchange.end_headers()
    exchange.wfile.write(b'{"id": "chat-1", "choi')
    exchange.wfile.flush()
    exchange.connection.shutdown(socket.SHUT_RDWR)


def hangs(seconds: float) -> Answer:
    """Silence, then nothing."""

    def answer(exchange: Exchange) -> None:
        threading.Event().wait(seconds)
        exchange.close_connection = True

    return answer
