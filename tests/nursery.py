"""Commands in processes of their own that are ready at once: forked from one that has imported all they need.

A new process spends two seconds on importing what draws before it does anything; the tests run commands by the hundred.
Each still has its own process, and its workers theirs. What only a new interpreter can show (imports, hash seeds,
encodings, the wheel) is tried with new interpreters.
"""

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import runpy
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import thread
from multiprocessing import util
from pathlib import Path
from typing import Any, NamedTuple

from vizpipe.workers import kernels

READ_AT_START = ("PYTHON", "MPL", "LC_", "LANG", "OPENBLAS", "OMP", "MKL")
"""Variables that an interpreter or a library reads once, before any command begins."""
FIRST = "sitecustomize.py"
"""What an interpreter runs before all other; a forked command does so too, where PYTHONPATH names a folder with it."""


class Ended(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: bytes
    err: bytes


class Nursery:
    """A process from which commands are forked, one at a time."""

    def __init__(self, scratch: Path) -> None:
        """Start it; what commands write is kept below ``scratch`` until it is read."""
        self._scratch = scratch
        self._socket, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, __file__, str(theirs.fileno())]
            with kernels.surroundings():  # what workers find
                self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        self._answers = self._socket.makefile("rb", buffering=0)  # what is read ahead, select does not see

    def run(
        self, words: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float, *, without_power: bool = False
    ) -> Ended:
        """Run ``vizpipe`` with these words. Raises subprocess.TimeoutExpired, after it was killed.

        ``without_power``, permissions count for it: as another user than root, or root that can't override them.
        """
        out, err = self._scratch / "out", self._scratch / "err"
        order: dict[str, Any] = {"words": list(words), "cwd": str(cwd), "env": dict(env)}
        order |= {"out": str(out), "err": str(err), "without_power": without_power and os.getuid() == 0}
        self._socket.sendall(json.dumps(order).encode() + b"\n")
        pid = int(self._answers.readline())
        try:
            late = not select.select([self._socket], [], [], timeout)[0]
        except BaseException:  # the test itself is out of time; whoever comes next must not read this one's answer
            _kill(pid)
            self._answers.readline()
            raise
        if late:
            _kill(pid)
        code = int(self._answers.readline())
        if late:
            raise subprocess.TimeoutExpired(list(words), timeout, out.read_bytes(), err.read_bytes())
        return Ended(code, out.read_bytes(), err.read_bytes())

    def close(self) -> None:
        """End it."""
        self._answers.close()
        self._socket.close()
        self._process.wait(timeout=60)


def can_run(given: Mapping[str, str]) -> bool:
    """Whether a command with these variables of its own is the same when forked."""
    plain = {name for name in given if name != "PYTHONPATH" or not Path(given[name], FIRST).exists()}
    return hasattr(os, "fork") and not any(name.startswith(READ_AT_START) for name in plain)


def cards_only(known: Path, cache: Path) -> dict[str, str]:
    """The environment of a command whose cache has the built-in recipes, and nothing that they made."""
    half_written = shutil.ignore_patterns("*.tmp")  # by another test's command, and gone before they could be copied
    shutil.copytree(known / "cards", cache / "cards", ignore=half_written)
    return {"VIZPIPE_CACHE": str(cache)}


def _kill(pid: int) -> None:
    """Kill it, unless it ended by itself just now."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _serve(control: socket.socket) -> None:
    """Take orders until nobody gives any; returns in the process that is to be a command."""
    lines = control.makefile("r")
    for line in lines:
        order = json.loads(line)
        pid = os.fork()
        if not pid:
            lines.close()
            control.close()
            _become(order)
            return
        control.sendall(f"{pid}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        control.sendall(f"{code}\n".encode())
    os._exit(0)


def _become(order: dict[str, Any]) -> None:
    """Be the command, as ``python -m vizpipe`` would be."""
    for number, name in ((1, "out"), (2, "err")):
        stream = os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(stream, number)
        os.close(stream)
    if order["without_power"]:
        _give_up_power()
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    sys.path[0] = order["cwd"]
    sys.argv = ["vizpipe", *order["words"]]
    vars(util)["spawnv_passfds"] = _forked
    first = Path(os.environ.get("PYTHONPATH", ""), FIRST)
    if first.exists():
        from vizpipe.manifest import keys

        exec(first.read_text(), {"__name__": first.stem})  # noqa: S102 - a test's own
        keys._version.cache_clear()  # asked while it was warmed


def _give_up_power() -> None:
    """Let root be one for whom permissions count, on Linux, and whatever it starts (capabilities(7))."""
    libc = ctypes.CDLL(None, use_errno=True)
    version, override, read_all, drop_for_good = 0x20080522, 1, 2, 24
    for power in (override, read_all):
        assert libc.prctl(drop_for_good, power, 0, 0, 0) == 0, ctypes.get_errno()
    header = (ctypes.c_uint32 * 2)(version, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable ones, the first 32 and the next
    assert libc.capget(header, sets) == 0, ctypes.get_errno()
    for which in (0, 1):
        sets[which] &= ~(1 << override | 1 << read_all)
    assert libc.capset(header, sets) == 0, ctypes.get_errno()


def _leave(code: int) -> None:
    """End as an interpreter does, but for taking down all that it has loaded: that takes longer than most commands."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads, as an interpreter does first
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _forked(path: object, arguments: Sequence[object], kept: Sequence[int]) -> int:
    """What multiprocessing starts as a new interpreter, forked instead; it has imported everything already."""
    del path
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    thread._threads_queues.clear()  # type: ignore[attr-defined]  # the threads stayed behind, and nobody may wait for them
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
        first = 3
        for descriptor in sorted(kept):
            os.closerange(first, descriptor)
            first = descriptor + 1
        os.closerange(first, os.sysconf("SC_OPEN_MAX"))
        exec(str(arguments[-1]), {"__name__": "__main__"})  # noqa: S102 - what a new interpreter would get with -c
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 0
    finally:
        os._exit(code)


def _warm() -> None:
    """Do once what each command's workers would do first: hash vizpipe's own files, find fonts, load what encodes."""
    from inline import Inline
    from vizpipe.manifest.manifest import Manifest
    from vizpipe.pipeline.build import open_build
    from vizpipe.pipeline.make import make
    from vizpipe.project.asset import new_asset
    from vizpipe.registry import registry
    from vizpipe.registry.loading import make_cards, read_cards
    from vizpipe.store.cache import Cache

    source = next(each for each in registry.built_in() if Path(each.path).stem == "perceptron_rule")
    (card,) = read_cards(make_cards(source))
    values = {each.name: each.default for each in card.parameters} | {"ticks": 1}
    asset = new_asset("warm", card, values, size="480x270")
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        make(asset, open_build(Inline(), Cache(place / "cache"), place, Manifest(), lambda _: None), source)


if __name__ == "__main__":
    import vizpipe.checking.report  # so that commands have it
    import vizpipe.cli
    import vizpipe.pipeline.batch
    import vizpipe.workers.preload

    for _verb in vizpipe.cli.verbs.VERBS.values():
        importlib.import_module(f"vizpipe.cli.{_verb.place.partition('.')[0]}")
    _warm()
    gc.collect()
    gc.freeze()  # or each command would copy all that it looks through
    _serve(socket.socket(fileno=int(sys.argv[1])))
    try:
        runpy.run_module("vizpipe", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if isinstance(ended.code, int):
            _leave(ended.code)
        raise
