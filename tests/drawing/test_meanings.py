"""Colours that mean something, wherever they meet in a panel of a picture that is a value."""

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert

from films import Recipes, small
from staged import flat, staged
from vizpipe.drawing.marks.plane import interleaved
from vizpipe.drawing.picture.shapes import Image, Legible, Mix, Points, Shape, Text, colour
from vizpipe.drawing.theme import THEMES, Theme, read, rgb

PAIRS = ("class 0", "class 1"), ("negative", "positive"), ("correct", "wrong")
MEANT = {role for pair in PAIRS for role in pair} | {"accent", "gradient", *(f"series {number}" for number in range(8))}
LEAST, ALONE, GREY = 11.0, 25.0, 15.0
KINDS = ("protanomaly", "deuteranomaly", "tritanomaly")


def roles(shapes: Iterable[Shape]) -> Iterator[str]:
    """The roles that shapes are drawn in and that mean something."""
    for shape in shapes:
        if isinstance(shape, Points) and shape.labels is not None:
            yield from ("class 0", "class 1")
        elif isinstance(shape, Image):
            yield from {"classes": ("class 0", "class 1"), "sign": ("negative", "positive")}.get(shape.scale, ())
        for field in ("paint",) if isinstance(shape, Text) else ("fill", "stroke", "edge"):
            paints = getattr(shape, field, None)
            for paint in paints if isinstance(paints, list) else [paints]:
                role = paint.role if isinstance(paint, Mix | Legible) else paint
                if role in MEANT:
                    yield role


def distances(theme: Theme, one: str, other: str) -> list[float]:
    """How far two roles are apart for each kind of eyes, in CAM02-UCS."""
    found = []
    for kind in KINDS:
        space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
        seen = [np.clip(cspace_convert(rgb(colour(theme, each)), space, "sRGB1"), 0, 1) for each in (one, other)]
        found.append(float(np.linalg.norm(np.subtract(*cspace_convert(np.array(seen), "sRGB1", "CAM02-UCS")))))
    return found


def test_what_meets_in_a_panel_is_told_apart(recipes: Recipes) -> None:
    """Roles that meet in a panel of any recipe are 11 apart for everybody, 25 where they are a pair, in every theme."""
    met: dict[tuple[str, str], str] = {}
    for name, recipe in recipes.items():
        if not recipe.is_pictured:
            continue
        stage = staged(recipe, small(recipe))
        for index in (0, len(stage.film) // 2, len(stage.film) - 1):
            for groups in stage.shapes(stage.moment(index, stage.film[index])).values():
                here = {role for group in groups for role in roles(flat(group))}  # type: ignore[arg-type]
                met |= dict.fromkeys(combinations(sorted(here), 2), name)
    assert {*PAIRS[:2]} <= {*met}
    alike = [
        (theme.name, one, other, name, round(apart))
        for theme in THEMES.values()
        for (one, other), name in met.items()
        if (apart := min(distances(theme, one, other))) < (ALONE if (one, other) in PAIRS else LEAST)
    ]
    assert not alike


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_a_sign_is_seen_in_grey(theme: Theme) -> None:
    """Plus and minus are 15 apart in lightness, and neither is a class colour."""
    minus, plus = (cspace_convert(rgb(each), "sRGB1", "CAM02-UCS")[0] for each in (theme.negative, theme.positive))
    assert abs(minus - plus) >= GREY
    assert not {theme.negative, theme.positive} & set(theme.classes)


def test_a_theme_without_a_sign_has_that_of_light() -> None:
    """A theme written before there were colours of a sign is read, and has light's."""
    old = read('classes = ["#000080", "#ff8000"]', "old", THEMES["light"])
    assert (old.negative, old.positive) == (THEMES["light"].negative, THEMES["light"].positive)


def test_classes_are_drawn_in_turns() -> None:
    """Samples that come class by class are drawn in turns, each once, as often as there are of each."""
    labels = np.array([0] * 6 + [1] * 3)
    order = interleaved(labels)
    assert sorted(order.tolist()) == list(range(9))
    assert all(np.sum(labels[order][start : start + 3]) == 1 for start in (0, 3, 6))
