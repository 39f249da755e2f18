"""``vizpipe deck``: slides for tonight."""

import importlib.util
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vizpipe import __version__
from vizpipe.cli import report
from vizpipe.cli.plan import is_named, place_options
from vizpipe.cli.workspace import Workspace, opened, overwrite_option, working_options
from vizpipe.encoding.formats import Format
from vizpipe.encoding.formats import find as find_format
from vizpipe.errors import MachineError, RecipeError, UsageError, nearest
from vizpipe.manifest.manifest import Manifest
from vizpipe.manifest.ownership import Guard
from vizpipe.parameters.parameter import complete
from vizpipe.project import file
from vizpipe.project.asset import Asset, new_asset
from vizpipe.project.gallery import gallery_assets
from vizpipe.store import atomic, folders, hashes
from vizpipe.store.folders import keep_inside

if TYPE_CHECKING:
    from vizpipe.publishing.deck import Slide

_SIZE = "1920x880"
_TYPE = 1.3
"""Of a recipe's picture on a slide, between title and caption; and how much larger type is, seen from afar."""
_MOST_STEPS = 60


@click.command()
@click.argument("names", nargs=-1, metavar="[RECIPE|ASSET|GLOB]...")
@place_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("deck.pptx"),
    help="[default: deck.pptx]",
)
@click.option(
    "--motion", type=click.Choice(["gif", "mp4", "stills"]), default="gif", help="How slides move. [default: gif]"
)
@click.option(
    "--steps",
    type=click.IntRange(0, _MOST_STEPS),
    default=0,
    help="So many slides to click through for each animation.",
)
@click.option("--template", type=click.Path(path_type=Path), help="A deck whose look to take.")
@click.option("--aspect", type=click.Choice(["16:9", "4:3"]), default=None, help="Of the slides. [default: 16:9]")
@overwrite_option
@working_options
def deck(names: tuple[str, ...], gallery: bool, directory: Path | None, output: Path, **given: Any) -> int:  # noqa: ANN401, FBT001
    """Make a .pptx of recipes or of the project's assets: a slide each, with alternative text, caption and notes."""
    if importlib.util.find_spec("pptx") is None:
        raise MachineError("deck needs python-pptx: pip install 'vizpipe[slides]'")
    if given["motion"] == "mp4":
        find_format("mp4").needed()
    if given["template"] is not None and given["aspect"] is not None:
        raise UsageError("--aspect is for decks without --template, which has a size of its own")
    if output.suffix.lower() != ".pptx":
        raise UsageError(f"--output {output}: a deck's name ends in .pptx")
    place = (directory or Path.cwd()).resolve()
    with opened(place, given["jobs"], own=not gallery, timeout=given["timeout"]) as house:
        return _make(house, _wanted(house, names, whole=gallery), output, given)


def _wanted(house: Workspace, names: tuple[str, ...], *, whole: bool) -> list[Asset]:
    """The assets to show, in the order asked for. Raises UsageError for a name that is none."""
    known = (
        gallery_assets(house.registry)
        if whole or house.project is None
        else file.assets(house.project, house.registry)[0]
    )
    if not names and house.project is None and not whole:
        raise UsageError("name a recipe, such as vizpipe deck hidden-mapping; vizpipe list shows all")
    found: list[Asset] = []
    for name in names or ("*",):
        card = house.registry.cards.get(name)
        own = [each for each in known if is_named(each.name, (name,))]
        if own and (house.project is not None or card is None):
            found += own
        elif card is not None:
            made = new_asset(card.name, card, complete(card.parameters, {}, ""), size=_SIZE)
            found.append(made._replace(look=made.look._replace(type=_TYPE)))
        else:
            raise UsageError(
                f"no recipe or asset {name[:60]}{nearest(name, [*house.registry.cards, *(a.name for a in known)])}"
            )
    return list({each.name: each for each in found}.values())


