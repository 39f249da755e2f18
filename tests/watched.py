"""``vizpipe watch`` in a process of its own, and somebody who reads its page."""

import http.client
import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]


class Watch:
    """The command, and what its page is told."""

    def __init__(self, words: list[str], folder: Path, env: Mapping[str, str]) -> None:
        env = {**env, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "vizpipe", "watch", *words, "--port", "0"]
        self.errors = folder.parent / "watch-errors.txt"
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("http://127.0.0.1:"), (line, self.errors.read_text())
        self.address = line.split()[0]
        self.place = urlsplit(self.address).netloc
        self.busy: list[str] = []
        self._number = ""
        self._told: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def get(self, path: str) -> http.client.HTTPResponse:
        """What is answered."""
        connection = http.client.HTTPConnection(self.place, timeout=100)
        connection.request("GET", path)
        return connection.getresponse()

    def picture(self) -> bytes:
        """The next picture."""
        while True:
            said = self._next()
            assert not said["error"] or said["busy"], said  # until it is drawn, the last error stays
            if said["number"] and said["number"] != self._number:
                self._number = said["number"]
                return self.get(f"/picture?{self._number}").read()

    def error(self) -> str:
        """The next that is wrong, while the picture stays."""
        while True:
            said = self._next()
            if said["error"]:
                assert said["number"] == self._number
                return str(said["error"])

    def interrupt(self) -> tuple[int, str, str]:
        """Ctrl-C, and how the command ends."""
        self.process.send_signal(signal.SIGINT)
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, out, self.errors.read_text()

    def close(self) -> None:
        """End it if it has not ended."""
        if self.process.poll() is None:
            self.interrupt()

    def _next(self) -> dict[str, Any]:
        said = self._told.get(timeout=100)
        if said["busy"]:
            self.busy.append(said["busy"])
        return said

    def _listen(self) -> None:
        stream = self.get("/events")
        while line := stream.readline():
            if line.startswith(b"data:"):
                self._told.put(json.loads(line.removeprefix(b"data:")))
