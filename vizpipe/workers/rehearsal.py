"""What the process imports, and does once, that the workers of ``watch`` are forked from.

A worker may be a new one at a save: what takes long the first time (fonts, hashes of vizpipe's own files) is done then.
"""

import contextlib
import gc
import sys
from pathlib import Path

from vizpipe.film.schedule import Tick
from vizpipe.project import scaffold
from vizpipe.project.looks import Look
from vizpipe.registry import code
from vizpipe.registry.bases import BASES, ROOMS
from vizpipe.registry.source import Source
from vizpipe.store import temporary
from vizpipe.store.cache import Cache
from vizpipe.workers import kept, preload, worker

__all__ = ["preload"]

_SIZE = 1280, 800


def rehearse() -> None:
    """Do what a worker does after a save, with the recipe that a new one begins as, and forget that recipe."""
    for places in BASES.values():
        code.house(*places)
    for room in ROOMS.values():
        code.house(room)
    modules = set(sys.modules)
    source, name = Source(str(Path(scaffold.__file__).with_name("starter.py")), scaffold.starter().text), "starter"
    values = {each.name: each.default for each in kept.recipe_of(source, name).parameters} | {"epochs": 1}
    with temporary.scratch_folder() as folder:
        film = worker.train(source, name, values, ".")
        place = Cache(folder).write("films", film.digest, film.film)
        worker.preview(source, name, (place,), Look(*_SIZE), Tick(film.frames - 1))
    kept.scene_of.cache_clear()
    kept.recipe_of.cache_clear()
    for each in [each for each in sys.modules.keys() - modules if each.startswith("vizpipe_recipe_")]:
        del sys.modules[each]


with contextlib.suppress(Exception):  # a worker that was not rehearsed is slower at first, and no worse
    rehearse()
gc.collect()
gc.freeze()  # or each worker would copy all that it looks through
