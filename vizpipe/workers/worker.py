"""What happens inside a worker: a recipe is loaded, trained, put on stage and filmed.

``tasks`` says what can be asked for; here it is done, with all the libraries that takes. What a worker has loaded or
staged it keeps for the next task.
"""

import contextlib
import io
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vizpipe.camera import inspection, omissions, sightings, tempo
from vizpipe.camera.remark import Remark
from vizpipe.camera.scene import Picture, Scene
from vizpipe.camera.sheet import cues_of
from vizpipe.camera.shots import told as told_of
from vizpipe.encoding import data, decode, fitting, still
from vizpipe.encoding import vector as vectors
from vizpipe.encoding.formats import About, Format
from vizpipe.errors import UsageError, VizpipeError
from vizpipe.film.film import Film
from vizpipe.film.packing import pack
from vizpipe.film.record import record
from vizpipe.film.reel import Reel
from vizpipe.film.schedule import Tick
from vizpipe.film.stops import together
from vizpipe.parameters.parameter import Value
from vizpipe.project.looks import Look
from vizpipe.recipe.arguments import about_of, arguments_of
from vizpipe.recipe.recipe import Recipe
from vizpipe.registry.source import Source
from vizpipe.workers.answers import Clock, Described, Drawn, Films, Frames, Preview, Trained
from vizpipe.workers.kept import failure, film_of, recipe_of, said_of, say_of, scene_of, staged, style_of, times_of
from vizpipe.workers.texts import lost

_WATCHED = 320  # pixels across that are enough to see flashes


def inspect(source: Source, name: str, films: Films, look: Look, ticks: Sequence[Tick], preset: str) -> list[Remark]:
    """What is to be remarked about how pictures look, the theme's colours, and what moves without the data."""
    found = inspection.colours(style_of(look).theme) + look_at(source, name, films, look, ticks, preset)
    if len(films) == 1:
        moving, alone = scene_of(source, name, films, look).scene, staged(source, name, films, look).scene
        shown = sorted({tick.index for tick in ticks})
        found += inspection.motion(film_of(films[0], recipe_of(source, name)), moving, alone, shown)
    return list(dict.fromkeys(found))


def look_at(source: Source, name: str, films: Films, look: Look, ticks: Sequence[Tick], preset: str) -> list[Remark]:
    """What is to be remarked about how pictures look: what is cut, covered, too small, too faint or left out."""
    scene, size = staged(source, name, films, look).scene, (look.width, look.height)
    with scene.applied():
        found = sightings.looked_at(ticks, scene.stills(ticks), size, preset, in_print=look.theme == "print")
    return omissions.left_out(scene.built) + found


def watch(animation: Path | bytes, loops: bool, plays: int) -> list[Remark]:  # noqa: FBT001 - a task's arguments travel in order
    """What is to be remarked about the motion of an animation, a GIF of our own; ``plays`` is 0 for ever."""
    frames, durations = decode.small(animation, _WATCHED)
    return inspection.flashes(frames, durations) + tempo.measured(frames, durations, loops=loops, again=plays != 1)


def follow(source: Source, name: str, films: Films, look: Look, ticks: Frames, times: Sequence[int]) -> list[Remark]:
    """What is to be remarked about texts that change while frames are shown, each for so many milliseconds."""
    return tempo.counters(inspection.texts(staged(source, name, films, look).scene, ticks), times)


def train(source: Source, name: str, values: dict[str, Value], root: str) -> Trained:
    """Run a recipe and stack its frames; raises RecipeError naming recipe and frame."""
    recipe = recipe_of(source, name)
    arguments = arguments_of(recipe.parameters, values, root)
    frames = _guarded(source, recipe, arguments)
    film = Film.shoot(name, recipe.frame_type, frames, values, about_of(arguments))
    return Trained(film.save(), film.digest, len(film), record(film))


def _guarded(source: Source, recipe: Recipe[..., Any], arguments: dict[str, Any]) -> Any:  # noqa: ANN401 - frames of any kind
    """The recipe's frames; whatever it raises names the recipe and the frame."""
    frames = None
    for index in itertools.count():
        try:
            frames = iter(recipe.frames(arguments)) if frames is None else frames
            frame = next(frames)
        except StopIteration:
            return
        except UsageError as error:
            raise UsageError(f"{recipe.name}: {error}", error.details) from None
        except VizpipeError:
            raise
        except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
            raise failure(source, f"{recipe.name}: frame {index}", error) from None
        yield frame


