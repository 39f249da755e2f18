"""``vizpipe.make``: one recipe, here and now."""

import os
import time
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from vizpipe.errors import VizpipeError
from vizpipe.library import surroundings
from vizpipe.library.result import Result, held
from vizpipe.library.rows import kept
from vizpipe.library.shown import shown
from vizpipe.library.words import known, plain
from vizpipe.manifest.manifest import Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.parameters.settings import SETTINGS
from vizpipe.pipeline.build import Event, open_build
from vizpipe.pipeline.make import make as make_asset
from vizpipe.pipeline.make import words
from vizpipe.project import request
from vizpipe.project.request import Request
from vizpipe.store import temporary

if TYPE_CHECKING:
    from vizpipe.recipe.recipe import Recipe

OWN = ("formats", "output", "name", "labels", "overwrite", "jobs")
"""What ``make`` takes beside settings and parameters."""


def make(  # noqa: PLR0913 - run's options, each by its name
    recipe: "str | Recipe[..., Any]",
    /,
    *,
    formats: str | Sequence[str] | None = None,
    output: str | os.PathLike[str] | None = None,
    name: str | None = None,
    labels: Mapping[str, str] | None = None,
    overwrite: bool = False,
    jobs: int | None = None,
    size: str | tuple[int, int] | None = None,
    layout: Literal["row", "column", "auto"] | None = None,
    theme: str | os.PathLike[str] = "light",
    background: str | None = None,
    font: float = 1.0,
    lang: str = "en",
    texts: str | os.PathLike[str] | None = None,
    math: bool = False,
    title: str | None = None,
    no_title: bool = False,
    headline: str | Sequence[str] | Mapping[str, str] | None = None,
    caption: str | None = None,
    no_caption: bool = False,
    alt: str | None = None,
    seeds: int = 1,
    compare: str | Sequence[str] | None = None,
    film: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    frames: int | Literal["all"] = 60,
    every: int = 1,
    from_: int = 0,
    to: int = -1,
    seconds: float | None = None,
    pause: str | Sequence[str] | None = None,
    fps: float = 10.0,
    timing: Literal["even", "by-change"] = "even",
    loop: int = 0,
    hold: float | None = None,
    first_frame: Literal["start", "result"] = "start",
    max_bytes: int | str | None = None,
    **parameters: object,
) -> Result:
    """Make a recipe's picture or animation, as the command ``run`` does, and give its files and its words.

    ``recipe`` is a name, or a recipe that was imported from a file. ``formats`` are names such as ``"gif"`` or several
    of them, ``output`` is a folder, or a file such as ``"picture.gif"``; without it files go to a temporary folder that
    lives as long as the result. No file that vizpipe did not write is replaced, unless ``overwrite`` says so.
    ``labels`` are words to draw instead of others. The settings from ``size`` on are those of ``run``; a
    ``size`` is in pixels, (width, height), ``seconds`` and ``hold`` are seconds, ``fps`` pictures a second. All other
    keywords are the recipe's own parameters: ``info`` tells which there are. ``data`` may be a DataFrame of any
    library, or points and labels (X, y), and ``label`` a column. ``film`` is a file, or several, that ``record`` wrote:
    it is drawn, and nothing is trained.

    All is done in this process, and nothing in it is changed: settings of matplotlib, random numbers, warnings, the
    working folder are as before. While something is drawn other threads see matplotlib's settings as vizpipe needs
    them, and one BLAS thread; ``jobs`` does the work in so many processes instead. What was trained or drawn before
    comes from the cache.

    Raises UsageError for a wrong name or value, RecipeError for a recipe that fails, MachineError for what the machine
    refuses; all of them are VizpipeErrors, and say in one line what ``run`` would. What ``run`` warns of
    is a Python warning.
    """
    given: dict[str, Any] = {key: value for key, value in locals().items() if key in SETTINGS}
    begun, notes = time.perf_counter(), list[str]()
    try:
        with surroundings.opened(recipe, jobs) as (around, card):
            asked = Request(
                card,
                known(card, kept(card, parameters, around.cache), (*SETTINGS, *OWN)),
                {key: plain(value) for key, value in given.items() if value is not None and value is not False},
                formats=[formats] if isinstance(formats, str) else None if formats is None else list(formats),
                output=None if output is None else os.fspath(output),
                name=name,
                labels=labels or {},
            )
            folder = temporary.KeptFolder() if output is None else None
            place, assets = request.assets(asked if folder is None else asked._replace(output=str(folder.path)))
            guard = None if folder is not None else Guard(around.cache, overwrite=overwrite)

            def note(event: Event) -> None:
                notes.extend([event.text] if event.step == "warning" else [])

            build = open_build(around.executor, around.cache, place, Manifest(), note, guard=guard)
            source = around.source(card)
            made = [make_asset(asset, build, source) for asset in assets]
            said = words(assets[0], build, source)
    except VizpipeError as error:
        raise error.with_traceback(None) from None
    for text in dict.fromkeys(notes):
        warnings.warn(text, stacklevel=2)
    paths = tuple(path if folder is None else held(path, folder) for each in made for path in each.files)
    return Result(paths, *said, time.perf_counter() - begun, shown(assets[0], source, said, paths))
