"""A page on this machine alone that shows one picture, follows it as it changes, and says what is wrong meanwhile.

Only the page, the picture, its player and the events are served, and only to who asks for this machine by name: a page
from elsewhere whose name leads here all at once (DNS rebinding) gets nothing.
"""

import contextlib
import json
import os
import secrets
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from vizpipe.encoding import page
from vizpipe.errors import MachineError, VizpipeError
from vizpipe.workers.pool import Stopped

LOOPBACK = "127.0.0.1"
PORT = 8620
"""Where the page is unless somebody says otherwise; or anywhere, if that is taken."""
_PULSE = 10.0
"""Seconds after which a page that hears nothing is told that there is nothing."""
_MOST_READERS = 64
_COMMON = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_POLICY = (
    "default-src 'none'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; script-src 'nonce-{0}'; "
    "style-src 'nonce-{0}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PLAYER_POLICY = "sandbox allow-scripts; frame-ancestors 'self'"


class Picture(NamedTuple):
    """What the page shows."""

    png: bytes = b""
    title: str = ""
    alternative: str = ""
    remarks: tuple[str, ...] = ()
    player: Callable[[], bytes] | None = None
    """Makes a page that plays the film; None if nothing moves. Raises VizpipeError, or Stopped."""


class _View(NamedTuple):
    """What the page knows."""

    number: int
    """Of the picture; 0 if there is none yet."""
    session: str
    """Whose number it is: a page may outlive several commands."""
    picture: Picture
    error: str = ""
    busy: str = ""

    def told(self) -> bytes:
        """As an event."""
        picture = self.picture
        number = f"{self.session}-{self.number}" if self.number else ""
        said: dict[str, object] = {"number": number, "title": picture.title, "alternative": picture.alternative}
        said |= {"remarks": picture.remarks, "moves": picture.player is not None, "error": self.error}
        return f"data: {json.dumps({**said, 'busy': self.busy})}\n\n".encode()


class Viewer:
    """The page, and who looks at it."""

    def __init__(self, name: str, port: int | None = None) -> None:
        """Open it for the recipe of this name. Raises MachineError if the ``port`` is taken."""
        self.name = name
        self.view = _View(0, secrets.token_hex(8), Picture())
        self.is_closed = False
        self._changed = threading.Condition()
        self._turn = threading.Lock()
        self._player = 0, b""
        self._readers = threading.Semaphore(_MOST_READERS)
        self._server = _bound(port, self)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="viewer", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return f"http://{LOOPBACK}:{self.port}/"

    @property
    def is_asked(self) -> bool:
        """Whether the player is being made."""
        return self._turn.locked()

    def show(self, picture: Picture) -> None:
        """Show another picture, with nothing wrong."""
        self._tell(self.view._replace(number=self.view.number + 1, picture=picture, error="", busy=""))

    def fail(self, error: str) -> None:
        """Say what is wrong; the last good picture stays."""
        self._tell(self.view._replace(error=error, busy=""))

    def wait(self, activity: str) -> None:
        """Say what one waits for."""
        self._tell(self.view._replace(busy=activity))

    def close(self) -> None:
        """Let go of everybody."""
        with self._changed:
            self.is_closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def player(self) -> bytes:
        """The film of the picture, made once. Raises VizpipeError, or Stopped."""
        with self._turn:
            view = self.view
            if view.picture.player is None:
                raise Stopped
            if self._player[0] != view.number:
                self._player = view.number, view.picture.player()
            return self._player[1]

    def follow(self, write: Callable[[bytes], object]) -> None:
        """Tell all that happens, from now as it is, until the reader goes, which is an OSError, or the page closes."""
        if not self._readers.acquire(blocking=False):
            return
        try:
            before: _View | None = None
            while True:
                now = self._after(before)
                if self.is_closed:
                    return
                write(now.told() if now is not before else b":\n\n")
                before = now
        finally:
            self._readers.release()

    def _after(self, before: _View | None) -> _View:
        """What there is to know as soon as it differs from what was known before, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_closed or self.view is not before, _PULSE)
            return self.view

    def _tell(self, view: _View) -> None:
        with self._changed:
            self.view = view
            self._changed.notify_all()


class _Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own, which nobody waits for."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name != "nt"  # where that would let two share a port
    viewer: Viewer

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the library has it
        """A browser that went away is no error."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _bound(port: int | None, viewer: Viewer) -> _Server:
    """A server at a port. Raises MachineError."""
    for each in (port,) if port is not None else (PORT, 0):
        with contextlib.suppress(OSError):
            server = _Server((LOOPBACK, each), _Asked)
            server.viewer = viewer
            return server
    if port is None:
        raise MachineError("no port can be used for the page; something on this machine forbids it")
    raise MachineError(
        f"port {port} can't be used: something else has it, or it is reserved; --port 0 takes a free one"
    )


class _Asked(BaseHTTPRequestHandler):
    """One request."""

    server: _Server
    timeout = 30.0
    disable_nagle_algorithm = True
    server_version = "vizpipe"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer, or refuse."""
        viewer = self.server.viewer
        names = {f"{each}:{viewer.port}" for each in (LOOPBACK, "localhost")}
        if self.headers.get_all("Host", []) not in [[name] for name in names]:
            self._refuse(HTTPStatus.FORBIDDEN, "ask for 127.0.0.1")
            return
        match self.path.partition("?")[0]:
            case "/":
                nonce = secrets.token_urlsafe(16)
                text = page.filled(__file__, "viewer.html", name=viewer.name, nonce=nonce)
                self._answer("text/html; charset=utf-8", text.encode(), _POLICY.format(nonce))
            case "/picture" if viewer.view.number:
                self._answer("image/png", viewer.view.picture.png)
            case "/player":
                self._play(viewer)
            case "/events":
                self._begin("text/event-stream")
                viewer.follow(self.wfile.write)
            case _:
                self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _play(self, viewer: Viewer) -> None:
        try:
            self._answer("text/html; charset=utf-8", viewer.player(), _PLAYER_POLICY)
        except Stopped:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "the recipe has changed meanwhile")
        except VizpipeError as error:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, str(error))

    def _begin(self, kind: str, length: int | None = None, policy: str = "", status: int = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **_COMMON}.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()

    def _answer(self, kind: str, body: bytes, policy: str = "", status: int = HTTPStatus.OK) -> None:
        self._begin(kind, len(body), policy, status)
        self.wfile.write(body)

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._answer("text/plain; charset=utf-8", f"{why}\n".encode(), status=status)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name for it
        """Nobody wants to read every request."""
