"""A recipe whose files somebody saves again and again: each save is a round, and the newest one counts.

Saves are noticed by looking, a hundred times a second, at the time, size and number of a few files. That sees an
editor's rename, a file that goes and comes back and a folder that is shared over a network, and needs no library.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from time import perf_counter, sleep
from typing import NamedTuple

from vizpipe.errors import VizpipeError
from vizpipe.publishing.viewer import Picture, Viewer
from vizpipe.store.signs import sign
from vizpipe.workers.pool import Stopped, Workers

_EVERY = 0.01
"""Seconds between two looks."""
_GRACE = 0.25
"""Seconds for which an error waits: a file that is half-written is whole by then."""


class Drawn(NamedTuple):
    """What came of a round."""

    picture: Picture | None
    """None if something is wrong."""
    error: VizpipeError | None
    files: Mapping[str, str]
    """All that it was made from, with the signs of what was read."""


class Round:
    """A save, and all that comes of it, in a thread of its own."""

    def __init__(self, workers: Workers, begin: Callable[["Round"], None]) -> None:
        """Begin."""
        self.workers = workers
        self.began = perf_counter()
        self.files: Mapping[str, str] = {}
        self.is_drawing, self.is_good = True, False
        self._over = threading.Event()
        self._turn = threading.Lock()
        self._thread = threading.Thread(target=begin, args=(self,), name="round", daemon=True)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether it goes on: it draws, or waits with an error."""
        return self._thread.is_alive()

    def tell(self, say: Callable[[], None]) -> None:
        """Say something, unless a newer round has begun."""
        with self._turn:
            if not self._over.is_set():
                say()

    def end(self) -> None:
        """From now on it says nothing."""
        with self._turn:
            self._over.set()

    def waits(self, seconds: float) -> None:
        """Wait, or end."""
        self._over.wait(seconds)


class Watching:
    """Rounds, one after another."""

    def __init__(
        self,
        viewer: Viewer,
        files: Iterable[str],
        draw: Callable[[Workers, Callable[[str], None]], Drawn],
        anew: Callable[[], Workers],
        report: Callable[[Drawn, float], None],
    ) -> None:
        """Show in ``viewer`` what ``draw`` gives, which says by its second argument what it waits for.

        ``files`` are watched whatever comes, the first of them is the recipe's own. ``anew`` gives workers that have
        read nothing yet; ``report`` is told what came of each round, and after how many seconds.
        """
        self._viewer, self._draw, self._anew, self._report = viewer, draw, anew, report
        self._fixed = tuple(files)

    def watch(self, workers: Workers) -> None:
        """Go on for ever; when it is interrupted, the workers stop."""
        signs = {path: sign(path) for path in self._fixed}
        round_ = Round(workers, self._go)
        try:
            while True:
                sleep(_EVERY)
                if not round_.is_busy:
                    signs = self._known(round_, signs)
                now = {path: sign(path) for path in signs}
                saved = {path for path in signs if now[path] != signs[path]}
                if not saved:
                    continue
                round_.end()
                if saved != {self._fixed[0]} or round_.is_drawing or self._viewer.is_asked:
                    # helpers are read once in a worker's life, and what it is busy with is out of date
                    threading.Thread(target=workers.stop, name="stopping").start()
                    workers = self._anew()
                signs = now
                round_ = Round(workers, self._go)
        finally:
            round_.end()
            workers.stop()

    def _known(self, round_: Round, signs: Mapping[str, str]) -> dict[str, str]:
        """What is watched after a round: all that it was made from; after one that failed, what was watched before too.

        A file that is watched already keeps its sign, since the round may have read it before or after a save.
        """
        files = round_.files if round_.is_good else {**signs, **round_.files}
        return {path: signs.get(path, files.get(path, "")) for path in (*self._fixed, *files)}

    def _go(self, round_: Round) -> None:
        """Draw, and show what came of it."""
        try:
            drawn = self._draw(round_.workers, lambda text: round_.tell(lambda: self._viewer.wait(text)))
        except Stopped:
            return
        round_.files, round_.is_good, round_.is_drawing = drawn.files, drawn.error is None, False
        seconds = perf_counter() - round_.began
        if drawn.error is not None:
            round_.waits(_GRACE)
            round_.tell(lambda: self._viewer.fail(str(drawn.error)))
        elif drawn.picture is not None:
            picture = drawn.picture
            round_.tell(lambda: self._viewer.show(picture))
        round_.tell(lambda: self._report(drawn, seconds))
