"""What workers can be asked to do. Pure: the same arguments give the same answer, in any process on any machine.

A recipe travels as its path and text; functions of a recipe are never pickled. This module is light, so that a command
can name a task without importing what the task needs.
"""

from collections.abc import Sequence
from pathlib import Path

from vizpipe.camera.remark import Remark
from vizpipe.encoding.formats import About, Format
from vizpipe.film.schedule import Tick
from vizpipe.parameters.parameter import Value
from vizpipe.project.looks import Look
from vizpipe.registry.source import Source
from vizpipe.workers.answers import Clock, Described, Drawn, Films, Frames, Order, Paged, Preview, Text, Trained


def cards(source: Source) -> bytes:
    """The cards of a recipe file, or what is wrong with it, as JSON."""
    from vizpipe.registry.loading import make_cards  # noqa: PLC0415 - see above

    return make_cards(source)


def train(source: Source, name: str, values: dict[str, Value], root: str = ".") -> Trained:
    """Run a recipe and stack its frames; raises RecipeError naming recipe and frame.

    Paths among the parameters are relative to ``root``.
    """
    from vizpipe.workers import processor, worker  # noqa: PLC0415 - see above

    return worker.train(source, name, values, root)._replace(processor=processor.told())


def take(source: Source, name: str, data: bytes, film: str, values: dict[str, Value]) -> Trained:
    """Take a film from the bytes of a file called ``film``, for a recipe; raises UsageError if it can't draw it.

    ``values`` are those parameters of the recipe that its pictures alone depend on.
    """
    from vizpipe.workers.taking import take as taken  # noqa: PLC0415 - see above

    return taken(source, name, data, film, values)


def describe(  # noqa: PLR0913 - a task's arguments travel together
    source: Source,
    name: str,
    films: Films,
    look: Look,
    frames: Frames,
    is_filmed: bool,  # noqa: FBT001 - as above
    *,
    compared: bool = True,
    page: Paged | None = None,
) -> Described:
    """Look at a few frames: keep the last as the still, say the film in words, choose a palette if it is filmed.

    What frames show that are not filmed is noted if it is to be ``compared``. A ``page`` is drawn as ``live`` does.
    """
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    described = worker.describe(source, name, films, look, frames, is_filmed, compared=compared)
    if page is None:
        return described
    told = page.about._replace(alternative=described.alternative)
    return described._replace(page=live(source, name, films, look, page.order, told))


def draw(  # noqa: PLR0913 - a task's arguments travel together
    source: Source,
    name: str,
    films: Films,
    look: Look,
    frames: Frames,
    palette: bytes,
    *,
    smooth: bool = False,
    clear: bool = False,
) -> Drawn:
    """Draw frames and give their palette indices, or all their colours if there is no palette.

    Tints are ``smooth`` or in steps; pictures that are ``clear`` keep what is seen through.
    """
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.draw(source, name, films, look, frames, palette, smooth=smooth, clear=clear)


def preview(source: Source, name: str, films: Films, look: Look, tick: Tick) -> Preview:
    """Draw one frame, as a PNG that is made fast, and put the film into words."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.preview(source, name, films, look, tick)


def recolour(look: Look, seen: bytes, lacking: Sequence[bytes]) -> bytes:
    """A palette for all frames, where one that was chosen from a few lacks too many colours of others."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.recolour(look, seen, lacking)


def clock(source: Source, name: str, films: Films, look: Look) -> Clock:
    """What is said of each frame's time, and how far the data have moved until then."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.clock(source, name, films, look)


def words(source: Source, name: str, films: Films, look: Look) -> tuple[str, str, str]:
    """The title, the caption and the alternative text of a film."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.words(source, name, films, look)


def texts(source: Source, name: str, films: Films, look: Look) -> list[Text]:
    """Every text of a film that is drawn or said, by where it stands."""
    from vizpipe.workers.texts import texts as listed  # noqa: PLC0415 - see above

    return listed(source, name, films, look)


def vector(  # noqa: PLR0913, PLR0917 - a task's arguments travel in order
    source: Source, name: str, films: Films, look: Look, form: Format, frames: Sequence[int], about: About
) -> bytes:
    """Frames as a file that is drawn at once: the last one, key frames on a sheet, or each on a page of its own."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.vector(source, name, films, look, form, frames, about)


def live(source: Source, name: str, films: Films, look: Look, order: Order, about: About) -> bytes:
    """A page that draws the film."""
    from vizpipe.workers.live import live as drawn  # noqa: PLC0415 - see above

    return drawn(source, name, films, look, order, about)


def inspect(source: Source, name: str, films: Films, look: Look, ticks: Sequence[Tick], preset: str) -> list[Remark]:
    """What is to be remarked about how pictures look, the theme's colours, and what moves without the data."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.inspect(source, name, films, look, ticks, preset)


def look_at(source: Source, name: str, films: Films, look: Look, ticks: Sequence[Tick], preset: str) -> list[Remark]:
    """What is to be remarked about how pictures look: what is cut, covered, too small or too faint."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.look_at(source, name, films, look, ticks, preset)


def watch(animation: Path | bytes, loops: bool, plays: int) -> list[Remark]:  # noqa: FBT001 - as above
    """What is to be remarked about the motion of an animation, a GIF of our own; ``plays`` is 0 for ever."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.watch(animation, loops, plays)


def follow(
    source: Source, name: str, films: Films, look: Look, frames: Frames, durations: Sequence[int]
) -> list[Remark]:
    """What is to be remarked about texts that change while frames are shown, each for so many milliseconds."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.follow(source, name, films, look, frames, durations)


def tabulate(source: Source, name: str, film: Path | bytes, kind: str) -> bytes:
    """The film as a data file."""
    from vizpipe.workers import worker  # noqa: PLC0415 - see above

    return worker.tabulate(source, name, film, kind)
