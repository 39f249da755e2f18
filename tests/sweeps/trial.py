"""Replays against a copy of the source, each trial in a process forked from one that has imported all but vizpipe.

``python trial.py COPY`` reads a line with the names of recipes, and tells how their replays went by a number: 0 if all
agree, 1 if one does not, 2 if the copy could not even be loaded; again and again, until there is no line left.
"""

import os
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

AGREE, NOTICED, BROKEN = 0, 1, 2
LONGEST = 120
"""Seconds after which an error has been noticed, since nothing takes so long."""


def tried(names: list[str]) -> int:
    """How the replays of these recipes go, one after another until one does not agree."""
    for name in names:
        try:
            from replays.table import replayed
            from vizpipe.registry import registry
            from vizpipe.registry.loading import load

            file = f"{name.replace('-', '_')}.py"
            (recipe,) = load(next(each for each in registry.built_in() if Path(each.path).name == file))
        except Exception:  # noqa: BLE001 - whatever it is, the copy is no program
            return BROKEN
        try:
            replayed(recipe)
        except Exception:  # noqa: BLE001 - a planted error may raise anything
            return NOTICED
    return AGREE


def main() -> None:
    """Take orders."""
    copy = Path(sys.argv[1])
    sys.path[:1] = [str(copy), str(copy / "tests")]
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.alarm(LONGEST)
            with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
                code = tried(line.split())
            os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(code if code >= 0 else NOTICED, flush=True)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    import celluloid  # noqa: F401 - so that each trial has it, as all below
    import contourpy  # noqa: F401
    import matplotlib.pyplot as plt  # noqa: F401
    import msgspec  # noqa: F401
    import pandas as pd  # noqa: F401
    import seaborn as sns  # noqa: F401

    main()
