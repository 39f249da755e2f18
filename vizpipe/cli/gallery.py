"""``vizpipe gallery``: pages to look through."""

import importlib.util
import json
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vizpipe import __version__
from vizpipe.cli import report
from vizpipe.cli.plan import expect, is_named, place_options
from vizpipe.cli.workspace import Workspace, opened, overwrite_option, working_options
from vizpipe.errors import MachineError, RecipeError, UsageError
from vizpipe.manifest.manifest import Manifest
from vizpipe.manifest.ownership import holds
from vizpipe.project import file
from vizpipe.project.asset import Asset, twins
from vizpipe.project.gallery import CHAPTERS, gallery_assets
from vizpipe.project.looks import COLUMN
from vizpipe.publishing.lines import line
from vizpipe.store import atomic, folders, hashes
from vizpipe.store.folders import keep_inside
from vizpipe.store.identity import identities

if TYPE_CHECKING:
    from vizpipe.publishing.exhibits import Looks

LISTING = "vizpipe-site.json"
"""What lies beside the pages: which files are the site's, so that those it no longer needs can go."""
_WIDEST = 1280
"""Pixels of a picture on a page; more would be seen by few and loaded by all."""
_THUMB = 560
_TYPE, _SEVERAL_TYPE = 1.1, 1.4
"""How large type is, and where two pictures stand side by side."""
_MOST_FRAMES, _FEW_FRAMES = 40, 20
"""Of a film on a page, and of one that plays on the contact sheet."""


@click.command()
@click.argument("names", nargs=-1, metavar="[ASSET|GLOB]...")
@place_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site"),
    help="The folder to write. [default: site]",
)
@click.option("--title", default="", help="What stands above the contact sheet.")
@overwrite_option
@click.option("--base-url", default="", help="Where it will stand, for snippets that need whole addresses.")
@working_options
def gallery(names: tuple[str, ...], gallery: bool, directory: Path | None, output: Path, **given: Any) -> int:  # noqa: ANN401, FBT001
    """Write static pages: a contact sheet, and for each recipe its films under one slider, snippets and code.

    Shows the project's assets, or the built-in recipes where there is no project.
    """
    for module in ("jinja2", "pygments"):
        if importlib.util.find_spec(module) is None:
            raise MachineError(f"gallery needs {module}: pip install 'vizpipe[gallery]'")
    from vizpipe.publishing.shown import checked_base  # noqa: PLC0415 - only here

    checked_base(given["base_url"])
    if not given["title"].isprintable():
        raise UsageError("--title holds a character that can't be shown")
    place = (directory or Path.cwd()).resolve()
    listed = _listing(output)
    folders.ready(output)
    with opened(place, given["jobs"], own=not gallery, timeout=given["timeout"]) as house:
        known, broken = _known(house, whole=gallery)
        expect([*(each.name for each in known), *broken], names)
        wanted = [each for each in known if is_named(each.name, names)]
        for name, problem in broken.items():
            if is_named(name, names):
                click.echo(f"vizpipe: {problem}", err=True)
        written, failed = _make(house, wanted, output, given, shlex.join(names))
    needed = identities(output / path for path in written)
    for path in sorted(listed.keys() - written.keys()):
        atomic.discard(output, path, listed[path], needed)
    total = sum(size for _, size in written.values())
    click.echo(f"{output / 'index.html'}  {len(written)} files, {total / 1e6:.1f} MB")
    return 1 if failed or broken else 0


def _known(house: Workspace, *, whole: bool) -> tuple[list[Asset], dict[str, str]]:
    """The assets to show; of twins for dark pages and phones only the first, since pages have their own."""
    if whole or house.project is None:
        return gallery_assets(house.registry), dict(house.registry.problems)
    found, broken = file.assets(house.project, house.registry)
    names = {each.name: each for each in found}

    def is_twin(each: Asset) -> bool:
        for ending, _ in twins({"layout": "auto", "theme": "auto"})[1:]:
            other = names.get(each.name.removesuffix(ending))
            if other is not None and other is not each and other[1:3] == each[1:3]:
                return True
        return False

    return [each for each in found if not is_twin(each)], broken


def _make(
    house: Workspace, wanted: Sequence[Asset], output: Path, given: dict[str, Any], named: str
) -> tuple[dict[str, tuple[str, int]], bool]:
    """Make all pictures in a folder of their own, then the pages; give what was written and whether all went well."""
    from vizpipe.pipeline import batch, build  # noqa: PLC0415 - only to make something
    from vizpipe.pipeline.make import words  # noqa: PLC0415 - only to make something
    from vizpipe.publishing.exhibits import Exhibit  # noqa: PLC0415 - an extra
    from vizpipe.publishing.site import Site  # noqa: PLC0415 - an extra

    looks = _all_looks(wanted)
    far = house.executor(given["cluster"], remote=given["cluster_remote"])
    with far as hands, folders.scratch_folder() as folder, report.progress() as told:
        shop = build.open_build(hands, house.cache, folder, Manifest(), told)
        made = batch.make_all([asset for _, _, some in looks for asset in some], shop, house.source)
        report.failures(made, traceback=given["traceback"])
        failed = {one.name for one in made if one.status == "failed"}
        exhibits: list[Exhibit] = []
        shown: set[str] = set()
        for each, names, some in looks:
            if any(asset.name in failed for asset in some) or (each.card.name not in shown and not names.thumbs):
                continue
            shown.add(each.card.name)
            _, caption, _ = words(each, shop, house.source(each.card.path))
            exhibits.append(Exhibit(each.name, each.card, each.parameters, names, caption, line(each)))
        if not exhibits:
            raise RecipeError("there is nothing to show: no asset could be made")
        claim = f"{len(shown)} recipes, {len(exhibits)} variants" if len(exhibits) > len(shown) else ""
        parts = ["vizpipe gallery", *([named] if named else []), *(["--gallery"] if house.project is None else [])]
        origin = f"vizpipe {__version__}: {' '.join(parts)}"
        site = Site(folder, shop.entries, given["base_url"])
        pages = site.files(exhibits, CHAPTERS, given["title"] or "Small networks, seen", claim, origin)
        return _written(pages, output, origin, overwrite=given["overwrite"]), bool(failed)


