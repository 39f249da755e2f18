"""The process that the tests fork commands from: each test gets the answer of its own command."""

import os
import select
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nursery import Ended, Nursery


@pytest.fixture
def ask(nursery: Nursery, shared_cache: Path, tmp_path: Path) -> Callable[..., Ended]:
    """Run a command and give it so many seconds."""
    environment = os.environ | {"VIZPIPE_CACHE": str(shared_cache)}
    return lambda *words, timeout=60: nursery.run(words, tmp_path, environment, timeout)


def test_a_command_that_ends_before_anyone_looks_is_not_late(
    ask: Callable[..., Ended], nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its number and how it ended may come in one piece; no second is waited for what is here already."""
    theirs = nursery._socket

    class Slow(socket.socket):
        """Sends, and lets both answers come before it goes on, as on a busy machine."""

        def sendall(self, data: object, flags: int = 0) -> None:
            theirs.sendall(data, flags)  # type: ignore[arg-type]
            while theirs.recv(99, socket.MSG_PEEK).count(b"\n") < 2:
                time.sleep(0.01)

    with Slow(fileno=os.dup(theirs.fileno())) as slow:
        monkeypatch.setattr(nursery, "_socket", slow)
        assert ask("info", "nothing", timeout=0).code == 2
        assert ask("--version", timeout=0).code == 0
    monkeypatch.undo()
    assert ask("--version").code == 0


def test_a_command_out_of_time_keeps_its_answer_from_the_next(ask: Callable[..., Ended]) -> None:
    """It is killed, and what is asked next gets its own answer."""
    with pytest.raises(subprocess.TimeoutExpired):
        ask("list", timeout=0)
    assert ask("info", "nothing").code == 2
    assert ask("--version").code == 0


def test_a_command_that_ends_while_it_is_to_be_killed_is_late_and_no_more(
    ask: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nobody left to kill; the next answer is the next command's all the same."""

    def in_vain(*_: object) -> tuple[list[object], list[object], list[object]]:
        time.sleep(1)
        return [], [], []

    monkeypatch.setattr(select, "select", in_vain)
    with pytest.raises(subprocess.TimeoutExpired):
        ask("--version")
    monkeypatch.undo()
    assert ask("info", "nothing").code == 2
