"""The line that makes a picture, as a reader types it."""

import shlex

from vizpipe.parameters.parameter import Value, typed
from vizpipe.parameters.settings import SETTINGS
from vizpipe.project.asset import Asset


def line(asset: Asset) -> str:
    """``vizpipe run`` with the parameters that are not as usual, and with what lays several films out."""
    usual: dict[str, Value] = {parameter.name: parameter.default for parameter in asset.card.parameters}
    given = {name.replace("_", "-"): value for name, value in asset.parameters.items() if value != usual.get(name)}
    for key, setting in SETTINGS.items():
        if setting.about == "asset" and asset.settings[key] != setting.default:
            given[setting.name] = asset.settings[key]
    words = [f"--{name} {shlex.quote(typed(value))}" for name, value in given.items()]
    return " ".join(["vizpipe run", asset.card.name, *words])