def _make(house: Workspace, wanted: list[Asset], output: Path, given: dict[str, Any]) -> int:
    """Make what the slides show in a folder of its own, then the deck."""
    from vizpipe.pipeline import build  # noqa: PLC0415 - only to make something
    from vizpipe.publishing import deck as decks  # noqa: PLC0415 - an extra

    keep_inside(output, output.parent, Path.cwd())
    guard = Guard(house.cache, overwrite=given["overwrite"])
    guard.claim(output)
    far = house.executor(given["cluster"], remote=given["cluster_remote"])
    with far as hands, folders.scratch_folder() as folder, report.progress() as told:
        shop = build.open_build(hands, house.cache, folder, Manifest(), told)
        slides = [slide for each in wanted for slide in _slides(each, house, shop, given)]
        data, before = decks.write(slides, _origin(wanted, given), given["aspect"], given["template"])
    guard.admit(output, hashes.sha256_of(data))
    folders.make_folder(output.parent)
    atomic.write(output, data)
    count = len(slides) + before
    theirs = f", {before} of them the template's" if before else ""
    click.echo(f"{output}  {count} slide{'s' if count > 1 else ''}{theirs}, {len(data) / 1e6:.1f} MB")
    return 0


def _made_of(each: Asset, given: dict[str, Any]) -> tuple[Asset, Format]:
    """The asset as a slide shows it, and the format that moves there: a still stays one."""
    formats = [find_format(name) for name in each.formats]
    if each.card.kind != "animation" or all(form.takes in ("rgb", "figure", "strip") for form in formats):
        return each._replace(formats=("png",)), find_format("png")
    if given["steps"]:
        said = {"frames": given["steps"], "timing": "by-change", "hold": 0.0, "first_frame": "start", "max_bytes": None}
        return each._replace(formats=("gif", "png"), settings=each.settings.having(**said)), find_format("gif")
    if given["motion"] == "stills":
        return each._replace(formats=("png",)), find_format("png")
    # on paper and among small slides a GIF is its first frame; a video has the still as its poster
    settings = each.settings.having(first_frame="result" if given["motion"] == "gif" else "start")
    return each._replace(formats=(given["motion"], "png"), settings=settings), find_format(given["motion"])


def _slides(each: Asset, house: Workspace, shop: Any, given: dict[str, Any]) -> "Iterator[Slide]":  # noqa: ANN401
    """One slide, or one for each step. The deck draws title and caption itself."""
    from vizpipe.encoding import decode  # noqa: PLC0415 - Pillow
    from vizpipe.pipeline import encodings  # noqa: PLC0415 - only to make something
    from vizpipe.pipeline.make import make, words  # noqa: PLC0415 - only to make something
    from vizpipe.publishing.deck import Slide  # noqa: PLC0415 - an extra

    wanted, form = _made_of(each, given)
    bare = wanted._replace(look=each.look._replace(title="", caption=False))
    source = house.source(each.card.path)
    made = make(bare, shop, source)
    if made.status == "failed":
        raise RecipeError(f"{each.name}: {made.why[0]}")
    title, caption, alternative = words(each, shop, source)
    files = {path.suffix: path for path in made.files}
    made_by, size = encodings.again(wanted, form), (each.look.width, each.look.height)
    picture = files[".png" if form.name == "mp4" else form.ending].read_bytes()
    slide = Slide(title, caption, alternative, made_by, picture, size, decode.corner(files[".png"]))
    if given["steps"] and form.moves:
        for number, data in enumerate(decode.frames(files[".gif"]), start=1):
            yield slide._replace(title=f"{title} ({number})", picture=data)
    elif form.name == "mp4":
        film = files[".mp4"]
        duration = shop.entries[bare.name].files[film.name].duration_ms
        yield slide._replace(video=film.read_bytes(), duration=duration, loop=each.timing.loop)
    else:
        yield slide


def _origin(wanted: list[Asset], given: dict[str, Any]) -> str:
    """The line that makes the deck again."""
    words = ["vizpipe deck", *(each.name for each in wanted)]
    words += [f"--motion {given['motion']}"] if given["motion"] != "gif" else []
    words += [f"--steps {given['steps']}"] if given["steps"] else []
    words += [f"--aspect {given['aspect']}"] if given["aspect"] else []
    words += [f"--template {shlex.quote(str(given['template']))}"] if given["template"] else []
    return f"vizpipe {__version__}: {' '.join(words)}"
