"""What every built-in recipe says at many settings: title, caption, alternative text, and all words of its stage."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sweeps import Count, claims, sentences
from vizpipe.camera.scene import Scene
from vizpipe.drawing import reader
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import RecipeError, UsageError
from vizpipe.film.film import Film
from vizpipe.film.reel import Reel
from vizpipe.parameters.parameter import Parameter, Value
from vizpipe.recipe import Recipe, Say, Words
from vizpipe.registry import registry
from vizpipe.registry.loading import load

EACH = 12
"""Settings of a recipe."""
TALL = (720, 1800)
SIDE = 100.0
"""Pixels of a panel's shorter side, at least."""
QUICK: dict[str, dict[str, Value]] = {
    "classifier": {"epochs": 3, "samples": 300},
    "deep-or-wide": {"epochs": 60},
    "initial-weights": {"epochs": 2},
    "loss-curves": {"epochs": 4},
    "neurons-draw": {"neurons": 6},
    "optimizers": {"steps": 8},
    "overfitting": {"epochs": 60},
    "nine-seeds": {"epochs": 20},
}
"""Values by which a recipe that takes seconds takes less; the defaults are tried at full length."""
RARE: dict[str, list[dict[str, Value]]] = {"hidden-mapping": [{"learning_rate": 1e-6}]}
"""Settings at which a recipe says what it says nowhere else."""
LARGEST = 5000
"""Counts go no higher, or a training takes minutes."""
Setting = dict[str, Value]


def read(each: int = EACH, *, first: int = 0, stages: int = 1, quick: bool = False) -> Count:
    """Read what recipes say at ``each`` of their settings from ``first`` on; every ``stages``-th time the stage too.

    What takes seconds is tried at full length too, unless all is to be ``quick``.
    """
    loaded = [recipe for source in registry.built_in() for recipe in load(source)]
    tried, failures, dead = 0, [], set()
    for number, recipe in enumerate(loaded):
        heard: set[str] = set()
        for index, setting in enumerate(settings(recipe, quick=quick)[first : first + each], first):
            tried += 1
            drawn = (number + index) % stages == 0
            where = f"{recipe.name} {' '.join(f'{name}={value}' for name, value in setting.items())}".strip()
            failures += [f"{where}: {told}" for told in heard_at(recipe, setting, heard, drawn=drawn)]
        dead |= {f"{recipe.name}: it never says {claim!r}" for claim in claims.of(recipe.name) if claim not in heard}
    return Count(tried, failures + (sorted(dead) if each >= EACH and not first else []))


def settings(recipe: Recipe[..., Any], *, quick: bool = False) -> list[Setting]:
    """The defaults, then variants, ends of ranges, choices and seeds by turns, each once: as many as EACH, if any."""
    least = QUICK.get(recipe.name, {})
    found = [
        dict(values) | (least if quick else {})
        for values in ({}, *recipe.variants.values(), *RARE.get(recipe.name, ()))
    ]
    ways = [(parameter.name, iter(_ends(parameter))) for parameter in recipe.parameters]
    seeds = iter(range(1, EACH))
    while len(found) < EACH and ways:
        for way in list(ways):
            name, values = way
            value = next(values, None) if name != "seed" else next(seeds)
            if value is None:
                ways.remove(way)
            else:
                setting = least | {name: value if value != "none" else None}
                found += [setting] if setting not in found else []
        if all(name == "seed" for name, _ in ways):
            break
    for seed in seeds:
        if any(parameter.name == "seed" for parameter in recipe.parameters) and len(found) < EACH:
            found.append(least | {"seed": seed})
    return found[:EACH]


def _ends(parameter: Parameter) -> Iterator[Value]:
    """Values where words go wrong: one, the ends of a range, tiny and large rates, every choice, none."""
    low, high = parameter.minimum, parameter.maximum
    if parameter.kind == "choice":
        yield from (choice for choice in parameter.choices if choice != parameter.default)
    elif parameter.kind == "integer" and parameter.name != "seed":
        least = int(low or 0)
        yield from (value for value in (least, least + 1) if value != parameter.default)
        if high is not None and high <= LARGEST:
            yield int(high)
    elif parameter.kind == "number":
        ends = (5e-4, 5.0) if low is None or high is None else (low, high)
        more = (1e-6, 300.0) if high is None else (0.0 if low is not None and low < 0.0 else None,)
        for value in (*ends, *more):
            inside = value is not None and (low is None or value > low or (value == low and not parameter.above))
            if inside and value != parameter.default:
                yield value
    if parameter.optional:
        yield "none"


