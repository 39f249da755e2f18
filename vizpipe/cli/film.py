"""``vizpipe film LOG…``: a film of what a log says was measured."""

from pathlib import Path

import click

from vizpipe.cli import colours
from vizpipe.cli.working import overwrite_option
from vizpipe.errors import UsageError


@click.command()
@click.argument("logs", nargs=-1, required=True, metavar="LOG…", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("run.film"), help="[default: run.film]")
@overwrite_option
def film(logs: tuple[Path, ...], output: Path, overwrite: bool) -> None:  # noqa: FBT001 - click gives it by name
    """Make a film of training logs, for run RECIPE --film.

    Takes CSV logs, Keras' among them, and scalars, histograms and images of TensorBoard's event files.

    Several logs of one training become one film; a folder stands for the event files in it.

    The film of a log that has grown takes the place of the one before; another film stays unless --overwrite is given.
    """
    from vizpipe.recording.logs import film_of, holds  # noqa: PLC0415 - numpy, which no help needs
    from vizpipe.store.atomic import write  # noqa: PLC0415 - as above

    if not output.parent.is_dir():
        raise UsageError(f"-o {output}: there is no folder {output.parent}")
    if output.is_dir():
        raise UsageError(f"-o {output} is a folder; name a file, such as run.film")
    is_there = output.exists() and not overwrite
    if is_there and not _is_film(output):
        raise UsageError(f"{output} is no film, and would be gone; name another file, or add --overwrite")
    made = film_of(logs)
    if is_there and not holds(made.data, output):
        what = "is a film of something else, or of another training"
        raise UsageError(f"{output} {what}, and would be gone; name another file with -o, or add --overwrite")
    write(output, made.data)
    if made.remark:
        colours.warning(made.remark)
    size, *others = f"{output}  {max(round(len(made.data) / 1000), 1)} kB", *made.recipes
    for at, recipe in enumerate(others):
        click.echo(f"{' ' * len(size) if at else size}  vizpipe run {recipe} --film {output}")


def _is_film(path: Path) -> bool:
    from vizpipe.film.stored import load  # noqa: PLC0415 - as above

    try:
        load(path)
    except UsageError:
        return False
    return True
