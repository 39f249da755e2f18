"""Making something in one's own process changes nothing in it."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import threadpoolctl

import vizpipe as library
from vizpipe.workers.here import Here

if TYPE_CHECKING:
    from conftest import Project

STATE = """
import asyncio, locale, logging, os, random, signal, socket, sys, threading, warnings
import matplotlib as mpl, matplotlib.pyplot as plt, numpy as np, threadpoolctl

mpl.use("svg")
mpl.rcParams["lines.linewidth"] = 7.5
np.random.seed(3), random.seed(4), warnings.simplefilter("once"), np.seterr(over="raise")
signal.signal(signal.SIGTERM, lambda *_: None)
figure = plt.figure()

def state():
    loggers = {name: (each.level, each.disabled, list(each.handlers), list(each.filters))
               for name, each in [("", logging.root), *logging.root.manager.loggerDict.items()]
               if isinstance(each, logging.Logger)}
    return {
        "rcParams": dict.copy(mpl.rcParams), "backend": mpl.get_backend(), "figures": plt.get_fignums(),
        "current": plt.gcf() is figure, "interactive": plt.isinteractive(),
        "random": random.getstate(), "numpy": str(np.random.get_state(legacy=False)), "errors": np.geterr(),
        "print": np.get_printoptions(), "warnings": list(warnings.filters), "showwarning": warnings.showwarning,
        "signals": {each: signal.getsignal(each) for each in signal.valid_signals()},
        "logging": {k: v for k, v in loggers.items() if k in known}, "disabled": logging.root.manager.disable,
        "folder": os.getcwd(), "environment": dict(os.environ), "path": list(sys.path),
        "streams": (sys.stdin, sys.stdout, sys.stderr), "hooks": (sys.excepthook, sys.unraisablehook, sys.displayhook),
        "threads": threading.active_count(),
        "locale": locale.setlocale(locale.LC_ALL), "timeout": socket.getdefaulttimeout(),
        "umask": os.umask(os.umask(0)), "blas": pools.info(),
    }

logging.getLogger("matplotlib.font_manager").setLevel(logging.INFO)
known = {"", *logging.root.manager.loggerDict}
pools = threadpoolctl.ThreadpoolController()
before = state()
"""
AFTER = """
after = state()
print(*[name for name in before if before[name] != after[name]])
"""
SLOPPY = """
import os, random, warnings
import numpy as np, matplotlib as mpl
np.random.seed(0); random.seed(0); os.environ["LEFT"] = "1"; os.chdir("/"); warnings.simplefilter("ignore")
mpl.rcParams["lines.linewidth"] = 1.25; np.seterr(all="ignore")
"""


def run(code: str, place: Path, cache: Path) -> str:
    """What a script writes that has no guard around what it does."""
    script = place / "script.py"
    script.write_text(code)
    env = os.environ | {"VIZPIPE_CACHE": str(cache), "OPENBLAS_NUM_THREADS": "2"}
    command = [sys.executable, str(script)]
    done = subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, timeout=250, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout.strip()


@pytest.fixture
def sloppy(project: "Project") -> Path:
    """A project whose recipe sets whatever can be set when it is read and when it trains."""
    path = project.root / "figures" / "counter.py"
    head, future, body = path.read_text().partition("from collections.abc")
    trains = "    for index in range(steps):\n"
    assert trains in body
    path.write_text(head + SLOPPY + future + body.replace(trains, f"    exec({SLOPPY!r})\n{trains}"))
    return project.root


def test_nothing_global_is_changed(sloppy: Path, shared_cache: Path) -> None:
    """Settings, random numbers, warnings, signals, logs, folder, variables, figures, backend: all as before."""
    code = f"""{STATE}
