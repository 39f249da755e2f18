"""What somebody may have meant who typed a word that other tools have: the option or verb that does it here."""

import difflib
from collections.abc import Iterable, Sequence

import click

from vizpipe.errors import nearest

_OPTIONS = {
    "learning-rate": "lr rate step-size eta alpha",
    "max-epochs": "epochs iterations steps n-epochs num-epochs",
    "epochs": "max-epochs iterations n-epochs num-epochs",
    "layers": "hidden units neurons architecture hidden-layers width depth",
    "hidden": "units neurons layers hidden-units",
    "seed": "random-state random-seed rng",
    "data": "dataset csv input file",
    "label": "target y labels rename class classes",
    "x": "features columns",
    "size": "dpi resolution width height figsize pixels quality scale",
    "font": "font-size fontsize text-size zoom",
    "theme": "style dark light transparent print colors colours color colour palette cmap mode",
    "background": "bg",
    "lang": "language locale",
    "output": "out output-dir directory dest destination",
    "format": "type gif png mp4 svg pdf html webp ext",
    "fps": "speed frame-rate framerate",
    "seconds": "duration length time",
    "pause": "wait delay stop freeze",
    "hold": "end-pause last",
    "frames": "max-frames n-frames num-frames",
    "every": "stride skip step subsample interval",
    "loop": "repeat loops no-loop once",
    "max-bytes": "max-size budget compress optimize optimise filesize",
    "compare": "grid sweep versus vs",
    "jobs": "workers parallel processes n-jobs threads",
    "overwrite": "force yes",
    "open": "show preview view display",
    "texts": "captions translation strings",
    "title": "heading name",
    "no-caption": "caption-off hide-caption",
}
"""Options, each with the words that stand for the same elsewhere."""
_VERBS = {
    "run": "make draw render plot create start generate train",
    "list": "ls recipes all",
    "new": "init create-recipe scaffold",
    "info": "show describe about",
    "watch": "serve preview live dev",
    "build": "all compile update",
    "check": "test verify diff status",
    "deck": "slides pptx powerpoint",
    "embed": "snippet html",
    "gallery": "site publish pages",
    "clean": "rm remove delete purge",
    "film": "log import convert",
}


_CLOSE = 0.72


def unknown(error: click.NoSuchOption) -> str:
    """Say that there is no such option, and which one may be meant."""
    command = error.ctx.command if error.ctx else None
    return f"there is no option {error.option_name[:40]}{option(error.option_name, command)}"


def too_early(error: click.NoSuchOption, words: Sequence[str]) -> str:
    """Say of an option in these words where it belongs; nothing of one that is known nowhere further on."""
    typed, context = error.option_name, error.ctx
    if context is None or not isinstance(context.command, click.Group):
        return ""
    what, line = _later(typed, context.command, context, words)
    return f"{typed} goes after the {what}: {line} {typed} …" if line else ""


def _later(typed: str, command: click.Group, context: click.Context, words: Sequence[str]) -> tuple[str, str]:
    """After what an option is to stand, and the line that it ends there; nothing if it is nowhere known."""
    from vizpipe.cli.run import Recipes  # noqa: PLC0415 - the verb that knows recipes

    def is_known(options: Iterable[click.Parameter]) -> bool:
        return any(typed in each.opts for each in options)

    if isinstance(command, Recipes):
        return ("recipe", f"{context.command_path} RECIPE") if command.knows(typed) else ("", "")
    known = command.list_commands(context)
    for name in [*(word for word in words if word in known), *known]:
        verb = command.get_command(context, name)
        if isinstance(verb, Recipes) and verb.knows(typed):
            return "recipe", f"vizpipe {name} RECIPE"
        if verb is not None and is_known(verb.params):
            return "verb", f"vizpipe {name}"
    return "", ""


def option(typed: str, command: click.Command | None) -> str:
    """`` — did you mean --SIZE?``: the options of a command that mean what was typed, else those spelled like it."""
    known = [word for each in (command.params if command else []) for word in each.opts if word.startswith("--")]
    meant = _meant(typed.strip("-").replace("_", "-"), _OPTIONS, [word[2:] for word in known])
    return _asked([f"--{word}" for word in meant]) or _near(typed, known)


def verb(typed: str, verbs: Iterable[str]) -> str:
    """The same for verbs."""
    others = {word: name for name in verbs for word in _VERBS.get(name, "").split()}
    close = difflib.get_close_matches(typed, others, n=1, cutoff=_CLOSE)
    return _asked(_meant(typed, _VERBS, verbs)) or nearest(typed, verbs) or _asked([others[each] for each in close])


def _near(typed: str, known: Iterable[str]) -> str:
    """One that is spelled much like it: a poor guess is worse than none."""
    return _asked(difflib.get_close_matches(typed, list(known), n=1, cutoff=_CLOSE))


def _meant(typed: str, table: dict[str, str], known: Iterable[str]) -> list[str]:
    return [word for word in known if typed in table.get(word, "").split()]


def _asked(words: list[str]) -> str:
    return f" — did you mean {' or '.join(words)}?" if words else ""
