"""The line ``vizpipe run …`` that makes a picture again, as somebody types it."""

import shlex
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from vizpipe.parameters.brought import ROWS
from vizpipe.parameters.parameter import Value, in_words, typed
from vizpipe.parameters.settings import SETTINGS, Setting

if TYPE_CHECKING:
    from vizpipe.encoding.formats import Format
    from vizpipe.project.asset import Asset


def run_line(recipe: str, parameters: Mapping[str, Value], options: Iterable[str] = ()) -> str:
    """``vizpipe run`` with these parameters, quoted for a shell, and then ``options`` as they are."""
    values = [f"--{name.replace('_', '-')} {shlex.quote(typed(value))}" for name, value in parameters.items()]
    return " ".join(["vizpipe run", recipe, *values, *options])


def line(asset: "Asset", form: "Format | None" = None) -> str:
    """The line that makes a file of this format again: every parameter, for defaults change, and what else is unusual.

    Without a format it is for readers: the parameters that are unusual, and what lays several films out.
    """
    options: list[str] = []
    for key, setting in SETTINGS.items():
        value = asset.settings[key]
        if setting.kind == "films":
            options += [f"--film {shlex.quote(each)}" for each in asset.films]
        elif setting.kind == "headlines":
            chosen = asset.settings.headlines.items() if _counts(setting, form) else ()
            options += [f"--headline {shlex.quote(f'{beat}={text}')}" for beat, text in chosen]
        elif value != setting.default and _counts(setting, form):
            options.append(f"--{setting.name}" if value is True else f"--{setting.name} {shlex.quote(in_words(value))}")
    if form is None:
        defaults: dict[str, Value] = {parameter.name: parameter.default for parameter in asset.card.parameters}
        unusual = {name: value for name, value in asset.parameters.items() if value != defaults.get(name)}
        return run_line(asset.card.name, unusual, options)
    if form.takes != "film":
        options += [f"--label {shlex.quote(f'{old}={new}')}" for old, new in asset.labels]
    if form.name != ("gif" if asset.card.kind == "animation" else "png"):
        options.append(f"-f {form.name}")
    rows = {parameter.name: parameter.default for parameter in ROWS}  # usual where the data are a set
    values = {
        name: value
        for name, value in asset.parameters.items()
        if (name in asset.card.pictured if asset.films else name not in rows or value != rows[name])
    }
    return run_line(asset.card.name, values, options)


def _counts(setting: Setting, form: "Format | None") -> bool:
    """Whether a setting changes a file of this format; without a format, whether it makes the asset another."""
    if setting.about == "asset" or form is None:
        return setting.about == "asset"
    if setting.key == "frames":
        return form.takes in ("indexed", "pages")
    if setting.key == "max_bytes":
        return form.takes in ("indexed", "rgb")
    return (setting.about == "drawing" and form.takes != "film") or form.moves