import vizpipe
made = vizpipe.make("counter", steps=8, size="200x100", formats=["gif", "png", "svg", "html"])
made._repr_mimebundle_()
vizpipe.make("perceptron-rule", ticks=2, size="480x270")
vizpipe.film("counter", steps=9).table()
vizpipe.recipes(), vizpipe.info("counter")
{AFTER}"""
    assert run(code, sloppy, shared_cache) == ""


def test_what_a_recipe_leaves_would_be_noticed(tmp_path: Path, shared_cache: Path) -> None:
    """The comparison sees each of the things that the sloppy recipe sets."""
    changed = set(run(f"{STATE}\n{SLOPPY}\n{AFTER}", tmp_path, shared_cache).split())
    assert changed == {"rcParams", "random", "numpy", "errors", "warnings", "folder", "environment"}


def test_importing_vizpipe_loads_nothing(tmp_path: Path, shared_cache: Path) -> None:
    """``import vizpipe`` loads itself alone, and knows its names."""
    code = """
import sys
before = set(sys.modules)
import vizpipe
print(*(name for name in set(sys.modules) - before if name.partition(".")[0] not in sys.stdlib_module_names))
assert set(vizpipe.__all__) <= set(dir(vizpipe))
"""
    assert run(code, tmp_path, shared_cache) == "vizpipe"


def test_looking_around_loads_nothing_heavy(own: "Project", shared_cache: Path) -> None:
    """``recipes`` and ``info`` read cards: neither numpy nor matplotlib nor pandas is loaded."""
    library.info("counter")
    code = """
import sys, vizpipe
vizpipe.recipes(), vizpipe.info("counter")
print(*{"numpy", "matplotlib", "pandas"} & set(sys.modules))
"""
    assert run(code, own.root, shared_cache) == ""


def test_the_room_of_films_can_be_called(own: "Project", shared_cache: Path) -> None:
    """``film`` and ``recipes`` do what they say whether or not somebody has imported what else has these names."""
    code = """
import vizpipe
first = vizpipe.film("counter")
import vizpipe.film.film
assert vizpipe.film("counter").digest == first.digest
assert isinstance(first, vizpipe.film.film.Film) and isinstance(first, vizpipe.Film)
from vizpipe import film
import types
vizpipe.recipes = types.ModuleType("vizpipe.recipes")  # as an installed vizpipe has it, with the built-in recipes
assert "counter" in vizpipe.recipes().names
print(len(film("counter")))
"""
    assert run(code, own.root, shared_cache) == "3"


def test_it_works_inside_a_loop_of_events(own: "Project", shared_cache: Path) -> None:
    """As in a notebook's kernel, a coroutine and a thread of its own may make something."""
    code = """
import asyncio, vizpipe
async def main():
    one = vizpipe.make("counter", size="200x100")
    two, three = await asyncio.gather(asyncio.to_thread(vizpipe.make, "counter", size="200x100"),
                                      asyncio.to_thread(vizpipe.make, "counter", size="210x100"))
    print(one.path.read_bytes() == two.path.read_bytes() != three.path.read_bytes())
asyncio.run(main())
"""
    assert run(code, own.root, shared_cache) == "True"


def test_processes_need_no_guard_around_a_script(own: "Project", shared_cache: Path) -> None:
    """A script without ``if __name__ == "__main__"`` may ask for processes: they do not run it again."""
    code = 'import vizpipe\nprint("once")\nprint(vizpipe.make("counter", size="200x100", steps=8, jobs=2).title)\n'
    assert run(code, own.root, shared_cache) == "once\nCounter"


def blas() -> set[int]:
    """How many threads each library of numpy's uses."""
    return {each["num_threads"] for each in threadpoolctl.threadpool_info()}


def test_a_task_has_one_thread_of_numpys() -> None:
    """A recipe trains with as many BLAS threads as in a worker, which is one, and the program has its own back."""
    with threadpoolctl.threadpool_limits(2):
        assert Here().submit(blas).result() == {1}
        assert blas() == {2}


@pytest.mark.usefixtures("own")
def test_threads_take_turns() -> None:
    """Threads that draw at the same time in different themes each get their own picture."""
    made: dict[str, bytes] = {}

    def work(theme: str) -> None:
        made[theme] = library.make("counter", size="200x100", theme=theme, formats="png").path.read_bytes()

    threads = [threading.Thread(target=work, args=(theme,)) for theme in ("light", "dark", "print")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    alone = {theme: library.make("counter", size="200x100", theme=theme, formats="png") for theme in made}
    assert len(made) == 3
    assert made == {theme: each.path.read_bytes() for theme, each in alone.items()}
