"""What a worker keeps from task to task: recipes that are loaded, films on their stages."""

import functools
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from vizpipe.camera.scene import Picture, Scene
from vizpipe.camera.sheet import words_of
from vizpipe.camera.shots import Shot, seen
from vizpipe.drawing import theme
from vizpipe.drawing.canvas import Words
from vizpipe.drawing.say import Say
from vizpipe.drawing.style import Style
from vizpipe.errors import GoneError, RecipeError, VizpipeError, told, trace
from vizpipe.film.film import Film
from vizpipe.film.reel import Reel
from vizpipe.project.looks import Look
from vizpipe.recipe.recipe import Recipe
from vizpipe.registry.loading import load
from vizpipe.registry.source import Source, place
from vizpipe.store.cache import checked, read_checked
from vizpipe.workers.answers import Films


def times_of(reel: Reel[Any], say: Say) -> tuple[list[str], list[int]]:
    """The epoch of each frame, or its number, in words and as they are."""
    longest = max(reel.films, key=len)
    epochs = [epoch for frame in longest if isinstance(epoch := getattr(frame, "epoch", None), int)]
    if len(epochs) == len(longest):
        return [say("Epoch {n:,}", n=epoch) for epoch in epochs], epochs
    numbers = range(len(longest))
    return [say("Frame {n} of {count}", n=number + 1, count=len(longest)) for number in numbers], list(numbers)


@functools.lru_cache(maxsize=8)
def recipe_of(source: Source, name: str) -> Recipe[..., Any]:
    """A recipe of a file. Raises RecipeError if it is gone."""
    for recipe in load(source):
        if recipe.name == name:
            return recipe
    raise RecipeError(f"{source.path}: no recipe {name} in it any more")


class StagedFilm(NamedTuple):
    """A scene, what is said about it, and by whom."""

    scene: Scene[Any]
    words: Words
    say: Say
    latest: dict[tuple[int, float, str], Picture]
    """The picture with smooth tints that was drawn last, by what it shows."""

    def keep(self, shot: Shot, picture: Picture) -> None:
        """Keep a picture with smooth tints for the next task."""
        self.latest.clear()
        self.latest[seen(shot)] = picture

    def smooth(self, shot: Shot) -> Picture:
        """One frame with smooth tints; that which was drawn last is drawn no second time."""
        if seen(shot) not in self.latest:
            self.keep(shot, self.scene.pictures([shot], is_smooth=True, is_noted=False)[0])
        return self.latest[seen(shot)]


@functools.lru_cache(maxsize=2)
def scene_of(source: Source, name: str, films: Films, look: Look) -> StagedFilm:
    """A film on its stage, kept for the next task."""
    return staged(source, name, films, look)


def staged(source: Source, name: str, films: Films, look: Look, fixed: tuple[int, ...] = ()) -> StagedFilm:
    """A film on a stage of its own; frames that are ``fixed`` stand side by side. Raises RecipeError."""
    recipe, say = recipe_of(source, name), say_of(look)
    loaded = [film_of(film, recipe) for film in films]
    reel = Reel(loaded, look.labels, columns=look.columns, span=look.span)
    if fixed:
        times, _ = times_of(reel, say)
        reel = Reel(loaded * len(fixed), [times[at] for at in fixed], fixed, look.columns)
    try:
        said = said_of(recipe, reel, look, say)
        drawn = said._replace(caption=said.caption if look.caption else "")
        drawn = drawn._replace(title=drawn.title if look.title is None else look.title)
        scene = Scene(recipe, reel, style_of(look), say, drawn)
        return StagedFilm(scene, said, say, {})
    except VizpipeError:
        raise
    except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
        raise failure(source, f"{name}: its stage", error) from None


def said_of(recipe: Recipe[..., Any], reel: Reel[Any], look: Look, say: Say) -> Words:
    """What is said about films; the caption and the alternative text are somebody's own where they were given."""
    said = words_of(recipe, reel, say)
    if look.alternative is not None:
        said = said._replace(alternative=look.alternative)
    return said if look.foot is None else said._replace(caption=look.foot)


def say_of(look: Look) -> Say:
    """The words of a look: its language's, and those that somebody chose."""
    return Say(dict(look.catalogue) | dict(look.words), look.lang, dict(look.headlines), look.formulas)


def style_of(look: Look) -> Style:
    """The style of a look."""
    colours = theme.find(look.theme, look.theme_text, look.background, is_open=look.open)
    style = Style(colours, look.width, look.height, look.compact, look.type, look.layout, look.lang)
    return replace(style, font=look.font * colours.font_size, has_formulas=bool(look.formulas))


def film_of(path: Path | bytes, recipe: Recipe[..., Any]) -> Film[Any]:
    """A film of the cache. Raises GoneError."""
    stored = read_checked(path) if isinstance(path, Path) else checked(path)
    if stored is None:
        where = path if isinstance(path, Path) else "the cluster"
        raise GoneError(f"{where}: the film is gone or damaged; run the command again")
    return Film.load(stored, recipe.frame_type)


def failure(source: Source, where: str, error: BaseException) -> RecipeError:
    """What a recipe raised, with the line of the recipe that did it."""
    what = (
        f"it called sys.exit({error.code})"
        if isinstance(error, SystemExit)
        else f"{type(error).__name__}: {told(error)}"
    )
    return RecipeError(f"{where}: {what}{place(source, error)}", trace(error))