def describe(  # noqa: PLR0913 - a task's arguments travel together
    source: Source,
    name: str,
    films: Films,
    look: Look,
    frames: Frames,
    is_filmed: bool,  # noqa: FBT001 - as above
    *,
    compared: bool = True,
) -> Described:
    """Draw a few frames: choose a palette, keep the last as the still, and put the film into words."""
    scene = scene_of(source, name, films, look)
    is_pictured, pictures, palette, seen = recipe_of(source, name).is_pictured, list[Picture](), b"", b""
    if is_filmed or not is_pictured:
        pictures = _pictures(source, scene.scene, name, frames, is_noted=compared)
    elif compared:
        with _told_apart(source, name, frames):
            scene.scene.noted(frames)
    if is_filmed:
        palette, seen = fitting.chosen(pictures, style_of(look).fixed_colours())
    if is_pictured:  # a still has colours enough for smooth tints
        pictures += _pictures(source, scene.scene, name, frames[-1:], is_smooth=True, is_noted=compared)
        scene.keep(frames[-1], pictures[-1])
    still, sight = pack({"still": pictures[-1]}), scene.scene.contents.taken() if compared else b""
    return Described(*scene.words, palette, seen, still, lost(source, look, scene.say), sight)


def preview(source: Source, name: str, films: Films, look: Look, tick: Tick) -> Preview:
    """Draw one frame, as a PNG that is made fast, and put the film into words."""
    stage = scene_of(source, name, films, look)
    is_smooth = recipe_of(source, name).is_pictured  # as in a file of one picture
    (picture,) = _pictures(source, stage.scene, name, [tick], is_smooth=is_smooth, is_noted=False)
    return Preview(still.draft(picture), *stage.words, lost(source, look, stage.say))


def recolour(look: Look, seen: bytes, lacking: Sequence[bytes]) -> bytes:
    """A palette for all frames, where one that was chosen from a few lacks too many colours of others."""
    return fitting.chosen_anew(seen, lacking, style_of(look).fixed_colours())


def clock(source: Source, name: str, films: Films, look: Look) -> Clock:
    """What is said of each frame's time, and how far the data have moved until then."""
    recipe = recipe_of(source, name)
    reel, say = Reel([film_of(film, recipe) for film in films], span=look.span), say_of(look)
    is_part = len(reel.films) > 1
    changes = [[float(each) for each in film.change()] for film in reel.films]
    stories = [cues_of(recipe, film, say, look.told(len(film), is_part=is_part)) for film in reel.films]
    cues = stories[0] if len(stories) == 1 else together(stories, reel.told)
    return Clock(*times_of(reel, say), reel.change(), changes, reel.told, cues)


def words(source: Source, name: str, films: Films, look: Look) -> tuple[str, str, str]:
    """The title, the caption and the alternative text of a film."""
    recipe, say = recipe_of(source, name), say_of(look)
    said = said_of(recipe, Reel([film_of(film, recipe) for film in films], look.labels), look, say)
    return look.title or said.title, said.caption, said.alternative


def draw(  # noqa: PLR0913 - a task's arguments travel together
    source: Source,
    name: str,
    films: Films,
    look: Look,
    frames: Frames,
    palette: bytes,
    *,
    smooth: bool,
    clear: bool,
) -> Drawn:
    """Draw frames and give their palette indices, and how far those are from what was drawn; or all their colours."""
    scene = scene_of(source, name, films, look).scene
    pictures = _pictures(source, scene, name, frames, is_smooth=smooth)
    drawn = fitting.fitted(pictures, palette) if palette else fitting.coloured(pictures, clear=clear)
    return Drawn(*drawn, scene.contents.taken())


def vector(  # noqa: PLR0913, PLR0917 - a task's arguments travel in order
    source: Source, name: str, films: Films, look: Look, form: Format, frames: Sequence[int], about: About
) -> bytes:
    """Frames as a file that is drawn at once: the last one, key frames on a sheet, or each on a page of its own.

    On a stage of its own, since a figure that was written can't be filmed.
    """
    stage = staged(source, name, films, look, fixed=tuple(frames) if form.takes == "strip" else ())
    scene = stage.scene
    told = about._replace(alternative=stage.words.alternative) if form.takes == "strip" else about
    try:
        if form.suffix == "png":
            (picture,) = scene.pictures([0], is_smooth=True)
            still.write(stream := io.BytesIO(), picture, "png", told)
            return stream.getvalue()
        with scene.applied():
            if form.takes == "pages":
                return vectors.pages(scene.stills(frames), told)
            return vectors.encode(scene.still(0 if form.takes == "strip" else frames[-1]), form.suffix, told)
    except VizpipeError:
        raise
    except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
        raise failure(source, f"{name}: drawing {form.name}", error) from None


def tabulate(source: Source, name: str, film: Path | bytes, kind: str) -> bytes:
    """The film as a data file."""
    return data.encode(film_of(film, recipe_of(source, name)), kind)


def _pictures(
    source: Source, scene: Scene[Any], name: str, frames: Frames, *, is_smooth: bool = False, is_noted: bool = True
) -> list[Picture]:
    with _told_apart(source, name, frames):
        return scene.pictures(frames, is_smooth=is_smooth, is_noted=is_noted)


@contextlib.contextmanager
def _told_apart(source: Source, name: str, frames: Frames) -> Iterator[None]:
    """What a recipe raises while frames are drawn, with the line that did it."""
    try:
        yield
    except VizpipeError:
        raise
    except BaseException as error:  # noqa: BLE001 - a recipe may raise anything
        raise failure(source, f"{name}: drawing {told_of(frames)}", error) from None
