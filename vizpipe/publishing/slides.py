"""Which assets a deck shows, and as what each stands on its slide."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from vizpipe.encoding.formats import Format
from vizpipe.encoding.formats import find as find_format
from vizpipe.errors import RecipeError, UsageError, nearest
from vizpipe.parameters.parameter import complete, in_words
from vizpipe.parameters.settings import SETTINGS
from vizpipe.project.asset import Asset, new_asset
from vizpipe.project.file import Project
from vizpipe.project.plan import assets_to_show, expect_any, is_named
from vizpipe.registry.card import Card
from vizpipe.registry.registry import Registry

Motion = Literal["gif", "mp4", "stills"]
_SIZE = "1920x880"
_TYPE = 1.3
"""Of a recipe's picture on a slide, between title and caption; and how many times larger its type is than elsewhere."""


WORDS = ("title", "headline", "caption", "no_caption", "alt")
"""Settings that are about one slide."""
LOOKS = ("theme", "font", "lang", "texts", "math", *WORDS)
"""Settings of a recipe's slide that somebody can give for a deck."""


class Chosen(NamedTuple):
    """What a deck is to show, and what is wrong with those of it that can't be made, by name."""

    assets: list[Asset]
    broken: dict[str, str]


class Given(NamedTuple):
    """What somebody gave for the slides of recipes: settings, and words instead of others."""

    settings: Mapping[str, Any] = {}
    labels: Mapping[str, str] = {}

    @property
    def options(self) -> list[str]:
        """The names of what was given."""
        return [f"--{SETTINGS[key].name}" for key in self.settings] + ["--label"] * bool(self.labels)

    @property
    def typed(self) -> list[str]:
        """The same as somebody types it, quoted for a shell."""
        words: list[str] = []
        for key, value in self.settings.items():
            each = value if isinstance(value, tuple) else (value,)
            name = f"--{SETTINGS[key].name}"
            words += [name if one is True else f"{name} {shlex.quote(in_words(one))}" for one in each]
        return words + [f"--label {shlex.quote(f'{old}={new}')}" for old, new in self.labels.items()]


def chosen(
    registry: Registry[Card],
    project: Project | None,
    names: Sequence[str],
    *,
    gallery: bool,
    given: Given = Given(),  # noqa: B008 - a tuple
) -> Chosen:
    """The assets to show, in the order asked for; recipes look as ``given`` says.

    Raises UsageError for a name that is none, and for words that can't be meant for these slides; RecipeError for the
    name of a recipe that can't be read.
    """
    alone = [option for option in given.options if option.removeprefix("--").replace("-", "_") in {*WORDS, "label"}]
    if len(names) > 1 and alone:
        raise UsageError(
            f"{alone[0]} is for one slide, but {len(names)} are named; name one, or give them a project file"
        )
    assets, broken = assets_to_show(registry, project)
    if not names and project is None and not gallery:
        raise UsageError("name a recipe, such as vizpipe deck hidden-mapping; vizpipe list shows all")
    if not names:
        expect_any(project, assets, broken)
    wanted: list[Asset] = []
    failed: dict[str, str] = {}
    for name in names or ("*",):
        card = registry.cards.get(name)
        matches = [asset for asset in assets if is_named(asset.name, (name,))]
        problems = {each: problem for each, problem in broken.items() if is_named(each, (name,))}
        if (matches or problems) and (project is not None or card is None):
            if given.options:
                where = "--gallery has none" if project is None else "an asset's own stand in the project file"
                raise UsageError(f"{given.options[0]} is for recipes; {where}")
            wanted += matches
            failed |= problems
        elif card is not None:
            wanted.append(_of_recipe(card, given))
        else:
            if problem := registry.problem(name):
                raise RecipeError(problem)
            hint = nearest(name, [*registry.cards, *(asset.name for asset in assets), *broken])
            raise UsageError(f"no recipe or asset {name[:60]}{hint}")
    return Chosen(list({asset.name: asset for asset in wanted}.values()), failed)


def _of_recipe(card: Card, given: Given) -> Asset:
    """A recipe's picture between a slide's title and caption, as ``vizpipe run`` makes it too."""
    said = {key: SETTINGS[key].joined(value) for key, value in given.settings.items()}
    font = SETTINGS["font"]
    larger, most = font.checked(said.get("font")), (font.maximum or 1.0) / _TYPE
    if isinstance(larger, int | float) and larger > most:
        raise UsageError(
            f"font is {larger:g}, and a slide's type is {_TYPE:g} times as large already; {most:.1f} is the most"
        )
    usual: dict[str, Any] = {"size": _SIZE}
    said["font"] = round(_TYPE * larger, 3) if isinstance(larger, int | float) else _TYPE
    values = complete(card.parameters, {}, "")
    return new_asset(card.name, card, values, labels=given.labels, root=str(Path.cwd()), **usual | said)


def on_a_slide(asset: Asset, motion: Motion, steps: int) -> tuple[Asset, Format]:
    """The asset as a slide shows it, and the format that moves there: a still stays one."""
    formats = [find_format(name) for name in asset.formats]
    png = asset._replace(formats=("png",)), find_format("png")
    if asset.card.kind != "animation" or all(form.takes in ("rgb", "figure", "strip") for form in formats):
        return png
    if steps:
        settings = asset.settings.having(
            frames=steps, timing="by-change", hold=0.0, first_frame="start", max_bytes=None
        )
        return asset._replace(formats=("gif", "png"), settings=settings), find_format("gif")
    if motion == "stills":
        return png
    # on paper and among small slides a GIF is its first frame; a video has the still as its poster
    settings = asset.settings.having(first_frame="result" if motion == "gif" else "start")
    return asset._replace(formats=(motion, "png"), settings=settings), find_format(motion)