def heard_at(recipe: Recipe[..., Any], setting: Setting, heard: set[str], *, drawn: bool) -> list[str]:
    """What is wrong with the words of a recipe at a setting; adds the claims that it makes to ``heard``."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            film = recipe.film(**setting)
            said = recipe.say_words(film, Say())
            told = [*_of_words(recipe, film, said, heard)]
            if drawn:
                told += _of_stages(recipe, film, said)
        except (RecipeError, UsageError) as error:
            return [f"it takes more than a line: {error}"] if "\n" in str(error) else []
        except Exception as error:  # noqa: BLE001 - a recipe may raise anything, and none of it is right
            return [f"{type(error).__name__}: {error}"]
    return told


def _of_words(recipe: Recipe[..., Any], film: Film[Any], said: Words, heard: set[str]) -> Iterator[str]:
    shown = said.alternative.replace(said.caption, "") if said.caption else said.alternative
    for name, text in {"title": said.title, "caption": said.caption, "alternative": shown}.items():
        yield from (f"{name}: {fault}" for fault in sentences.faults(text))
        yield from (f"{name}: {fault}" for fault in sentences.misnamed(text, film.parameters))
    if said.caption and not said.caption.endswith((".", "!", "?")):
        yield f"caption: it does not end: {said.caption[-30:]!r}"
    yield from claims.denied(recipe.name, film, f"{said.title}. {said.alternative}", heard)


def _of_stages(recipe: Recipe[..., Any], film: Film[Any], said: Words) -> Iterator[str]:
    """The words on the picture, wide and tall, and whether there are as many panels as are spoken of."""
    told: set[str] = set()
    for size in (recipe.size, TALL):
        scene = Scene(recipe, Reel([film]), Style(LIGHT, *size))
        frames = sorted({0, len(film) // 2, len(film) - 1})
        for frame, figure in zip(frames, scene.stills(frames), strict=True):
            new = {text.words for text in reader.read(figure, *size)} - told
            told |= new
            yield from (
                f"frame {frame}: {fault}" for text in sorted(new) for fault in sentences.faults(text, prose=False)
            )
            if frame == frames[-1]:
                yield from (
                    f"{size[0]}x{size[1]}: {fault}" for fault in miscounted(said.alternative, figure, len(film))
                )


def miscounted(text: str, figure: Figure, frames: int = 3) -> Iterator[str]:
    """Panels, planes, columns, rows and curves that a text counts and a figure has not; places that it has not."""
    groups = _alike(figure)
    sizes = {len(group) for group in groups}
    for number, noun, words in sentences.counted(text):
        across = {len({round(axes.get_position().x0, 2) for axes in group}) for group in groups}
        up = {len({round(axes.get_position().y0, 2) for axes in group}) for group in groups}
        up |= {
            len(
                {
                    round(axes.get_position().y0, 2)
                    for axes in figure.axes
                    if round(axes.get_position().width, 2) == wide
                }
            )
            for wide in {round(axes.get_position().width, 2) for axes in figure.axes}
        }
        drawn = {
            "panel": sizes | {len(_framed(figure))},
            "plane": sizes | {sum(_plane(axes) for axes in figure.axes)},
            "column": across,
            "row": up,
            "curve": set(_curves(figure, min(frames, 3))),
        }[noun]
        if number not in drawn:
            yield f"it says {words!r}, and the stage has {sorted(drawn)}"
    beside, middle, below = sentences.placed(text)
    lefts = _places([axes.get_position().x0 for axes in figure.axes if _large(axes)])
    tops = _places([axes.get_position().y0 for axes in figure.axes if _large(axes)])
    if (beside and lefts < 2) or (middle and lefts < 3):
        yield f"it speaks of left, middle or right where {lefts} stand side by side"
    if below and tops < 2:
        yield "it speaks of below where all stand side by side"


def _alike(figure: Figure) -> list[list[Axes]]:
    """Axes of one size."""
    groups: dict[tuple[float, float], list[Axes]] = {}
    for axes in figure.axes:
        place = axes.get_position()
        groups.setdefault((round(place.width, 2), round(place.height, 2)), []).append(axes)
    return list(groups.values())


def _framed(figure: Figure) -> list[Axes]:
    return [axes for axes in figure.axes if axes.axison and _large(axes)]


def _large(axes: Axes) -> bool:
    """Whether a reader takes it for a panel, not for a line of words: a share of a tall page says little of that."""
    return min(axes.bbox.width, axes.bbox.height) >= SIDE


def _plane(axes: Axes) -> bool:
    """Whether both axes go as far, or have one unit."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    return _large(axes) and bool(np.isclose(right - left, top - bottom) or axes.get_aspect() != "auto")


def _places(edges: list[float]) -> int:
    """How many stand apart by a tenth of the page."""
    last, count = -1.0, 0
    for edge in sorted(edges):
        if edge - last > 0.1:
            last, count = edge, count + 1
    return count


def _curves(figure: Figure, points: int) -> Iterator[int]:
    """How many curves, of so many ``points`` at least, each axes holds, and all together."""
    each = [sum(np.size(line.get_xdata()) >= points for line in axes.lines) for axes in figure.axes]
    yield from each
    yield sum(each)
