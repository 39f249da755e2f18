"""A film → a page that draws it, in a worker: strokes of a wide and a tall page, in light and dark."""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from vizpipe.camera.letters import Letters
from vizpipe.camera.recolouring import recoloured
from vizpipe.camera.recomposing import recomposed_from
from vizpipe.camera.recording import plots, recorded, size_of
from vizpipe.camera.strokes import Unable
from vizpipe.drawing.say import Say
from vizpipe.drawing.theme import Theme, rgb
from vizpipe.encoding import fitting, livepage, player
from vizpipe.encoding.formats import About
from vizpipe.encoding.formats import Moment as Told
from vizpipe.encoding.livepage import Paints, Telling
from vizpipe.encoding.palette import Palette
from vizpipe.encoding.stroke import Colours, Sheet
from vizpipe.encoding.take import Taking
from vizpipe.errors import TooSmallError, VizpipeError
from vizpipe.film.packing import unpack
from vizpipe.project.looks import COLUMN, Look
from vizpipe.registry.source import Source
from vizpipe.workers import kept
from vizpipe.workers.answers import Films, Order

_CHUNK = 8
_HEAVIEST = 1_500_000
"""Bytes of numbers from which pictures are lighter."""
_SAID = {"play": "Play", "pause": "Pause", "time": "Time", "speed": "Speed"}


def live(source: Source, name: str, films: Films, look: Look, order: Order, about: About) -> bytes:
    """The page; where something is no stroke, or numbers are heavier than pictures, one that shows pictures."""
    try:
        return _drawn(source, name, films, look, order, about)
    except Unable:
        return _shown(source, name, films, look, order, about)
    except VizpipeError:
        raise
    except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
        raise kept.failure(source, f"{name}: drawing the page", error) from None


def _drawn(source: Source, name: str, films: Films, look: Look, order: Order, about: About) -> bytes:
    letters = Letters()
    taking, themes = Taking(letters.spelt), _themes(look)
    last: Any = None
    for each in _looks(look, films):
        try:
            # on the first the still was drawn a moment ago; others are not asked for again
            stage = (kept.scene_of if last is None else kept.staged)(source, name, films, each)
        except TooSmallError:
            if last is None:
                raise
            continue  # the wide page serves phones too
        scene = stage.scene
        moments = list(recorded(scene, order.ticks))
        styles = [kept.style_of(each._replace(**theme)) for theme in themes]
        others = moments
        if len(themes) > 1:
            others = recoloured(scene, moments, *(style.theme for style in styles)) or list(
                recorded(kept.staged(source, name, films, each._replace(**themes[1])).scene, order.ticks)
            )
        shades = _bytes(styles[0].smooth_colours), _bytes(styles[-1].smooth_colours)
        grounds = _bytes([rgb(styles[0].theme.background)]), _bytes([rgb(styles[-1].theme.background)])
        needs = recomposed_from(scene) if last is None and _is_whole(look) else None
        taking.add(Sheet(*size_of(scene), plots(scene), moments, others, shades, grounds, needs))
        if last is None:
            last = stage.smooth(order.ticks[-1])
    film = taking.done()
    if len(film["columns"]) > _HEAVIEST:
        raise Unable("more numbers than pictures")
    say = kept.say_of(look)
    telling = Telling(
        [tick.ms for tick in order.ticks],
        order.words,
        order.moments,
        _beats(order, say),
        order.plays,
        look.lang,
        {key: say(text) for key, text in _SAID.items()},
        _story(order) if _is_whole(look) else None,
    )
    paints = [_paints(kept.style_of(look._replace(**theme)).theme) for theme in (themes[0], themes[-1])]
    film |= {"glyphs": letters.outlines, "alphabets": letters.alphabets}
    return livepage.page(film, telling, about, paints, last)


def _themes(look: Look) -> list[dict[str, Any]]:
    """The theme, and the dark one beside the usual light one."""
    plain = {"theme": look.theme, "theme_text": look.theme_text}
    return [plain, {"theme": "dark", "theme_text": ""}] if look.theme == "light" and not look.background else [plain]


def _looks(look: Look, films: Films) -> Iterator[Look]:
    """The look, and that for phones beside one that is wide."""
    yield look
    if look.width > look.height and len(films) == 1 and not look.compact and not look.layout:
        yield look._replace(width=COLUMN[0], height=COLUMN[1], type=1.0)


def _beats(order: Order, say: Say) -> list[tuple[int, str]]:
    """The ticks at which something else is said, and what."""
    said = {cue.name: say(cue.say, **cue.values) if cue.say else "" for cue in order.cues}
    found, before = [], ""
    for at, tick in enumerate(order.ticks):
        if tick.beat and tick.beat != before:
            found.append((at, said.get(tick.beat, "")))
            before = tick.beat
    return found


def _is_whole(look: Look) -> bool:
    """Whether it is a page of its own, not one without title and caption: that stands in another, which leads it."""
    return look.caption or look.title != ""


def _story(order: Order) -> dict[str, Any] | None:
    """What the page's script makes a schedule of, as JSON."""
    if order.story is None:
        return None
    change, cues, pace, frames = order.story
    steps = [after - before for before, after in pairwise([0, *change])]
    told = {"steps": steps, "cues": msgspec.to_builtins(cues), "pace": msgspec.to_builtins(pace)}
    return told if frames == list(range(len(change))) else told | {"frames": frames}


def _paints(theme: Theme) -> Paints:
    """Colours for the controls."""
    return Paints(*(_hex(rgb(each)) for each in (theme.background, theme.ink, theme.accent)))


def _hex(colour: Any) -> str:  # noqa: ANN401 - RGB
    return "#" + "".join(f"{round(255.0 * float(part)):02x}" for part in colour[:3])


def _bytes(colours: Any) -> Colours:  # noqa: ANN401 - RGB from 0 to 1
    table: Colours = np.rint(255.0 * np.asarray(colours, dtype=float)).astype(np.uint8)
    return table


def _shown(source: Source, name: str, films: Films, look: Look, order: Order, about: About) -> bytes:
    """A page of pictures."""
    scene = kept.staged(source, name, films, look).scene
    pictures = [
        each
        for begin in range(0, len(order.ticks), _CHUNK)
        for each in scene.pictures(order.ticks[begin : begin + _CHUNK], is_noted=False)
    ]
    packed, _ = fitting.chosen(pictures, kept.style_of(look).fixed_colours())
    palette = Palette(unpack(packed)["palette"])
    stream = io.BytesIO()
    told = [Told(words, at) for words, at in zip(order.words, order.moments, strict=True)]
    writer = player.Writer(stream, palette, order.plays, about, told, look.lang)
    fitted = fitting.fitted(pictures, packed)
    for frame, tick in zip(fitting.frames(fitted[0]), order.ticks, strict=True):
        writer.add(frame, tick.ms or 1)
    writer.close()
    return stream.getvalue()
