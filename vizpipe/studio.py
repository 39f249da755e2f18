"""What happens inside a worker: a recipe is loaded, trained, put on stage and filmed.

``tasks`` says what can be asked for; here it is done, with all the libraries that takes. What a worker has loaded or
staged it keeps for the next task.
"""

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path
from traceback import extract_tb
from typing import Any

import numpy as np

from vizpipe.assets import Look
from vizpipe.cache import checked, read_checked
from vizpipe.capture import Scene
from vizpipe.code import Source
from vizpipe.drawing.style import THEMES, Style
from vizpipe.encoding import data
from vizpipe.encoding.palette import Palette
from vizpipe.encoding.vector import encode as encode_vector
from vizpipe.errors import MachineError, RecipeError, UsageError, VizpipeError, trace
from vizpipe.film import Film, pack, unpack
from vizpipe.parameters import Value
from vizpipe.recipe import Recipe, Say
from vizpipe.recording import record
from vizpipe.reel import Reel
from vizpipe.registry import load
from vizpipe.sheet import words_of
from vizpipe.tasks import Described, Drawn, Films, Trained


def train(source: Source, name: str, values: dict[str, Value], root: str) -> Trained:
    """Run a recipe and stack its frames; raises RecipeError naming recipe and frame."""
    recipe = _recipe(source, name)
    film = Film.shoot(name, recipe.frame_type, _guarded(source, recipe, values, root), values)
    return Trained(film.save(), film.digest, len(film), record(film))


def _guarded(source: Source, recipe: Recipe[..., Any], values: dict[str, Value], root: str) -> Any:  # noqa: ANN401 - frames of any kind
    """The recipe's frames; whatever it raises names the recipe and the frame."""
    index = 0
    try:
        for frame in recipe.frames(values, root):
            yield frame
            index += 1
    except UsageError as error:
        raise UsageError(f"{recipe.name}: {error}", error.details) from None
    except VizpipeError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a recipe may raise anything
        raise _failure(source, f"{recipe.name}: frame {index}", error) from None


def describe(source: Source, name: str, films: Films, look: Look, frames: Sequence[int]) -> Described:
    """Draw a few frames: find the palette for all, keep the last as the still, and put the film into words."""
    scene, reel, recipe = _scene(source, name, films, look)
    pictures = list(_pictures(source, scene, name, frames))
    theme = THEMES[look.theme]
    palette = Palette.sampled(pictures, Style(theme, look.width, look.height).fixed_colours())
    words = words_of(recipe, reel, Say())
    return Described(*words, pack({"palette": palette.colours}), pack({"still": pictures[-1]}))


def draw(source: Source, name: str, films: Films, look: Look, frames: Sequence[int], palette: bytes) -> Drawn:
    """Draw frames and give their palette indices, each as what changed since the one before."""
    scene, _, _ = _scene(source, name, films, look)
    colours = _palette(palette)
    indices = np.stack([colours.apply(picture) for picture in _pictures(source, scene, name, frames)])
    return Drawn(pack({"frames": indices}), hashlib.sha256(indices.tobytes() + palette).hexdigest())


def vector(source: Source, name: str, films: Films, look: Look, suffix: str, origin: str) -> bytes:
    """The last frame as an SVG or PDF file: on a stage of its own, since a figure that was written can't be filmed."""
    scene, reel, recipe = _staged(source, name, films, look)
    title, _, alternative = words_of(recipe, reel, Say())
    try:
        with scene.applied():
            return encode_vector(scene.still(len(reel) - 1), suffix, title, alternative, origin)
    except VizpipeError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a recipe may raise anything
        raise _failure(source, f"{name}: drawing its last frame", error) from None


def tabulate(source: Source, name: str, film: Path | bytes, kind: str) -> bytes:
    """The film as a data file."""
    return data.encode(_film(film, _recipe(source, name)), kind)


def _pictures(source: Source, scene: Scene[Any], name: str, frames: Sequence[int]) -> Any:  # noqa: ANN401
    try:
        yield from scene.pictures(frames)
    except VizpipeError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a recipe may raise anything
        raise _failure(source, f"{name}: drawing frames {frames[0]} to {frames[-1]}", error) from None


@functools.lru_cache(maxsize=8)
def _recipe(source: Source, name: str) -> Recipe[..., Any]:
    for recipe in load(source):
        if recipe.name == name:
            return recipe
    raise RecipeError(f"{source.path}: no recipe {name} in it any more")


@functools.lru_cache(maxsize=2)
def _scene(source: Source, name: str, films: Films, look: Look) -> tuple[Scene[Any], Reel[Any], Recipe[..., Any]]:
    return _staged(source, name, films, look)


def _staged(source: Source, name: str, films: Films, look: Look) -> tuple[Scene[Any], Reel[Any], Recipe[..., Any]]:
    recipe = _recipe(source, name)
    reel = Reel([_film(film, recipe) for film in films], look.labels)
    try:
        scene = Scene(recipe, reel, Style(THEMES[look.theme], look.width, look.height))
    except VizpipeError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a recipe may raise anything
        raise _failure(source, f"{name}: its stage", error) from None
    return scene, reel, recipe


def _film(path: Path | bytes, recipe: Recipe[..., Any]) -> Film[Any]:
    stored = read_checked(path) if isinstance(path, Path) else checked(path)
    if stored is None:
        place = path if isinstance(path, Path) else "the cluster"
        raise MachineError(f"{place}: the film is gone or damaged; run the command again")
    return Film.load(stored, recipe.frame_type)


@functools.lru_cache(maxsize=2)
def _palette(packed: bytes) -> Palette:
    return Palette(unpack(packed)["palette"])


def _failure(source: Source, where: str, error: BaseException) -> RecipeError:
    """What a recipe raised, with the line of the recipe that did it."""
    place = ""
    for entry in extract_tb(error.__traceback__):
        if entry.filename == source.path or entry.filename.startswith(source.folders):
            place = f" ({entry.filename}:{entry.lineno})"
    what = f"it called sys.exit({error.code})" if isinstance(error, SystemExit) else f"{type(error).__name__}: {error}"
    return RecipeError(f"{where}: {what}{place}", trace(error))