def _all_looks(wanted: Sequence[Asset]) -> "list[tuple[Asset, Looks, list[Asset]]]":
    """Every asset with the names of its looks, and these as assets. Raises UsageError where two would be one file."""
    count = Counter(each.card.name for each in wanted)
    first: set[str] = set()
    found = []
    for each in wanted:
        found.append((each, *_looks(each, thumb=each.card.name not in first, several=count[each.card.name] > 1)))
        first.add(each.card.name)
    names = Counter(asset.name.lower() for _, _, some in found for asset in some)
    for name, times in names.items():
        if times > 1:
            raise UsageError(f"two pictures of the site would be called {name}; rename one of the assets")
    return found


def _written(
    pages: Iterable[tuple[str, bytes]], output: Path, origin: str, *, overwrite: bool
) -> dict[str, tuple[str, int]]:
    """Write the site; give each file's hash and size. Before the first file the folder says whose they all are.

    Raises UsageError, before anything is written, where a file stands that is not the site's.
    """
    known = _listing(output)
    whole = dict(pages)
    facts = {address: (hashes.sha256_of(data), len(data)) for address, data in whole.items()}
    digests = {address: digest for address, (digest, _) in facts.items()}
    keep_inside(output / LISTING, output)
    ours = identities(output / address for address in known)
    for address, digest in digests.items():
        target = output / address
        keep_inside(target, output)
        if not overwrite and identities([target]) - ours and not holds(target, digest):
            raise UsageError(f"{target} is there, and is not the site's; --overwrite replaces it")
    folders.make_folder(output)
    _list(output, origin, known | digests)
    for address, data in whole.items():
        target = output / address
        folders.make_folder(target.parent)
        atomic.write(target, data)
    _list(output, origin, digests)
    return facts


def _list(output: Path, origin: str, files: Mapping[str, str]) -> None:
    listing = {"made by": origin, "files": dict(sorted(files.items()))}
    atomic.write(output / LISTING, json.dumps(listing, indent=1).encode() + b"\n")


def _looks(each: Asset, *, thumb: bool, several: bool) -> "tuple[Looks, list[Asset]]":
    """Everything that pages show of an asset: for light and dark, for phones, small for the contact sheet."""
    from vizpipe.publishing.exhibits import Looks  # noqa: PLC0415 - an extra

    share = min(_WIDEST / each.look.width, 1.0)
    settings = each.settings.having(frames=min(each.frames or _MOST_FRAMES, _MOST_FRAMES), first_frame="start")
    row = each.look._replace(width=round(each.look.width * share), height=round(each.look.height * share))
    row = row._replace(title="", caption=False, type=_SEVERAL_TYPE if several else _TYPE)  # the page says both
    plain = each._replace(look=row, settings=settings.having(max_bytes=None))
    moves = each.card.kind == "animation"
    found: list[Asset] = []
    pages, thumbs = {}, {}
    for media, look in _pages(plain):
        formats = ["png", *(["html"] if moves else [])]
        if not media:
            formats += [*(["gif"] if moves else []), "svg"]
        pages[media] = f"{each.name}--{media}" if media else each.name
        found.append(plain._replace(name=pages[media], look=look, formats=tuple(formats)))
    if thumb:
        few = plain.settings.having(frames=_FEW_FRAMES)
        for media in ("", *(("dark",) if "dark" in pages else ())):
            height = round(row.height * _THUMB / row.width)
            look = row._replace(width=_THUMB, height=height, theme=media or row.theme, type=1.0)
            thumbs[media] = f"{each.name}--thumb{f'-{media}' if media else ''}"
            formats = ["png", *(["gif"] if moves else [])]
            found.append(plain._replace(name=thumbs[media], look=look, settings=few, formats=tuple(formats)))
    return Looks(pages, thumbs), found


def _pages(each: Asset) -> Iterator[tuple[str, Any]]:
    """The looks of an asset by media; a theme that the user chose is kept on dark pages too."""
    look = each.look
    column = look._replace(width=COLUMN[0], height=COLUMN[1], layout="")
    dark = look.theme == "light"
    tall = look.width > look.height and not each.multiples
    yield "", look
    if dark:
        yield "dark", look._replace(theme="dark")
    if tall:
        yield "column", column
    if dark and tall:
        yield "column-dark", column._replace(theme="dark")


def _listing(output: Path) -> dict[str, str]:
    """The files of the site that stands there. Raises UsageError for a folder with anything else."""
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file; name a folder with -o")
    try:
        if not output.exists() or not any(output.iterdir()):
            return {}
        found = json.loads((output / LISTING).read_bytes())["files"]
        return {str(path): str(digest) for path, digest in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(f"{output}: it holds something that is no site of vizpipe; name another with -o") from None
