"""Small multiples: the stage of one recipe set several times on one sheet, with a title above and one clock for all."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from vizpipe.drawing.canvas import Canvas, Words
from vizpipe.drawing.layout import Box, split
from vizpipe.drawing.page import page
from vizpipe.drawing.picture.parts import Picture
from vizpipe.drawing.picture.staging import Staged
from vizpipe.drawing.say import Say
from vizpipe.errors import RecipeError, TooSmallError, UsageError, nearest
from vizpipe.film.film import Film
from vizpipe.film.reel import Reel
from vizpipe.film.story import Cue
from vizpipe.parameters.catalogue import filled
from vizpipe.parameters.mathematics import bare
from vizpipe.recipe.recipe import Recipe

_GAP = 12.0


def set_stages(recipe: Recipe[Any, Any], reel: Reel[Any], whole: Canvas) -> Iterator[object]:
    """Build the stage for each film; raises RecipeError if one of several draws outside its place."""
    style, figure = whole.style, whole.figure
    if len(reel.films) == 1:
        yield built(recipe, whole, reel.films[0], reel.told)
        return
    body = page(whole, headline=False).body
    columns = reel.columns or columns_of(len(reel.films), tall=style.tall)
    rows = math.ceil(len(reel.films) / columns)
    room = Box(0.0, 0.0, style.width, body.bottom + body.height).within(*(style.px(_GAP),) * 3)
    cells = split(room, rows=(1.0,) * rows, columns=(1.0,) * columns, gap=style.px(_GAP))
    for film, label, cell in zip(reel.films, reel.labels, cells, strict=False):
        small = replace(
            style, width=max(int(cell.width), 1), height=max(int(cell.height), 1), compact=True, larger=1.0, layout=""
        )
        told, corner = Words(label, "", label), (cell.left, cell.bottom)
        place = replace(whole, style=small, words=told, corner=corner, moment=bool(reel.fixed))
        before = set(figure.axes)
        try:
            yield built(recipe, place, film)
        except TooSmallError as error:  # said of the whole sheet
            more = max(error.least[0] / cell.width, error.least[1] / cell.height)
            least = math.ceil(style.width * more), math.ceil(style.height * more)
            raise TooSmallError(least, recipe.name) from None
        for axes in set(figure.axes) - before:
            box = axes.bbox
            inside = box.x0 > cell.left - 1.0 and box.x1 < cell.left + cell.width + 1.0
            if not inside or not (box.y0 > cell.bottom - 1.0 and box.y1 < cell.bottom + cell.height + 1.0):
                raise RecipeError(
                    f"{recipe.name}: --seeds needs a stage that is laid out with page(), panels() or plot()"
                )


def built(recipe: Recipe[Any, Any], canvas: Canvas, film: Film[Any], told: Sequence[int] | None = None) -> object:
    """Set one stage, for the frames that are ``told`` in a story.

    Raises RecipeError if the author's picture is none, TooSmallError if it has no room.
    """
    if not recipe.is_pictured:
        return recipe.staged.build(canvas, film)
    picture = built_picture(recipe, film)
    try:
        return Staged(picture, film, _worded(recipe, canvas, film, picture), _told(recipe, canvas, film, told))
    except TooSmallError as error:
        raise TooSmallError(error.least, recipe.name) from None
    except RecipeError as error:
        raise RecipeError(f"{recipe.name}: {error}", error.details) from error


def built_picture(recipe: Recipe[Any, Any], film: Film[Any]) -> Picture[Any]:
    """What there is to see of a film. Raises RecipeError if the author gave something else."""
    picture: object = recipe.pictured(film)
    if not isinstance(picture, Picture):
        raise RecipeError(f"{recipe.name}: its picture gave {type(picture).__name__}, and a Picture is needed")
    return picture


def _told(recipe: Recipe[Any, Any], canvas: Canvas, film: Film[Any], frames: Sequence[int] | None) -> tuple[Cue, ...]:
    """The beats of a film; they say nothing where somebody chose a title, which then is the headline throughout."""
    cues = cues_of(recipe, film, canvas.say, frames)
    is_chosen = cues and canvas.words.title != recipe.say_words(film, canvas.say).title
    chosen = canvas.say.headlines
    return tuple(msgspec.structs.replace(cue, say=chosen.get(cue.name, "")) for cue in cues) if is_chosen else cues


def cues_of(
    recipe: Recipe[Any, Any], film: Film[Any], say: Say, frames: Sequence[int] | None = None
) -> tuple[Cue, ...]:
    """The beats of a film, with the headlines that somebody chose. Raises UsageError for one that it doesn't have."""
    cues = recipe.cues(film, frames)
    beats = {cue.name: cue for cue in cues}
    for name, text in say.headlines.items():
        if name not in beats:
            raise UsageError(
                f"headline: no beat {name[:60]} in this film{nearest(name, beats)}; it has {', '.join(beats)}"
            )
        filled(bare(text) if say.has_formulas else text, beats[name].values, f"headline {name}")
    return tuple(msgspec.structs.replace(cue, say=say.headlines.get(cue.name, cue.say)) for cue in cues)


def _worded(recipe: Recipe[Any, Any], canvas: Canvas, film: Film[Any], picture: Picture[Any]) -> Canvas:
    """A canvas without the recipe's own words, if its picture wants none; words that somebody chose stay."""
    if picture.has_words:
        return canvas
    own = recipe.say_words(film, canvas.say)
    chosen = ("" if said == its else said for said, its in zip(canvas.words, own, strict=True))
    return replace(canvas, words=Words(*chosen))


def columns_of(count: int, *, tall: bool = False) -> int:
    """How many stand side by side."""
    return 1 if tall else math.ceil(math.sqrt(count))


def words_of(recipe: Recipe[Any, Any], reel: Reel[Any], say: Say) -> Words:
    """What is said about a film, or about several together."""
    if len(reel.films) == 1:
        return recipe.say_words(reel.films[0], say)
    if reel.fixed:
        plain = recipe.say_words(reel.films[0], say)
        strip = say("{title}. Key frames: {frames}.", title=plain.title.rstrip("."), frames="; ".join(reel.labels))
        return Words(plain.title, "", f"{strip} {plain.alternative}")
    title = say(recipe.title)
    captions = (recipe.say_words(film, say).caption for film in reel.films)
    told = [f"{label}: {caption}" for label, caption in zip(reel.labels, captions, strict=True)]
    return Words(title, "", " ".join([f"{title}.", *told]))
