"""Headless Firefox, driven by WebDriver BiDi (https://w3c.github.io/webdriver-bidi), which it speaks by itself."""

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
_WAIT = 60.0
"""Seconds for one answer: a browser starts slowly beside other work."""


class Firefox:
    """One tab of a browser, and what it asked for and said."""

    def __init__(self, socket: Any) -> None:
        self._socket, self._numbers = socket, itertools.count(1)
        self.asked: list[str] = []
        self.said: list[str] = []
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._tab = self.call("browsingContext.create", type="tab")["context"]

    def call(self, method: str, **params: Any) -> Any:
        """Send a command, and give its result; events that come before are noted."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self._socket.recv(timeout=_WAIT))
            if told.get("id") == number:
                assert told["type"] == "success", told
                return told["result"]
            if told.get("method") == "log.entryAdded":
                self.said.append(told["params"]["text"])
            if told.get("method") == "network.beforeRequestSent":
                self.asked.append(told["params"]["request"]["url"])

    def open(self, path: Path, width: int = 1280, height: int = 900) -> None:
        """Show a file in a window of this size, and wait until its player stands."""
        self.call("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})
        self.call("browsingContext.navigate", context=self._tab, url=path.as_uri(), wait="complete")
        self.until("document.documentElement.dataset.ready")

    def run(self, script: str) -> Any:
        """What an expression gives: a number, a text or whether."""
        target = {"context": self._tab}
        told = self.call("script.evaluate", expression=script, target=target, awaitPromise=True)
        assert told["type"] == "success", told
        return told["result"].get("value")

    def until(self, condition: str, most: float = 15.0) -> None:
        """Wait for something, so many seconds."""
        script = f"""new Promise((done) => {{
            const end = Date.now() + {1000.0 * most};
            const ask = () => {{
                if ({condition}) done(true);
                else if (Date.now() > end) done(false);
                else setTimeout(ask, 50);
            }};
            ask();
        }})"""
        assert self.run(script), condition

    def press(self, key: str) -> None:
        """A key, down and up; those without a letter by WebDriver's codes."""
        keys = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.call("input.performActions", context=self._tab, actions=[{"type": "key", "id": "keys", "actions": keys}])

    def point(self, x: float, y: float, *, press: bool = False) -> None:
        """The pointer to a place of the window; there it may press."""
        moves: list[dict[str, Any]] = [{"type": "pointerMove", "x": round(x), "y": round(y)}]
        moves += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp") if press]
        actions = [{"type": "pointer", "id": "mouse", "actions": moves}]
        self.call("input.performActions", context=self._tab, actions=actions)

    def printed(self) -> bytes:
        """The page as PDF, base64."""
        return str(self.call("browsingContext.print", context=self._tab)["data"]).encode()


@contextmanager
def firefox(profile: Path, *, dark: bool = False, calm: bool = False) -> Iterator[Firefox]:
    """A browser of its own, on light or dark pages, for a reader who may want less motion."""
    client = pytest.importorskip("websockets.sync.client", reason="websockets is not installed")
    wishes = {
        "ui.systemUsesDarkTheme": int(dark),
        "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
        "ui.prefersReducedMotion": int(calm),
    }
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {value});\n" for name, value in wishes.items()]
    (profile / "user.js").write_text("".join(lines))
    words = [str(FIREFOX), "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            address = next(
                found[1] for line in process.stderr if (found := re.search(r"BiDi listening on (ws://\S+)", line))
            )
            with client.connect(f"{address}/session", max_size=None, open_timeout=_WAIT) as socket:
                yield Firefox(socket)
        finally:
            process.kill()
