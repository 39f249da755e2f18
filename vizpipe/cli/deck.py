"""``vizpipe deck``: slides for tonight."""

import importlib.util
import shlex
from pathlib import Path
from typing import Any

import click

from vizpipe import __version__
from vizpipe.cli import colours, completion
from vizpipe.cli.grouped import Grouped
from vizpipe.cli.plan import place_options
from vizpipe.cli.run import setting_option
from vizpipe.cli.working import overwrite_option, working_options
from vizpipe.cli.workspace import Workspace, opened
from vizpipe.encoding.formats import find as find_format
from vizpipe.errors import MachineError, UsageError
from vizpipe.manifest.ownership import Guard
from vizpipe.parameters.settings import SETTINGS
from vizpipe.project.asset import Asset
from vizpipe.publishing.slides import LOOKS
from vizpipe.store import atomic, folders, hashes
from vizpipe.store.folders import keep_inside
from vizpipe.store.sizes import weight_of

_MOST_STEPS = 60
_LABEL = "Other words than those that are drawn."


def looks(command: Any) -> Any:  # noqa: ANN401 - click decorates functions of any kind
    """The options of a recipe's slide, as ``run`` has them."""
    own = [
        *(setting_option(SETTINGS[key]) for key in LOOKS),
        click.Option(["--label"], multiple=True, metavar="OLD=NEW", help=_LABEL),
    ]
    command.__click_params__ = [*getattr(command, "__click_params__", []), *reversed(own)]
    return command


@click.command(cls=Grouped)
@click.argument("names", nargs=-1, metavar="[RECIPE|ASSET|GLOB]...", shell_complete=completion.recipes_or_assets)
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
@looks
@overwrite_option
@working_options
def deck(names: tuple[str, ...], gallery: bool, directory: Path | None, output: Path, **options: Any) -> int:  # noqa: ANN401, FBT001
    """Make slides for PowerPoint, one for each picture.

    Of recipes or of the project's assets, with alternative texts, captions and notes.
    """
    from vizpipe.cli.making import labels  # noqa: PLC0415 - only to make something
    from vizpipe.publishing.slides import Given, chosen  # noqa: PLC0415 - only here

    options["given"] = given = Given(
        {key: options[key] for key in LOOKS if options[key] not in (None, (), False)}, labels(options)
    )

    if importlib.util.find_spec("pptx") is None:
        raise MachineError("deck needs python-pptx: pip install 'vizpipe[slides]'")
    if options["motion"] == "mp4":
        find_format("mp4").needed()
    if options["template"] is not None and options["aspect"] is not None:
        raise UsageError("--aspect is for decks without --template, which has a size of its own")
    if output.suffix.lower() != ".pptx":
        raise UsageError(f"--output {output}: a deck's name ends in .pptx")
    place = (directory or Path.cwd()).resolve()
    with opened(place, options["jobs"], own=not gallery, timeout=options["timeout"]) as workspace:
        wanted, broken = chosen(workspace.registry, workspace.project, names, gallery=gallery, given=given)
        for problem in broken.values():
            colours.error(problem)
        if wanted:
            _make(workspace, wanted, output, options)
        return 1 if broken else 0


def _make(workspace: Workspace, wanted: list[Asset], output: Path, options: dict[str, Any]) -> None:
    """Make what the slides show in a folder of its own, then the deck."""
    from vizpipe.pipeline.slides import slides  # noqa: PLC0415 - an extra
    from vizpipe.publishing import deck as decks  # noqa: PLC0415 - an extra

    keep_inside(output, output.parent, Path.cwd())
    guard = Guard(workspace.cache, overwrite=options["overwrite"])
    guard.claim(output)
    with workspace.scratch_build(options) as work:
        all_slides = [
            slide
            for asset in wanted
            for slide in slides(asset, work, workspace.source(asset.card.path), options["motion"], options["steps"])
        ]
        data, before = decks.write(all_slides, _origin(wanted, options), options["aspect"], options["template"])
    guard.admit(output, hashes.sha256_of(data))
    folders.make_folder(output.parent)
    atomic.write(output, data)
    count = len(all_slides) + before
    theirs = f", {before} of them the template's" if before else ""
    click.echo(f"{output}  {count} slide{'s' if count > 1 else ''}{theirs}, {weight_of(len(data))}")


def _origin(wanted: list[Asset], options: dict[str, Any]) -> str:
    """The line that makes the deck again."""
    words = ["vizpipe deck", *(each.name for each in wanted)]
    words += [f"--motion {options['motion']}"] if options["motion"] != "gif" else []
    words += [f"--steps {options['steps']}"] if options["steps"] else []
    words += [f"--aspect {options['aspect']}"] if options["aspect"] else []
    words += [f"--template {shlex.quote(str(options['template']))}"] if options["template"] else []
    words += options["given"].typed
    return f"vizpipe {__version__}: {' '.join(words)}"
