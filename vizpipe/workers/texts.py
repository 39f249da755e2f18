"""Every text of a film, drawn or said, with where it stands: what a translation begins with."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vizpipe.camera.sheet import built_picture
from vizpipe.drawing.canvas import Words
from vizpipe.drawing.picture.channels import Phrase
from vizpipe.drawing.picture.parts import named_in
from vizpipe.drawing.picture.ways import panels_with_paths
from vizpipe.drawing.say import Heard, Say
from vizpipe.errors import nearest
from vizpipe.film.film import Film
from vizpipe.parameters.catalogue import plain
from vizpipe.project.looks import Look
from vizpipe.recipe.recipe import Recipe
from vizpipe.registry.source import Source
from vizpipe.workers import kept
from vizpipe.workers.answers import ELSEWHERE, Films, Text

_PLACES = ("title", "headlines", "panels and axes", "readouts", "in the picture", "caption", "alternative text")


def texts(source: Source, name: str, films: Films, look: Look) -> list[Text]:
    """The texts of a film by where they stand, then those that its recipe says of other runs."""
    staged = kept.staged(source, name, films, look)
    recipe, film = kept.recipe_of(source, name), kept.film_of(films[0], kept.recipe_of(source, name))
    frames = sorted({0, len(film) // 2, len(film) - 1, *(cue.frame for cue in recipe.cues(film))})
    staged.scene.pictures(frames)
    places = _places(recipe, film, staged.words)
    said = _whole(staged.say)
    heard = [Text(_place(template, places), template, each.values, each.text) for template, each in said]
    told = [text for place in _PLACES for text in heard if text.place == place]
    known = {plain(text.template) for text in told}
    return told + [Text(ELSEWHERE, text, {}, text) for text in _written(source) if plain(text) not in known]


def lost(source: Source, look: Look, say: Say) -> tuple[str, ...]:
    """What is to be said of words that somebody gave and that stand for nothing here, with the nearest text."""
    unused = set(say.unused)
    if not unused:
        return ()
    known = {plain(template): plain(template) for template, _ in _whole(say)}
    written = {plain(text) for text in _written(source)}
    return tuple(
        f"labels: no text {old[:60]!r} is drawn{nearest(plain(old), [*known, *written])}"
        for old, _ in look.words
        if plain(old) in unused and plain(old) not in written
    )


def _whole(say: Say) -> Iterator[tuple[str, Heard]]:
    """What was said, without the pieces of it that were drawn line by line, and what was joined of others."""
    texts = {each.text for template, each in say.heard.items() if template in say.told}
    for template, each in say.heard.items():
        if not any(letter.isalpha() for letter in template):
            continue
        is_piece = any(plain(each.text) in plain(text) for text in texts | say.heard.keys() if text != each.text)
        if template in say.told or not (is_piece or _is_joined(each.text, texts)):
            yield template, each


def _is_joined(text: str, others: Iterable[str]) -> bool:
    """Whether a text is others, one behind the other."""
    rest = text
    for other in sorted(others, key=len, reverse=True):
        if other and len(other) < len(text):
            rest = rest.replace(other, "")
    return rest != text and not any(letter.isalpha() for letter in rest)


def _places(recipe: Recipe[..., Any], film: Film[Any], words: Words) -> dict[str, set[str]]:
    """Templates by where they stand."""
    found = {"headlines": {cue.say for cue in recipe.cues(film) if cue.say}}
    if recipe.is_pictured:
        picture = built_picture(recipe, film)
        panels = [panel for _, panel in panels_with_paths(picture)]
        named = [stack.title for _, stack in named_in(picture.body)]
        named += [getattr(panel, what) for panel in panels for what in ("title", "x", "y")]
        found |= {"panels and axes": set(map(_template, named)), "readouts": set(map(_template, picture.counter))}
    say = Say()
    own = recipe.say_words(film, say)
    for place, text, other in zip(("title", "caption", "alternative text"), own, words, strict=True):
        found[place] = {template for template, each in say.heard.items() if each.text in text} | {other}
    return found


def _template(words: str | Phrase) -> str:
    return words.template if isinstance(words, Phrase) else words


def _place(template: str, places: Mapping[str, set[str]]) -> str:
    """Where a text stands."""
    return next((place for place, templates in places.items() if template in templates), "in the picture")


def _written(source: Source) -> list[str]:
    """The texts in a recipe's file that may be said: templates and sentences, but for declarations and errors."""
    tree = ast.parse(source.text)
    spared: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.FunctionDef):
            is_fit = any(isinstance(each, ast.Attribute) and each.attr == "fits" for each in node.decorator_list)
            parts = [node] if is_fit else [*node.decorator_list, node.args]
        elif isinstance(node, ast.JoinedStr | ast.Raise) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            parts = [node]
        spared |= {id(each) for part in parts for each in ast.walk(part)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in spared]
    found = [text for text in texts if isinstance(text, str) and " " in plain(text)]
    return [text for text in dict.fromkeys(found) if any(letter.isalpha() for letter in text)]
